/** Finds the lab's processes without any bookkeeping of ours, so that also what a killed supervisor left behind is found. */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Set to the state folder in the environment of process-compose, and so inherited by everything that it ever starts. */
export const markerVariable = "SCIENCE_PLATFORM_LAB";

/** Kubernetes components are started with an environment of their own, in which this names their cluster's folder. */
const clusterVariable = "LAB_KUBERNETES_CHILD";

/** Whether an environment (as in /proc/PID/environ) is that of a process of the lab in this state folder. */
export function isMarked(environment: string, state: string): boolean {
  return environment
    .split("\0")
    .some(
      (line) =>
        line === `${markerVariable}=${state}` ||
        (line.startsWith(`${clusterVariable}=`) && line.includes(`"${state}/var/magnum/clusters/`)),
    );
}

/** A row of the process table. */
export interface ProcessRow {
  pid: number;
  parent: number;
  session: number;
  /** Ticks since boot; together with the pid it names a process for ever. */
  started: string;
  marked: boolean;
}

/**
 * The lab's processes in a process table: those that carry the marker, those that descend from one, and those in a session whose
 * leader is one of them or gone. (Some daemons write their title over their environment, so the marker alone would miss them.)
 */
export function selectLabProcesses(table: readonly ProcessRow[]): ProcessRow[] {
  const pids = new Map(table.map((row) => [row.pid, row]));
  const selected = new Set(table.filter((row) => row.marked).map((row) => row.pid));
  const sessions = new Set(
    table
      .filter((row) => row.marked && (!pids.has(row.session) || selected.has(row.session)))
      .map((row) => row.session),
  );
  for (const row of table) if (sessions.has(row.session)) selected.add(row.pid);
  for (let grown = true; grown; ) {
    const children = table.filter((row) => selected.has(row.parent) && !selected.has(row.pid));
    for (const child of children) selected.add(child.pid);
    grown = children.length > 0;
  }
  return table.filter((row) => selected.has(row.pid));
}

/** The process table, marked for one state folder. */
export function readProcessTable(state: string): ProcessRow[] {
  return fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => readRow(Number(entry), state));
}

function readRow(pid: number, labState: string): ProcessRow[] {
  try {
    const stat = parseStat(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
    // A zombie has ended; only its parent can take it away.
    if (stat === undefined || stat.state === "Z" || pid === process.pid) return [];
    const marked = isMarked(fs.readFileSync(`/proc/${pid}/environ`, "utf8"), labState);
    return [{ pid, parent: stat.parent, session: stat.session, started: stat.started, marked }];
  } catch {
    return []; // it ended while we looked
  }
}

/** Parses /proc/PID/stat. The command in parentheses may contain anything, so it is cut off at the last one. */
export function parseStat(
  text: string,
): { state: string; parent: number; session: number; started: string } | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent, , session] = fields;
  const started = fields[19];
  if (state === undefined || parent === undefined || session === undefined || started === undefined) return undefined;
  return { state, parent: Number(parent), session: Number(session), started };
}

/** Whether this very process (not a later one with the same number) is alive. */
export function isAlive(pid: number, started: string): boolean {
  try {
    const stat = parseStat(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
    return stat !== undefined && stat.state !== "Z" && stat.started === started;
  } catch {
    return false;
  }
}

/** The start time of a process, or undefined when there is none of that number. */
export function startTime(pid: number): string | undefined {
  try {
    return parseStat(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))?.started;
  } catch {
    return undefined;
  }
}

/**
 * Ends every process of the lab: politely, and after `grace` milliseconds for good. Looks again until nothing is left, because a process
 * may start another while it is being ended. Returns how many there were.
 */
export async function endLabProcesses(state: string, grace = 4000): Promise<number> {
  const ended = new Set<number>();
  const deadline = Date.now() + grace;
  for (;;) {
    const rows = selectLabProcesses(readProcessTable(state));
    if (rows.length === 0) return ended.size;
    const hard = Date.now() >= deadline;
    for (const row of rows) {
      if (hard || !ended.has(row.pid)) kill(row.pid, hard ? "SIGKILL" : "SIGTERM");
      ended.add(row.pid);
    }
    await sleep(100);
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself
  }
}
