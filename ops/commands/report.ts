/** `science-platform report`: a stack on one page. */
import { Command } from "commander";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  out?: string;
  drawing?: string;
  state?: string;
  drift?: string;
  live?: boolean;
  json?: boolean;
}

export function reportCommand(): Command {
  return new Command("report")
    .summary("a stack on one HTML page: topology, capacity, certificates, policies, versions, backups, drift")
    .description(
      "Writes one HTML page that needs no network and holds no secret: what the stack consists of, who may take how much, where users come " +
        "in and when certificates end, what the rules say, what is outdated, what is backed up, what drifts. Made from the stack's state and " +
        "its stack file; asks no cloud unless --live.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--out <file>", "the page; - is standard output")
    .option("--drawing <file>", "the topology alone, as SVG")
    .option("--state <file>", "an export of the stack (`pulumi stack export --file`); default: its backend is asked")
    .option("--drift <file>", "an answer of `drift --json`; default: drift is not known")
    .option("--live", "ask cloud and cluster for drift, quotas in use, and certificates; changes nothing")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "what the page says as JSON, on standard output")
    .addHelpText(
      "after",
      `
Examples:
  science-platform report --stack roe --out roe.html
  science-platform report --stack roe --state roe.json --drift drift.json --out roe.html

Exit codes: 0 written, 1 it could not be, or something did not answer to --live, 2 wrong usage.`,
    )
    .action(run);
}

async function run(options: Options, command: Command): Promise<void> {
  const { directory, drawing: svg, drift, json, live, out, stack, state } = options;
  if (out === undefined && svg === undefined && !json)
    command.error("error: nothing to write: give --out <file>, --drawing <file> or --json", { exitCode: 2 });
  if (live && (state !== undefined || drift !== undefined))
    command.error("error: --live asks by itself: it takes neither --state nor --drift", { exitCode: 2 });
  if (out === "-" && json) command.error("error: --json and --out - both want standard output", { exitCode: 2 });
  const [{ reportOn }, { writeWhole }, { page }, { drawing }, { drawingStyle }] = await Promise.all([
    import("../report/index.ts"),
    import("../write-whole.ts"),
    import("../report/page.ts"),
    import("../report/drawing.ts"),
    import("../report/style.ts"),
  ]);
  const progress = (line: string) => void (json ? undefined : process.stderr.write(`${line}\n`));
  const given = { stack, directory, env: process.env, state, drift, live, progress, now: new Date() };
  const { errors, report } = await reportOn(given);
  if (out === "-") process.stdout.write(page(report));
  else if (out !== undefined) writeWhole(out, page(report));
  if (svg !== undefined) {
    const alone = drawing(report.topology, { width: 1040, columns: 3, id: "topology", style: drawingStyle });
    writeWhole(svg, `${alone.text}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  for (const error of errors) process.stderr.write(`not known: ${error}\n`);
  if (errors.length > 0) process.exitCode = 1;
}
