/** Processes as the kernel shows them under /proc. */
import * as fs from "node:fs";

export interface Process {
  pid: number;
  /** Clock ticks since boot: with the pid it names one process for ever. */
  startTime: string;
}

/** What /proc/PID/stat says. */
export interface Stat {
  state: string;
  parent: number;
  session: number;
  startTime: string;
}

/** Parses /proc/PID/stat. The program's name in parentheses may hold anything, so what is read stands behind the last one. */
export function parseStat(text: string): Stat | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent, , session] = fields;
  const startTime = fields[19];
  if (state === undefined || parent === undefined || session === undefined || startTime === undefined) return undefined;
  return { state, parent: Number(parent), session: Number(session), startTime };
}

/** Numbers of all processes there are. */
export function processNumbers(): number[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** What `read` gives for each process; those that end meanwhile, or are not ours to look at, are left out. */
export function fromProcesses<T>(read: (pid: number) => T | undefined): T[] {
  return processNumbers().flatMap((pid) => {
    const found = attempt(() => read(pid));
    return found === undefined ? [] : [found];
  });
}

/** Undefined when there is none, or only a zombie that nobody has waited for. */
export function readStat(pid: number): Stat | undefined {
  const found = attempt(() => parseStat(fs.readFileSync(`/proc/${pid}/stat`, "utf8")));
  return found && found.state !== "Z" && found.state !== "X" ? found : undefined;
}

/** The process with this id now; undefined when there is none. */
export function findProcess(pid: number): Process | undefined {
  const found = readStat(pid);
  return found && { pid, startTime: found.startTime };
}

/** Whether this very process, not a later one with the same number, is alive. */
export const isAlive = (process: Process): boolean => findProcess(process.pid)?.startTime === process.startTime;

/** Sends a signal unless the process has ended; never to another one that got its id. */
export function signal(target: Process, name: NodeJS.Signals): void {
  if (isAlive(target)) attempt(() => process.kill(target.pid, name));
}

/** The environment that a process was started with, as "NAME=value". @throws what reading throws */
export function environment(pid: number): string[] {
  return fs.readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
}

/** The file of a process's program, where links lead. @throws what reading throws */
export function program(pid: number): string {
  return fs.readlinkSync(`/proc/${pid}/exe`);
}

/** Every process that was started with this environment variable, and its value. */
export function processesWith(variable: string): (Process & { value: string })[] {
  const prefix = `${variable}=`;
  return fromProcesses((pid) => {
    const entry = environment(pid).find((line) => line.startsWith(prefix));
    const found = entry === undefined ? undefined : findProcess(pid);
    return found && entry !== undefined ? { ...found, value: entry.slice(prefix.length) } : undefined;
  });
}

/** Proportional set size in KiB: memory, with shared pages divided among those who share them. */
export function proportionalMemory(pid: number): number {
  const text = attempt(() => fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? "";
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
}

/** A process may end at any moment between two looks at it. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
