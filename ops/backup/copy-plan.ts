/** What a look at a copy found, and what would come back. Pure. */
import { z } from "zod";
import { databaseOf, folderOf, intoOf, type Wanted } from "./copy-job";
import { size, type Plan } from "./preflight";

/** What the scripts of the chart restic say, a line for each thing. */
export interface Report {
  problems: string[];
  /** Oldest first. */
  snapshots: Snapshot[];
  /** The one that is meant. */
  snapshot?: Snapshot;
  bytes?: number;
  /** Files and folders. */
  items?: number;
  /** Bytes in the export. */
  free?: number;
  into?: string;
  tables?: number;
}

interface Snapshot {
  /** As restic shows it: eight characters. */
  id: string;
  /** RFC 3339, UTC. */
  time: string;
}

const sizeSchema = z.object({
  // Of restic's dry run.
  total_files: z.number().default(0),
  total_bytes: z.number().default(0),
  // Of a file.
  size: z.number().optional(),
});

export function parseReport(texts: readonly string[]): Report {
  const found: Report = { problems: [], snapshots: [] };
  for (const line of texts.flatMap((text) => text.split("\n"))) {
    const [, key = "", rest = ""] = /^(\w+) (.*)$/.exec(line.trim()) ?? [];
    const [id = "", time = ""] = rest.split(" ");
    if (key === "problem") found.problems.push(rest);
    if (key === "snapshots") found.snapshots = pairs(rest);
    if (key === "snapshot") found.snapshot = { id, time };
    if (key === "free") found.free = Number(rest) * 1024;
    if (key === "into") found.into = rest;
    if (key === "tables") found.tables = Number(rest);
    if (key === "size") Object.assign(found, sizes(rest));
  }
  return found;
}

function pairs(text: string): Snapshot[] {
  return [...text.matchAll(/(\S+) (\S+)/g)].map(([, id = "", time = ""]) => ({ id, time }));
}

function sizes(text: string): Pick<Report, "bytes" | "items"> {
  const { size: one, total_bytes, total_files } = sizeSchema.parse(JSON.parse(text));
  return one === undefined ? { bytes: total_bytes, items: total_files } : { bytes: one };
}

export interface CopyPlan extends Plan {
  target: string;
  snapshots: Snapshot[];
  snapshot?: Snapshot;
}

export function copyPlan(wanted: Wanted, report: Report): CopyPlan {
  const { copy, target } = wanted.copy;
  const { snapshot, snapshots } = report;
  const database = databaseOf(wanted.copy);
  const steps = [
    ...(snapshot === undefined ? [] : [`From ${target}: the snapshot ${snapshot.id} of ${snapshot.time}.`]),
    ...(database === undefined ? fileSteps(wanted, report) : databaseSteps(wanted, report, database)),
    ...(snapshots.length > 1 ? [`There are ${snapshots.map(({ id, time }) => `${id} (${time})`).join(", ")}.`] : []),
  ];
  return {
    ...{ backup: copy, target, snapshots },
    ...(snapshot && { snapshot }),
    problems: [...report.problems.map((text) => withHint(text, wanted, report)), ...fileProblems(wanted, report)],
    steps,
  };
}

function fileSteps(wanted: Wanted, { bytes, items }: Report): string[] {
  if (bytes === undefined || items === undefined) return [];
  const what = wanted.path ?? "everything";
  return [
    `${what}: ${items} files and folders with ${size(bytes)} come into the new folder ${folderOf(wanted)} of the export, which is root's alone; nothing that is there is changed.`,
  ];
}

function fileProblems({ path }: Wanted, { bytes, items, free }: Report): string[] {
  if (bytes === undefined || items === undefined) return [];
  return [
    ...(items === 0 ? [path === undefined ? "There is nothing in it" : `There is no ${path} in it`] : []),
    ...(free !== undefined && bytes > free
      ? [`The export has ${size(free)} left, and ${size(bytes)} come back: make room, or bring back less (--path)`]
      : []),
  ];
}

type Database = NonNullable<ReturnType<typeof databaseOf>>;

function databaseSteps(wanted: Wanted, { bytes, into }: Report, { name, host, port, user }: Database): string[] {
  const place = `the database ${intoOf(wanted)} at ${host}:${port}`;
  const how = { new: "which is made for it", empty: "which is there and empty" }[into ?? ""];
  return [
    ...(bytes === undefined ? [] : [`The dump of ${name} has ${size(bytes)}.`]),
    ...(how === undefined
      ? []
      : [
          `All of it, or nothing, comes into ${place}, ${how}. Everything is ${user}'s then; what other users may do does not come back.`,
        ]),
  ];
}

function withHint(text: string, wanted: Wanted, { into }: Report): string {
  const database = databaseOf(wanted.copy);
  if (into !== "forbidden" || database === undefined || !text.startsWith("There is no database ")) return text;
  const { host, user } = database;
  const [, service, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc$/.exec(host) ?? [];
  const name = intoOf(wanted);
  return service === undefined
    ? `${text}: let whoever runs ${host} do it: CREATE DATABASE "${name}" OWNER "${user}"`
    : `${text}: kubectl --namespace ${namespace} exec ${service}-0 -- createdb --username postgres --owner ${user} ${name}`;
}
