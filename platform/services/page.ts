/** The page of a service, docs/services/<name>.md, made from its declaration and what its example makes of it. Pure. */
import { stringify } from "yaml";
import { anchor, headingOf } from "../../config/reference-sections";
import type { Config } from "../../config/schema";
import type { Opening } from "../foundation/network-policies";
import type { ContainerResources } from "../foundation/values";
import type { SecretDeclaration } from "../secrets/contract";
import { sectionPath, type Instance, type Service } from "./service";
import { exampleSite } from "./testing";

export function page(service: Service): string {
  const { title, purpose, charts, example, notes = [] } = service;
  const section = sectionPath(service.section);
  const site = exampleSite(example);
  const instances = service.instances(site);
  const several = instances.length > 1;
  return `${[
    `# ${title}`,
    `<!-- Written by \`npm run service-docs\` from platform/services; change it there. -->`,
    purpose,
    `On when \`${section}\` is in the stack file; every key: [configuration.md](../configuration.md#${anchor(headingOf(section, site.cloud))}). For example:`,
    fenced(example),
    `What this makes: ${instances.map((one) => `\`${one.name}\``).join(", ")}${several ? ", each with a namespace, quota and network policies of its own" : ", in a namespace of its own with quota and network policies"}.`,
    "## Charts",
    charts
      .map(
        (chart) =>
          `- ${chart.name} ${chart.version}${chart.from === "ours" ? ", ours" : ` from ${chart.from.repository}`}`,
      )
      .join("\n"),
    "## Names",
    names(instances),
    "## Containers",
    "Every container has requests and limits. Pod Security: " +
      `${[...new Set(instances.map((one) => one.namespace?.podSecurity ?? "restricted"))].join(", ")}.`,
    rows(["Values", "Requests", "Limits"], unique(instances.flatMap(containers))),
    "## Secrets",
    secretTable(instances),
    "## Network",
    "Everything else is denied, in and out, but for name lookups and what the chart's own policies open among its pods.",
    rows(["Opening", "For pods", "What"], unique(instances.flatMap(openings))),
    "## Backup",
    unique(instances.map(({ backup }) => [backupText(backup)]))
      .flat()
      .join("\n\n"),
    "## Alerts",
    alertTable(service, site),
    dashboardText(service, site),
    ...(notes.length > 0 ? ["## Worth knowing", notes.map((note) => `- ${note}`).join("\n")] : []),
  ].join("\n\n")}\n`;
}

/** The file of every service, from the top of the repository, to its text. */
export function pages(all: readonly Service[]): Record<string, string> {
  return Object.fromEntries(all.map((service) => [`docs/services/${service.name}.md`, page(service)]));
}

function names(instances: readonly Instance[]): string {
  const found = instances.flatMap(({ readiness }) =>
    readiness.map(({ host, path, status }) => [`${host}.\\<zone>`, `${status} for https://${host}.\\<zone>${path}`]),
  );
  return found.length === 0 ? "None: nobody comes in from outside." : rows(["Address", "Answers when it works"], found);
}

function fenced(example: object): string {
  return `\`\`\`yaml\n${stringify(example, { lineWidth: 0 }).trimEnd()}\n\`\`\``;
}

function containers({ resources }: Instance): string[][] {
  const text = ({ cpu, memory }: ContainerResources["limits"]) => `${cpu} cores, ${memory}`;
  return Object.entries(resources).map(([path, { requests, limits }]) => [`\`${path}\``, text(requests), text(limits)]);
}

function secretTable(instances: readonly Instance[]): string {
  const found = instances.flatMap(({ secret }) =>
    secret === undefined
      ? []
      : Object.entries(secret.declared.keys).map(([key, declared]) => [
          `\`${secret.declared.service}/${key}\``,
          `\`${secret.name}\``,
          `${declared.description} ${origin(declared)}`,
        ]),
  );
  return found.length === 0 ? "None." : rows(["Secret", "In the cluster", "What"], found);
}

function origin({ source }: SecretDeclaration): string {
  if (typeof source === "function") return "As the configuration says.";
  switch (source.kind) {
    case "stack":
      return `You set it: \`pulumi config set --secret ${source.secret}\`.`;
    case "text":
      return `It is \`${source.value}\`.`;
    default:
      return "Made by the program.";
  }
}

function openings({ openings }: Instance): string[][] {
  return Object.entries(openings).map(([name, opening]) => [
    name,
    Object.entries(opening.pods)
      .map(([key, value]) => `\`${key}=${value}\``)
      .join(" ") || "all",
    openingText(opening),
  ]);
}

function openingText(opening: Opening): string {
  const at = (ports: readonly (number | string)[] = []) => (ports.length > 0 ? `, port ${ports.join(", ")}` : "");
  switch (opening.kind) {
    case "from-namespace":
      return `from the namespace ${opening.namespace}${at(opening.ports)}`;
    case "from-ranges":
      return `from ${opening.ranges.join(", ")}${at(opening.ports)}`;
    case "from-anywhere":
      return `from anywhere${at(opening.ports)}`;
    case "to-namespaces":
      return `to namespaces with ${Object.entries(opening.namespaces).flat().join("=")}`;
    case "to-anywhere":
      return `to ${opening.range ?? "anywhere"}${opening.except ? ` but ${opening.except.join(", ")}` : ""}${at(opening.ports)}`;
    case "to-api-server":
      return "to the API server, port 443, 6443";
  }
}

function alertTable({ alerts }: Service, site: Config): string {
  const declared = alerts(site);
  if ("none" in declared) return `None of its own: ${declared.none}`;
  const found = declared.map((alert) => [alert.name, alert.severity, alert.for, cell(alert.summary)]);
  return rows(["Alert", "Severity", "After", "What"], found);
}

function dashboardText({ dashboards }: Service, site: Config): string {
  const declared = dashboards(site);
  if ("none" in declared) return `No dashboard of its own in Grafana: ${declared.none}`;
  return `Dashboards in Grafana: ${declared.map(({ title }) => title).join(", ")}.`;
}

/** A bar would end it. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function backupText(backup: Instance["backup"]): string {
  return backup.kind === "nothing" ? `Not needed: ${backup.why}` : `Volumes of the namespace hold: ${backup.what}`;
}

function unique(all: string[][]): string[][] {
  return [...new Map(all.map((row) => [row.join("\0"), row])).values()];
}

function rows(head: readonly string[], body: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}
