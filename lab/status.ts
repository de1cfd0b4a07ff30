/** What the lab is doing, for people and programs. */
import * as fs from "node:fs";
import * as path from "node:path";
import { paths } from "./paths";
import { readProcessTable, type ProcessRow } from "./processes";
import { listProcesses, setupNamespace, type SupervisedProcess } from "./supervisor";

interface ProcessStatus extends SupervisedProcess {
  /** Proportional set size of the process and its descendants, MiB. */
  memory: number;
}

interface ClusterStatus {
  uuid: string;
  name: string;
  ready: boolean;
  version: string;
  message: string;
}

export interface LabStatus {
  /** healthy: every process is ready. stopped: nothing runs, or nothing that anybody looks after. */
  state: "healthy" | "starting" | "failed" | "stopped";
  folder: string;
  processes: ProcessStatus[];
  clusters: ClusterStatus[];
  /** All processes together, MiB. */
  memory: number;
}

export async function labStatus(): Promise<LabStatus> {
  const supervised = (await listProcesses()) ?? [];
  const table = supervised.length > 0 ? readProcessTable(paths.state) : [];
  const processes = supervised.map((process) => ({ ...process, memory: memoryOf(process.pid, table) }));
  return {
    state: overallState(supervised),
    folder: paths.state,
    processes,
    clusters: readClusters(paths.clusters),
    memory: sum(processes.map(({ memory }) => memory)),
  };
}

/** The worst of its processes decides. */
export function overallState(processes: readonly SupervisedProcess[]): LabStatus["state"] {
  if (processes.length === 0) return "stopped";
  if (processes.some(({ health }) => health === "failed")) return "failed";
  return processes.every(({ health }) => health === "ready") ? "healthy" : "starting";
}

/** Clusters as the Magnum driver and the Kubernetes supervisor describe them in their folders. */
function readClusters(folder: string): ClusterStatus[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((uuid) => {
    const wanted = readJson(path.join(folder, uuid, "cluster.json"));
    if (wanted === undefined) return [];
    const actual = readJson(path.join(folder, uuid, "status.json")) ?? {};
    return [
      {
        uuid,
        name: text(wanted.name),
        ready: actual.ready === true,
        version: text(actual.version),
        message: text(actual.message),
      },
    ];
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Undefined when the file is not there, or being written. */
function readJson(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function memoryOf(pid: number | undefined, table: readonly ProcessRow[]): number {
  if (pid === undefined) return 0;
  return (
    proportionalSetSize(pid) +
    sum(table.filter(({ parent }) => parent === pid).map((child) => memoryOf(child.pid, table)))
  );
}

function proportionalSetSize(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it ended while we looked
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A table for people; one-shots only when they are not done. */
export function describeStatus(status: LabStatus): string {
  const lines = [`lab ${status.state} (${status.folder})`];
  const rows = status.processes.filter(({ namespace, health }) => namespace !== setupNamespace || health !== "ready");
  if (rows.length > 0) lines.push("", line("PROCESS", "STATE", "PID", "MiB", "RESTARTS"));
  for (const { name, health, pid, memory, restarts } of rows)
    lines.push(line(name, health, String(pid ?? "-"), memory.toFixed(0), String(restarts)));
  if (rows.length > 0) lines.push(line("total", "", "", status.memory.toFixed(0), ""));
  if (status.clusters.length > 0) lines.push("", "CLUSTERS");
  for (const { uuid, name, ready, version, message } of status.clusters)
    lines.push(`${name} (${uuid})  ${ready ? "ready" : "not ready"}  ${version}  ${message}`.trimEnd());
  return lines.join("\n");
}

function line(name: string, health: string, pid: string, memory: string, restarts: string): string {
  return [name.padEnd(22), health.padEnd(9), pid.padStart(7), memory.padStart(6), restarts.padStart(9)]
    .join(" ")
    .trimEnd();
}
