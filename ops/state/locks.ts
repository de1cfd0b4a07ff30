/** Who is at work on a stack: the engine's own locks, wherever the state lies. */
import { z } from "zod";
import type { Bucket } from "./bucket";

const lockSchema = z.object({
  pid: z.int(),
  username: z.string().default("?"),
  hostname: z.string(),
  timestamp: z.string().default(""),
});

export interface StackLock {
  key: string;
  /** "ann on host1, process 7, since 2026-11-28T09:00:00Z". */
  holder: string;
}

/** Folder of the locks of a stack; as the engine names it. */
export function lockFolder(project: string, stack: string): string {
  return `.pulumi/locks/organization/${project}/${stack}/`;
}

export async function locksOf(bucket: Bucket, project: string, stack: string): Promise<StackLock[]> {
  const keys = await bucket.list(lockFolder(project, stack));
  return Promise.all(keys.map(async (key) => ({ key, holder: holderOf(await bucket.read(key)) })));
}

/** A lock that was cut off while it was written names nobody. */
function holderOf(text: string): string {
  try {
    const { hostname, pid, timestamp, username } = lockSchema.parse(JSON.parse(text));
    return `${username} on ${hostname}, process ${pid}${timestamp === "" ? "" : `, since ${timestamp}`}`;
  } catch {
    return "nobody knows who";
  }
}
