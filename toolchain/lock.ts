/** One process at a time makes a tool; the others wait for it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Owner {
  pid: number;
  /** When that process started, in the kernel's ticks: a process number is used again after a reboot. */
  started: string;
}

/** Start time from /proc; undefined when there is no such process. */
function startTime(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in parentheses, may contain blanks; start time is the twentieth field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function read(file: string): Owner | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

const alive = (owner: Owner | undefined): boolean => owner !== undefined && startTime(owner.pid) === owner.started;

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once when somebody else has the lock. */
  onWait?: (pid: number) => void;
  /** Milliseconds between looks at a lock that is taken. */
  interval?: number;
}

/** Does the work while holding the lock. A lock whose owner died is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  await acquire(file, options);
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

async function acquire(file: string, { signal, onWait, interval = 500 }: LockOptions): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Written first and linked into place, so that nobody ever sees a lock without an owner.
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  fs.writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startTime(process.pid) ?? "" }));
  try {
    for (let told = false; ; ) {
      signal?.throwIfAborted();
      try {
        fs.linkSync(mine, file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const owner = read(file);
      if (!alive(owner)) {
        remove(file, owner);
        continue;
      }
      if (!told && owner) onWait?.(owner.pid);
      told = true;
      await sleep(interval, undefined, { signal: signal ?? undefined });
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Removes a dead owner's lock, unless another process has just done so and holds it now: then it is put back. */
function remove(file: string, dead: Owner | undefined): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const owner = read(aside);
  if (alive(owner) && owner?.pid !== dead?.pid) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // A third one has it; its owner waits like everybody.
    }
  }
  fs.rmSync(aside, { force: true });
}
