/** A letter to the cloud's administrators that asks for what is missing; ready to send. Pure. */
import { resourceOf } from "./resources";
import type { Row } from "./rows";

export interface Project {
  id: string;
  name: string;
  /** Entry of clouds.yaml, and region. */
  cloud: string;
  region: string;
}

/** @returns undefined when nothing is missing. */
export function requestText(site: string, owner: string, project: Project, rows: readonly Row[]): string | undefined {
  const short = rows.filter((row) => row.missing > 0);
  if (short.length === 0) return undefined;
  return [
    `Subject: quota of project ${project.name} (${project.id})`,
    "",
    "Dear administrators,",
    "",
    `please raise the quota of our project ${project.name} (ID ${project.id}, region ${project.region}) for the science platform`,
    `"${site}", which ${owner} runs:`,
    "",
    ...table(short),
    "",
    "As commands:",
    "",
    ...commands(short, project).map((command) => `  ${command}`),
    "",
    "Thank you,",
    owner,
  ].join("\n");
}

const newLimit = ({ limit = 0, missing }: Row): number => limit + missing;

function table(rows: readonly Row[]): string[] {
  const name = ({ service, title }: Row) => `${service.toLowerCase()}: ${title}`;
  const width = Math.max(...rows.map((row) => name(row).length));
  return rows.map(
    (row) =>
      `  - ${name(row).padEnd(width)}  from ${row.limit} to ${newLimit(row)} (in use: ${row.used ?? 0}, further needed: ${row.need})`,
  );
}

/** One line for each program and volume type. What has no command is in the table. */
function commands(rows: readonly Row[], { id }: Project): string[] {
  const flags = new Map<string, string[]>();
  for (const row of rows) {
    const { command } = resourceOf(row.key);
    if (command === undefined) continue;
    flags.set(command.program, [...(flags.get(command.program) ?? []), `${command.flag} ${newLimit(row)}`]);
  }
  return [...flags].map(([program, given]) =>
    program.startsWith("openstack dns")
      ? `${program} --project-id ${id} ${given.join(" ")}`
      : `${program} ${given.join(" ")} ${id}`,
  );
}
