/** `science-platform failover ...`: two or more stacks behind the same names. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  server?: string;
  keyFile?: string;
  authority?: string;
  json?: boolean;
}

export function failoverCommand(): Command {
  return new Command("failover")
    .description(
      "Stacks that serve the same names (dns.failover): which of them work, and which the names lead to (docs/failover.md). " +
        "It needs a stack file and no cloud of a side.",
    )
    .addCommand(statusCommand())
    .addCommand(switchCommand())
    .addCommand(watchCommand());
}

function ofSite(command: Command): Command {
  return command
    .requiredOption("--stack <name>", "one of the stacks")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--server <address>", "name server to ask where the names lead; default: those of the zone")
    .option(
      "--authority <file>",
      "certificates (PEM) of the authority that signs the platform's; default: the usual ones",
    )
    .option("--json", "as JSON; everything else goes to stderr");
}

function statusCommand(): Command {
  return ofSite(new Command("status"))
    .summary("which sides work, and where the names lead")
    .description(
      "Asks each side at its own address, by https with the shared names, what the platform's services say of their readiness.",
    )
    .addHelpText(
      "after",
      `
Example:
  science-platform failover status --stack roe

Exit codes: 0 all sides work and all names lead to one or several of them, 1 something is wrong, 2 wrong usage.`,
    )
    .action(status);
}

function switchCommand(): Command {
  return ofSite(new Command("switch"))
    .summary("leads the names to a side")
    .description(
      "Writes the address records of all names, after asking the side whether it works: one that does not is refused. Where somebody else " +
        "keeps the records, it prints what they are to write. Data do not follow: read docs/failover.md first.",
    )
    .requiredOption("--to <sides>", "side, or several with commas between them: users are spread over them", list)
    .option("--key-file <file>", "TSIG key as BIND writes it, for records by RFC 2136")
    .option("--force", "to a side that does not answer as well")
    .option("--dry-run", "only look, and say what would be written")
    .addHelpText(
      "after",
      `
Examples:
  science-platform failover switch --stack roe --to roe-b --dry-run
  science-platform failover switch --stack roe --to roe-b
  science-platform failover switch --stack roe --to roe-b --json | jq .records | science-platform dns render --file - --format octodns

Exit codes: 0 the names lead there, or (--dry-run, records elsewhere) it was said what is to be written, 1 refused or failed, 2 wrong usage.`,
    )
    .action(change);
}

function watchCommand(): Command {
  return ofSite(new Command("watch"))
    .summary("asks again and again, and tells or acts")
    .description(
      "Tells when a side stops or begins to work, and what should be done. With --switch it leads the names away from a side that has failed, " +
        "and never back. Run it where neither side is. When no side answers it does nothing: then it is rather itself that sees nothing.",
    )
    .option("--switch", "write the records; default: only tell")
    .option("--key-file <file>", "TSIG key as BIND writes it, for records by RFC 2136")
    .option("--interval <seconds>", "between two rounds", positive, 20)
    .option("--after <rounds>", "rounds in a row in which a side must have failed", positive, 3)
    .option("--rounds <number>", "rounds after which it ends; default: never", positive)
    .addHelpText(
      "after",
      `
Examples:
  science-platform failover watch --stack roe
  science-platform failover watch --stack roe --switch --interval 20 --after 3

Exit codes: 0 nothing was wrong in the last of --rounds, 1 something was, 2 wrong usage.`,
    )
    .action(follow);
}

function list(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It is a whole number from 1.");
  return number;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function begin({ stack, directory, server, keyFile, authority }: Options) {
  const [{ sharedSite }, { recordsOf }, { resolvedConfig }] = await Promise.all([
    import("../failover/site.ts"),
    import("../failover/records.ts"),
    import("../config-check.ts"),
  ]);
  const site = sharedSite(stack, resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory));
  const records = await recordsOf(site, { server, keyFile, env: process.env });
  return { site, records, options: { authority: authority === undefined ? undefined : pem(authority) } };
}

function pem(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`--authority: ${file} cannot be read: ${(error as Error).message}`);
  }
}

async function status(options: Options): Promise<void> {
  const { statusOf, statusText } = await import("../failover/status.ts");
  const { site, records, options: asking } = await begin(options);
  const found = await statusOf(site, records, asking);
  print(options.json ? JSON.stringify(found, null, 2) : statusText(found));
  if (found.problems.length > 0) process.exitCode = 1;
}

async function change(options: Options & { to: string[]; force?: boolean; dryRun?: boolean }): Promise<void> {
  const [{ switchTo, switchedText }, { sidesNamed }] = await Promise.all([
    import("../failover/switch.ts"),
    import("../failover/site.ts"),
  ]);
  const { site, records, options: asking } = await begin(options);
  const { force = false, dryRun = false, json = false, to } = options;
  const outcome = await switchTo(site, sidesNamed(site, to), records, { ...asking, force, dryRun, progress: say });
  print(json ? JSON.stringify(outcome, null, 2) : switchedText(outcome));
}

interface WatchOptions extends Options {
  switch?: boolean;
  interval: number;
  after: number;
  rounds?: number;
}

async function follow(options: WatchOptions): Promise<void> {
  const { watch } = await import("../failover/watch.ts");
  const { site, records, options: asking } = await begin(options);
  const { switch: act = false, interval, after, rounds, json = false } = options;
  const last = await watch(site, records, {
    ...asking,
    ...{ act, after, interval: interval * 1000, ...(rounds === undefined ? {} : { rounds }) },
    progress: (line) => say(`${new Date().toISOString()} ${line}`),
  });
  if (json) print(JSON.stringify(last ?? null, null, 2));
  if (last === undefined || last.problems.length > 0) process.exitCode = 1;
}
