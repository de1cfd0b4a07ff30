/** `science-platform init`: the stack file of a new site. */
import { Command, Option } from "commander";
import { type Key, keys, type Question, questions } from "../init/questions";
import { repository } from "../../system/repository";

type Options = Partial<Record<Key, string>> & {
  answers?: string;
  directory: string;
  force?: boolean;
  dryRun?: boolean;
  overQuota?: boolean;
  json?: boolean;
};

export function initCommand(): Command {
  const command = new Command("init")
    .summary("writes the stack file of a new site")
    .description(
      "Writes Pulumi.<site>.yaml. Asks for what it needs when it runs in a terminal, takes flags or a file of answers otherwise; looks up " +
        "flavors, images, networks, volume types and quotas where the cloud (clouds.yaml, kubeconfig) can be reached, and marks what it " +
        'had to guess with "yours:". Writes no secret and changes nothing in any cloud.',
    )
    .option("--answers <file>", "YAML mapping of answers: names as the flags, like osCloud; flags win")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--force", "write over a file that is there; its secrets stay")
    .option("--over-quota", "write it although the project's quota does not carry it yet")
    .option("--dry-run", "print the file instead of writing it")
    .option("--json", "everything as JSON, and no questions");
  for (const key of keys) command.addOption(answerOption(key));
  return command
    .addHelpText(
      "after",
      `
Examples:
  science-platform init
  science-platform init --cloud openstack --os-cloud somerville --site edi --owner rsp-uk --domain edi.example.org \\
    --email ops@example.org --users 40 --administrators 192.0.2.0/24

Exit codes: 0 written, 1 it could not be, 2 wrong usage: an answer is missing or is none.`,
    )
    .action(run);
}

const groups = { openstack: "OpenStack:", gcp: "Google Cloud:", existing: "A cluster that exists:" } as const;

function answerOption(key: Key): Option {
  const { flag, text, clouds }: Question = questions[key];
  const [only, ...others] = clouds ?? [];
  return new Option(flag, text).helpGroup(only !== undefined && others.length === 0 ? groups[only] : "Answers:");
}

async function run(options: Options, command: Command): Promise<void> {
  const [{ init }, { lookUp, osClouds }, { parseAnswers, readAnswers, UsageError }, report] = await Promise.all([
    import("../init/index.ts"),
    import("../init/lookup.ts"),
    import("../init/answers.ts"),
    import("../init/report.ts"),
  ]);
  const { answers: file, directory, force = false, dryRun = false, overQuota = false, json } = options;
  try {
    const flags = Object.fromEntries(keys.map((key) => [key, options[key]]));
    const answers = { ...(file === undefined ? {} : readAnswers(file)), ...parseAnswers(flags, "flag") };
    // Prompts need both: one to be read from, the other to be seen on.
    const asks = !json && process.stdin.isTTY && process.stderr.isTTY;
    const prompter = asks ? (await import("../init/terminal.ts")).terminal : undefined;
    await patience();
    const result = await init({ answers, directory, force, dryRun, overQuota, prompter, osClouds: osClouds(), lookUp });
    if (json) process.stdout.write(`${report.json(result)}\n`);
    else if (dryRun) process.stdout.write(result.plan.text);
    else process.stdout.write(`${report.text(result)}\n`);
    if (dryRun && !json) for (const note of result.notes) process.stderr.write(`${note}\n`);
  } catch (error) {
    if (error instanceof UsageError) command.error(error.message, { exitCode: 2 });
    throw error;
  }
}

/** A cloud that does not answer is waited for as long as a person would, not for Node's five minutes. */
async function patience(): Promise<void> {
  const { Agent, setGlobalDispatcher } = await import("undici");
  setGlobalDispatcher(new Agent({ connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 }));
}
