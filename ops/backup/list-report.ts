/** What `backup list` says. Pure. */
import type { CopyRow } from "./copy-health";
import type { TargetProblem } from "./health";
import { scheduleLabel, timeText, type Backup } from "./velero";

export interface Row {
  name: string;
  target: string;
  /** "": somebody made it without one. */
  schedule: string;
  phase: string;
  /** RFC 3339, UTC. Missing: not yet. */
  started?: string;
  finished?: string;
  expires?: string;
  errors: number;
  warnings: number;
}

/** Newest first; those that have not begun before all others. */
export function rows(backups: readonly Backup[]): Row[] {
  const start = ({ status }: Backup) => status.startTimestamp?.getTime() ?? Infinity;
  return [...backups]
    .sort((a, b) => start(b) - start(a) || (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      target: spec.storageLocation,
      schedule: metadata.labels[scheduleLabel] ?? "",
      phase: status.phase,
      ...(status.startTimestamp && { started: timeText(status.startTimestamp) }),
      ...(status.completionTimestamp && { finished: timeText(status.completionTimestamp) }),
      ...(status.expiration && { expires: timeText(status.expiration) }),
      errors: status.errors,
      warnings: status.warnings,
    }));
}

/** Everything that `backup list` knows. */
export interface Listed {
  /** Velero's. */
  backups: readonly Backup[];
  /** Restic's, in the order that they are shown. */
  copies: readonly CopyRow[];
  problems: readonly TargetProblem[];
}

export function listJson({ backups, copies, problems }: Listed): string {
  return JSON.stringify({ backups: rows(backups), copies, problems }, null, 2);
}

export function listText({ backups, copies, problems }: Listed): string {
  return [
    backups.length === 0 ? ["There are no backups."] : table([backupHead, ...rows(backups).map(backupCells)]),
    copies.length === 0 ? [] : table([copyHead, ...copies.map(copyCells)]),
    problems.map(problemText),
  ]
    .filter((part) => part.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const backupHead = ["name", "target", "schedule", "phase", "started", "finished", "expires", "errors", "warnings"];
const backupCells = (row: Row): string[] => [
  ...[row.name, row.target, row.schedule || "-", row.phase],
  ...[row.started ?? "-", row.finished ?? "-", row.expires ?? "-", String(row.errors), String(row.warnings)],
];

const copyHead = ["copy", "target", "schedule", "state", "last success", "next"];
const copyCells = ({ copy, target, schedule, state, last = "-", next = "-" }: CopyRow): string[] => [
  ...[copy, target, schedule, state, last, next],
];

export function problemText({ target, text }: TargetProblem): string {
  return target === "" ? text : `${target}: ${text}`;
}

function table(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
