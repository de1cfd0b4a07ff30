/** Only one command at a time may change the lab. */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { LabError, throwIfAborted } from "./errors";
import { tryFlock } from "./flock";
import { paths } from "./paths";
import { findProcess, isAlive } from "../system/proc";
import type { Progress } from "./progress";
import { claimStateFolder, requireAccess } from "./state-folder";

const holderSchema = z.object({ pid: z.number(), started: z.string(), command: z.string(), since: z.string() });

/** The command that holds the lock: its process, when that started (in ticks since boot), and since when it is at work. */
export type Holder = z.infer<typeof holderSchema>;

/** The living holder of the lock, for a person or to signal it. Whether the lock is taken, only taking it tells. */
export function lockHolder(): Holder | undefined {
  try {
    const holder = holderSchema.parse(JSON.parse(fs.readFileSync(paths.lock, "utf8")));
    return isAlive({ pid: holder.pid, startTime: holder.started }) ? holder : undefined;
  } catch {
    return undefined; // no lock, or one that is just being taken
  }
}

function describe({ command, pid, since }: Holder): string {
  return `\`${command}\` (process ${pid}, since ${since})`;
}

export interface LockOptions {
  /** Waits for the holder instead of refusing, and says so. */
  wait?: { progress: Progress; signal?: AbortSignal | undefined };
}

/** Whether this process holds the lock. */
let isHeld = false;

/**
 * Does some work while holding the lock. Work that itself calls for the lock runs at once.
 * @param command what others are told is at work, as a person would type it
 * @throws LabError without access to the lab (see state-folder.ts), or when another command holds the lock and `wait` is not given
 */
export async function withLock<T>(command: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  if (isHeld) return work();
  requireAccess();
  claimStateFolder();
  const own: Holder = {
    pid: process.pid,
    started: findProcess(process.pid)?.startTime ?? "",
    command,
    since: new Date().toISOString().replace(/\.\d+/, ""),
  };
  for (let told = false; ; told = true) {
    const lock = tryFlock(paths.lock, JSON.stringify(own));
    if (lock !== undefined) {
      isHeld = true;
      try {
        claimStateFolder(); // again: the holder before us may have been `lab clean`
        return await work();
      } finally {
        isHeld = false;
        lock.release();
      }
    }
    const holder = lockHolder();
    const who = holder ? describe(holder) : "another command, which has just begun,";
    if (options.wait === undefined)
      throw new LabError(
        `The lab is busy: ${who} is at work on it. Wait until it is done${holder ? `, or end it (Ctrl-C there, or kill -INT ${holder.pid})` : ""}; then run this again.`,
      );
    if (!told) options.wait.progress(`waiting: ${who} is at work on the lab`);
    await sleep(500);
    throwIfAborted(options.wait.signal);
  }
}
