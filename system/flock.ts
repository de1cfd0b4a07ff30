/**
 * A lock of the kernel's on an open file (flock). It ends with the process that holds it, however that ends, so there is never a dead
 * holder to find out about and to take over from, which cannot be done without a race.
 */
import { spawnSync } from "node:child_process";

/**
 * Locks the open file if nobody else has. Node has no flock(2): the command locks the file that it shares with us, so the lock is ours when
 * it has ended. Node opens files with close-on-exec, so no program that we start holds the lock after us.
 *
 * @returns False when another holds it.
 * @throws Error that says why it cannot be locked.
 */
export function lockHandle(handle: number): boolean {
  const { status, stderr, error } = spawnSync("flock", ["--nonblock", "--conflict-exit-code", "75", "3"], {
    stdio: ["ignore", "ignore", "pipe", handle],
    encoding: "utf8",
    env: process.env,
  });
  if (error) throw new Error("the command flock cannot be run; it is part of util-linux");
  if (status !== 0 && status !== 75) throw new Error(stderr.trim() || `flock ended with ${status}`);
  return status === 0;
}
