/** What `backup list` says. Pure. */
import type { TargetProblem } from "./health";
import { scheduleLabel, type Backup } from "./velero";

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
      ...(status.startTimestamp && { started: text(status.startTimestamp) }),
      ...(status.completionTimestamp && { finished: text(status.completionTimestamp) }),
      ...(status.expiration && { expires: text(status.expiration) }),
      errors: status.errors,
      warnings: status.warnings,
    }));
}

function text(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

export function listJson(backups: readonly Backup[], problems: readonly TargetProblem[]): string {
  return JSON.stringify({ backups: rows(backups), problems }, null, 2);
}

export function listText(backups: readonly Backup[], problems: readonly TargetProblem[]): string {
  const head = ["name", "target", "schedule", "phase", "started", "finished", "expires", "errors", "warnings"];
  const body = rows(backups).map((row) => [
    row.name,
    row.target,
    row.schedule || "-",
    row.phase,
    row.started ?? "-",
    row.finished ?? "-",
    row.expires ?? "-",
    String(row.errors),
    String(row.warnings),
  ]);
  return [
    ...(body.length === 0 ? ["There are no backups."] : table([head, ...body])),
    ...(problems.length === 0 ? [] : ["", ...problems.map(problemText)]),
  ].join("\n");
}

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
