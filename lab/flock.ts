/**
 * A lock of the kernel's on a file (flock). It ends with the process that holds it, however that ends, so there is never a dead holder to
 * find out about and to take over from, which cannot be done without a race.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** A lock that this process holds. */
interface Flock {
  release(): void;
}

/**
 * Takes the lock if it is free.
 * @param note written into the file, for those who find the lock taken
 * @returns undefined when another holds it
 * @throws what making the file or its folder throws (EACCES ...)
 */
export function tryFlock(file: string, note: string): Flock | undefined {
  for (;;) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    // Kept open in this process only (Node opens with close-on-exec): programs that we start do not hold the lock after us.
    const handle = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
    let keep = false;
    try {
      if (!lock(handle)) return undefined;
      // The holder before us may have deleted the file (`lab clean`); then what we locked is nobody's.
      if (!isFile(handle, file)) continue;
      fs.ftruncateSync(handle);
      fs.writeSync(handle, note, 0);
      keep = true;
      return {
        release: () => {
          fs.ftruncateSync(handle);
          fs.closeSync(handle);
        },
      };
    } finally {
      if (!keep) fs.closeSync(handle);
    }
  }
}

/** flock(1) locks the open file that it inherits from us, and so for us: the lock outlives it and ends with our handle. */
function lock(handle: number): boolean {
  const { status, error } = spawnSync("flock", ["--nonblock", "--conflict-exit-code", "75", "3"], {
    stdio: ["ignore", "ignore", "ignore", handle],
  });
  if (error) throw error;
  if (status !== 0 && status !== 75) throw new Error(`flock ended with ${status}`);
  return status === 0;
}

function isFile(handle: number, file: string): boolean {
  const ours = fs.fstatSync(handle);
  const there = fs.statSync(file, { throwIfNoEntry: false });
  return there?.ino === ours.ino && there.dev === ours.dev;
}
