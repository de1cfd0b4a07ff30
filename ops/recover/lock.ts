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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
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

/** Removes the locks whose process is gone from this machine; gives back how many. */
export function removeDeadLocks(backend: string, project: string, stack: string): number {
  const dead = locksOf(backend, project, stack).filter(
    (lock) => lock.hostname === os.hostname() && (lock.pid === 0 || !isAlive(lock.pid)),
  );
  for (const lock of dead) fs.rmSync(lock.file, { force: true });
  return dead.length;
}
