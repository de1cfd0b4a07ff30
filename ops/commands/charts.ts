/** `science-platform charts`: the Helm charts that platform/catalog.ts pins. */
import * as path from "node:path";
import { Command } from "commander";
import { repository } from "../../system/repository";

interface Options {
  json?: boolean;
}

export function chartsCommand(): Command {
  return new Command("charts")
    .summary("the Helm charts that are pinned: list, outdated, fetch, pin")
    .description(
      "The charts of platform/catalog.ts. A chart is installed only when its package has the digest that the catalog notes.",
    )
    .addCommand(
      common(new Command("list"), "what is pinned, and what lies in the clone")
        .addHelpText("after", "\nExit codes: 0 done, 1 there is no such chart, 2 wrong usage.")
        .action(list),
    )
    .addCommand(
      common(new Command("outdated"), "which charts have newer versions")
        .addHelpText(
          "after",
          "\nExit codes: 0 all are the newest, 1 some are not or could not be asked for, 2 wrong usage.",
        )
        .action(outdated),
    )
    .addCommand(
      common(new Command("fetch"), "fetches and verifies packages, so that later runs need no repository")
        .addHelpText("after", "\nExit codes: 0 all are there, 1 some are not, 2 wrong usage.")
        .action(fetchCharts),
    )
    .addCommand(
      common(new Command("pin"), "notes the digest of what the publisher serves now in platform/catalog.ts")
        .option("--set-version <version>", "another version; for one chart only")
        .addHelpText(
          "after",
          `
Examples:
  science-platform charts pin snapshot-controller
  science-platform charts pin cert-manager --set-version v1.22.0

Let somebody review the change of platform/catalog.ts, and see \`science-platform render stack\` for what it does.

Exit codes: 0 done, 1 some could not be had, 2 wrong usage.`,
        )
        .action(pin),
    );
}

function common(command: Command, summary: string): Command {
  return command
    .summary(summary)
    .description(`${summary[0]?.toUpperCase() ?? ""}${summary.slice(1)}.`)
    .argument("[names...]", "charts. Default: all that are published")
    .option("--json", "as JSON");
}

function print(json: boolean | undefined, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : lines.map((line) => `${line}\n`).join(""));
}

function complain(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

async function list(names: string[], { json }: Options): Promise<void> {
  const { chosen, listed } = await import("../charts/index.ts");
  const charts = listed(chosen(names), repository);
  print(
    json,
    charts,
    charts.map(({ name, version, digest, fetched, repository: from }) =>
      [
        name,
        version,
        digest === "unrecorded" ? "no digest" : digest.slice(0, 19),
        fetched ? "fetched" : "not fetched",
        from,
      ].join("  "),
    ),
  );
}

async function outdated(names: string[], { json }: Options): Promise<void> {
  const { chosen, compare, outdated: isOutdated } = await import("../charts/index.ts");
  const compared = await compare(chosen(names));
  print(
    json,
    compared,
    compared.map((one) =>
      "problem" in one
        ? `${one.name} ${one.pinned}: ${one.problem}`
        : `${one.name} ${one.pinned}: ${isOutdated(one) ? `${one.newest} is out` : "the newest"}`,
    ),
  );
  if (compared.some((one) => "problem" in one || isOutdated(one))) process.exitCode = 1;
}

async function fetchCharts(names: string[], { json }: Options): Promise<void> {
  const { chosen, fetchAll, listed } = await import("../charts/index.ts");
  const charts = chosen(names);
  process.stderr.write(`Fetching ${charts.length} charts ...\n`);
  const problems = fetchAll(charts, repository);
  const now = listed(charts, repository);
  print(json, now, [`${now.filter(({ fetched }) => fetched).length} of ${now.length} charts are in the clone.`]);
  complain(problems);
}

async function pin(
  names: string[],
  { json, setVersion: version }: Options & { setVersion?: string },
  command: Command,
): Promise<void> {
  if (version !== undefined && names.length !== 1) command.error("error: --set-version needs the name of one chart");
  const { chosen, pinAll } = await import("../charts/index.ts");
  const charts = chosen(names);
  process.stderr.write(`Fetching ${charts.length} charts ...\n`);
  const { pinned, problems } = pinAll(charts, path.join(repository, "platform/catalog.ts"), { version });
  print(
    json,
    pinned,
    pinned.map((one) => `${one.name} ${one.version} ${one.digest}`),
  );
  complain(problems);
}
