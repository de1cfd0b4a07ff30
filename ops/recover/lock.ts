/**
 * A killed `pulumi` leaves its lock in a file backend. A lock whose process is gone, on this very machine, guards nothing any more;
 * everybody else's is left alone.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";

const lockSchema = z.looseObject({ pid: z.int(), hostname: z.string() });

export interface Lock {
  file: string;
  pid: number;
  hostname: string;
}

/** Numbers of processes are given out again (in a container soon), so a living one must also be a pulumi. */
function isPulumi(pid: number): boolean {
  try {
    return path.basename(fs.readlinkSync(`/proc/${pid}/exe`)) === "pulumi";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EACCES"; // alive, and somebody else's
  }
}

/** The locks on a stack of a `file://` backend; none for backends elsewhere. */
export function locksOf(backend: string, project: string, stack: string): Lock[] {
  if (!backend.startsWith("file://")) return [];
  const folder = path.join(backend.slice("file://".length), ".pulumi/locks/organization", project, stack);
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    try {
      const lock = lockSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
      return [{ file, pid: lock.pid, hostname: lock.hostname }];
    } catch {
      // Killed while writing it: nobody holds a lock that names nobody.
      return [{ file, pid: 0, hostname: os.hostname() }];
    }
  });
}

/**
 * Removes the locks whose process is gone from this machine; gives back how many.
 * @throws Error when somebody holds a lock: nothing of the stack may be touched then
 */
export function removeDeadLocks(backend: string, project: string, stack: string, lives = isPulumi): number {
  const locks = locksOf(backend, project, stack);
  const held = locks.filter(({ hostname, pid }) => hostname !== os.hostname() || (pid !== 0 && lives(pid)));
  if (held.length > 0) {
    const holders = held.map(({ hostname, pid }) => `process ${pid} on ${hostname}`).join(", ");
    throw new Error(
      `stack ${stack} is being worked on by ${holders}: wait for it, or, if that machine is gone, run \`pulumi cancel --stack ${stack}\``,
    );
  }
  for (const lock of locks) fs.rmSync(lock.file, { force: true });
  return locks.length;
}
