/** One process at a time makes a tool; the others wait for it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockHandle } from "../system/flock";
import { ToolchainError } from "./errors";

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once when somebody else has the lock. */
  onWait?: (pid: number) => void;
  /** Milliseconds between looks at a lock that is taken. */
  interval?: number;
}

/**
 * Does the work while holding the lock.
 *
 * The kernel holds it for the open file and lets go when this process ends, however it ends: there is no stale lock to
 * recognize and to take away, which no two processes can do safely. That is why the file stays, too: removing it would
 * let a second process lock a new file of that name. It contains the owner's process number, for people only.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const handle = fs.openSync(file, "a+");
  try {
    await acquire(handle, file, options);
    try {
      return await work();
    } finally {
      fs.ftruncateSync(handle);
    }
  } finally {
    // Node opens files so that child processes do not inherit them: a compiler that outlives us holds no lock.
    fs.closeSync(handle);
  }
}

async function acquire(handle: number, file: string, { signal, onWait, interval = 500 }: LockOptions): Promise<void> {
  for (let told = false; ; ) {
    signal?.throwIfAborted();
    if (tryLock(handle, file)) {
      fs.ftruncateSync(handle);
      fs.writeSync(handle, String(process.pid));
      return;
    }
    const owner = told ? 0 : Number(fs.readFileSync(file, "utf8"));
    if (owner > 0) {
      told = true;
      onWait?.(owner);
    }
    await sleep(interval, undefined, { signal: signal ?? undefined });
  }
}

function tryLock(handle: number, file: string): boolean {
  try {
    return lockHandle(handle);
  } catch (error) {
    throw new ToolchainError(`${file} cannot be locked: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
