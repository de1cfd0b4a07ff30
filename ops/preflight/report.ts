/** What a person reads. Pure. */
import type { Result } from "./index";
import type { Row } from "./rows";

export function text(result: Result): string {
  const { notes, problems, project, request, rows, stack } = result;
  const heading = `Stack ${stack} in project ${project.name} (${project.id}) of cloud ${project.cloud}, region ${project.region}`;
  const parts = [
    heading,
    table(rows),
    "needs: what the site takes on top of what it has, pools at their largest. What pods claim later is not in it.",
    ...(problems.length > 0
      ? [
          list(
            "To be mended in the stack file, or in the cloud:",
            problems.map(({ path, message }) => `${path}: ${message}`),
          ),
        ]
      : []),
    ...(notes.length > 0 ? [list("The cloud did not tell:", notes)] : []),
    ...(request === undefined
      ? []
      : [`The project is too small. For its administrators:\n\n${"-".repeat(80)}\n${request}\n${"-".repeat(80)}`]),
    ...(result.ready ? ["Nothing stands in the way."] : []),
  ];
  return parts.join("\n\n");
}

function list(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => `  - ${line}`)].join("\n");
}

function table(rows: readonly Row[]): string {
  const titles = rows.map(({ title }) => `  ${title}`);
  const width = Math.max(24, ...titles.map((title) => title.length));
  const line = (name: string, cells: readonly string[], rest = "") =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join("")}${rest}`.trimEnd();
  const lines: string[] = [];
  let service = "";
  rows.forEach((row, index) => {
    if (row.service !== service) lines.push(row.service);
    service = row.service;
    const cells = [String(row.need), row.used === undefined ? "?" : String(row.used), limitText(row.limit)];
    lines.push(line(titles[index] ?? "", cells, row.missing > 0 ? `   ${row.missing} too few` : ""));
  });
  return [line("", ["needs", "in use", "limit"]), ...lines].join("\n");
}

function limitText(limit: number | undefined): string {
  return limit === undefined ? "?" : limit === Infinity ? "none" : String(limit);
}
