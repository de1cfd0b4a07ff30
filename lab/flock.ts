/** A lock on a file that says who holds it, and that may be deleted while it is locked. */
import * as fs from "node:fs";
import * as path from "node:path";
import { lockHandle } from "../system/flock";

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
    const handle = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
    let keep = false;
    try {
      if (!lockHandle(handle)) return undefined;
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

function isFile(handle: number, file: string): boolean {
  const ours = fs.fstatSync(handle);
  const there = fs.statSync(file, { throwIfNoEntry: false });
  return there?.ino === ours.ino && there.dev === ours.dev;
}
