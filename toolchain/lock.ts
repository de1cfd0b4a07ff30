/** One process at a time makes a tool; the others wait for it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Node has no flock(2). The command locks the open file that it shares with us, so the lock is ours when it has ended. */
function tryLock(handle: number, file: string): boolean {
  const { status, stderr, error } = spawnSync("flock", ["-n", "3"], {
    stdio: ["ignore", "ignore", "pipe", handle],
    encoding: "utf8",
    env: process.env,
  });
  if (status === 0) return true;
  if (status === 1) return false;
  const why = error ? "the command flock cannot be run; it is part of util-linux" : stderr.trim();
  throw new ToolchainError(`${file} cannot be locked: ${why}.`);
}
