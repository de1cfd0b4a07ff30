/** What `config check` prints. */
import { count, problemLines } from "../config/problems-report";
import type { FileReport } from "./config-check";

/** For people: each problem as file:line:column, which editors and terminals follow. */
export function text(reports: readonly FileReport[]): string {
  return reports.flatMap((report) => fileLines(report)).join("\n");
}

function fileLines({ file, cloud, problems, secretsToSet, pending }: FileReport): string[] {
  const head = `${file}: ${problems.length === 0 ? "OK" : count(problems.length)}`;
  const secrets = secretsToSet.map(
    ({ name, path, command, needed }) => `    ${name}, for ${path}${needed ? "" : " (not used yet)"}: ${command}`,
  );
  const unapplied = pending.map(
    ({ path, instead, refused }) => `    ${path}: ${instead}${refused ? ", so that a preview refuses it" : ""}`,
  );
  return [
    head,
    ...problemLines(problems, cloud, ({ line, column }) => `${file}:${line}:${column}: `),
    ...(secrets.length > 0 ? ["  Secrets still to be set:", ...secrets] : []),
    ...(unapplied.length > 0 ? ["  Checked, but not applied by this version:", ...unapplied] : []),
  ];
}

/** For programs; stable. */
export function json(reports: readonly FileReport[]): string {
  const stacks = reports.map(({ file, problems, secretsToSet, pending }) => ({
    file,
    ok: problems.length === 0,
    problems: problems.map(({ path, message, line, column, documentation }) => ({
      path,
      message,
      line,
      column,
      documentation,
    })),
    secretsToSet,
    pending,
  }));
  return JSON.stringify({ stacks }, null, 2);
}
