/** Processes as the kernel shows them under /proc. */
import * as fs from "node:fs";

export interface Process {
  pid: number;
  /** Clock ticks since boot: with the pid it names one process for ever. */
  startTime: string;
}

function stat(pid: number): { state: string; startTime: string } | undefined {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTime: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

/** The process with this id now; undefined when there is none, or only a zombie that nobody has waited for. */
export function findProcess(pid: number): Process | undefined {
  const found = stat(pid);
  return found && found.state !== "Z" && found.state !== "X" ? { pid, startTime: found.startTime } : undefined;
}

export const isAlive = (process: Process): boolean => findProcess(process.pid)?.startTime === process.startTime;

/** Sends a signal unless the process has ended; never to another one that got its id. */
export function signal(target: Process, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch {
    // Ended in between.
  }
}

/** Every process that was started with this environment variable, and its value. */
export function processesWith(variable: string): (Process & { value: string })[] {
  const prefix = `${variable}=`;
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const entry = fs
          .readFileSync(`/proc/${name}/environ`, "utf8")
          .split("\0")
          .find((line) => line.startsWith(prefix));
        const found = entry === undefined ? undefined : findProcess(Number(name));
        return found && entry !== undefined ? [{ ...found, value: entry.slice(prefix.length) }] : [];
      } catch {
        return []; // Ended, or not ours to read.
      }
    });
}

/** Proportional set size in KiB: memory, with shared pages divided among those who share them. */
export function proportionalMemory(pid: number): number {
  try {
    const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
