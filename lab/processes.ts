/** Finds the lab's processes without any bookkeeping of ours, so that also what a killed supervisor left behind is found. */
import { setTimeout as sleep } from "node:timers/promises";
import { environment, fromProcesses, type Process, readStat, signal } from "../system/proc";

/** Set to the state folder in the environment of process-compose, and so inherited by everything that it ever starts. */
export const markerVariable = "SCIENCE_PLATFORM_LAB";

/** Kubernetes components are started with an environment of their own, in which this names their cluster's folder. */
const clusterVariable = "LAB_KUBERNETES_CHILD";

/** Whether an environment ("NAME=value") is that of a process of the lab in this state folder. */
export function isMarked(variables: readonly string[], state: string): boolean {
  return variables.some(
    (line) =>
      line === `${markerVariable}=${state}` ||
      (line.startsWith(`${clusterVariable}=`) && line.includes(`"${state}/var/magnum/clusters/`)),
  );
}

/** A row of the process table. */
export interface ProcessRow extends Process {
  parent: number;
  session: number;
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

/** The process table without ourselves, marked for one state folder. */
export function readProcessTable(state: string): ProcessRow[] {
  return fromProcesses((pid) => {
    const stat = readStat(pid);
    if (stat === undefined || pid === process.pid) return undefined;
    return {
      pid,
      parent: stat.parent,
      session: stat.session,
      startTime: stat.startTime,
      marked: isMarked(environment(pid), state),
    };
  });
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
      if (hard || !ended.has(row.pid)) signal(row, hard ? "SIGKILL" : "SIGTERM");
      ended.add(row.pid);
    }
    await sleep(100);
  }
}
