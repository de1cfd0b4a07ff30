/** What a person reads of applications and of changes. Pure. */
import { stringify } from "yaml";
import type { FileChange } from "./changes";
import type { Plain } from "./edit";
import type { ApplicationStatus } from "./status";

/** A table, then what is wrong. */
export function statusText(found: readonly ApplicationStatus[]): string {
  const rows = [["application", "sync", "health"], ...found.map(({ name, sync, health }) => [name, sync, health])];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const table = rows.map(([name = "", sync = "", health = ""]) =>
    `${name.padEnd(widths[0] ?? 0)}  ${sync.padEnd(widths[1] ?? 0)}  ${health}`.trimEnd(),
  );
  const ill = found.filter(({ ok }) => !ok);
  if (ill.length === 0) return [...table, "", `All ${found.length} are healthy.`].join("\n");
  const lines = ill.map(({ name, problems }) => [name, ...problems.map((problem) => `  ${problem}`)].join("\n"));
  return [...table, "", `${ill.length} of ${found.length} are not healthy:`, ...lines].join("\n");
}

export function statusJson(found: readonly ApplicationStatus[]): string {
  return JSON.stringify({ healthy: found.every(({ ok }) => ok), applications: found }, null, 2);
}

/** File by file what would change, with where it comes from. */
export function changesText(files: readonly FileChange[]): string {
  if (files.length === 0) return "Nothing would change.";
  const number = files.reduce((sum, { changes }) => sum + changes.length, 0);
  const lines = files.flatMap(({ path, before, changes }) => [
    before === undefined ? `${path} (new)` : path,
    ...changes.flatMap(({ key, source, before: old, after }) => [
      `  ${key}: ${old === undefined ? "" : `${shown(old)} -> `}${shown(after)}`,
      `    from ${source}`,
    ]),
  ]);
  return [...lines, "", `${number} values in ${files.length} files would change.`].join("\n");
}

export function changesJson(files: readonly FileChange[]): string {
  return JSON.stringify(
    {
      changed: files.length > 0,
      files: files.map(({ path, before, changes }) => ({ path, new: before === undefined, changes })),
    },
    null,
    2,
  );
}

function shown(value: Plain): string {
  return typeof value === "object" && value !== null
    ? stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim()
    : JSON.stringify(value);
}
