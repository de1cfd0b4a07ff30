/** `science-platform secrets ...`: what is declared, whether it is where it belongs, and writing it into Vault. */
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  address?: string;
  json?: boolean;
}

const codes = "Exit codes: 0 done, 1 something found or failed, 2 wrong usage.";

export function secretsCommand(): Command {
  return new Command("secrets")
    .description(
      "The platform's secrets: what they are, whether they are in place, and writing them into Vault (docs/secrets.md).",
    )
    .addCommand(listCommand())
    .addCommand(auditCommand())
    .addCommand(syncCommand());
}

/** What every command about a stack's secrets takes. */
export function ofStack(command: Command): Command {
  return command
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository);
}

/** What every command that asks Vault takes. */
export function ofVault(command: Command): Command {
  return ofStack(command).option(
    "--address <url>",
    "Vault, as it is reached from here. Default: secrets.address, or a way into the cluster by kubectl",
  );
}

function listCommand(): Command {
  return ofStack(new Command("list"))
    .summary("every secret of a stack, and where it comes from")
    .description("Lists every secret that a stack has, how its value comes to be, and what it is for. Asks nobody.")
    .option("--given", "only those that a person must set")
    .option("--json", "as JSON")
    .addHelpText("after", `\nExample:\n  science-platform secrets list --stack roe --given\n\n${codes}`)
    .action(list);
}

function auditCommand(): Command {
  return ofVault(new Command("audit"))
    .summary("secrets that are missing, differ or are not declared; empty when all is well")
    .description(
      "Compares what the last run made with what is in the cluster and, where it is the backend, in Vault. Prints one line for each " +
        "secret that is missing, has another value or is declared nowhere, and nothing when all is well. Changes nothing, and never " +
        "prints a value. Logs in with VAULT_TOKEN, or as the stack's AppRole.",
    )
    .option("--json", "as JSON; `error` says what could not be looked at")
    .addHelpText(
      "after",
      `\nExample:\n  science-platform secrets audit --stack roe --json > audit.json || notify audit.json\n\n${codes}`,
    )
    .action(runAudit);
}

function syncCommand(): Command {
  return ofVault(new Command("sync"))
    .summary("writes the secrets of the last run into Vault")
    .description(
      "Writes every secret that the last `pulumi up` made and that Vault lacks or has another value of. Run it after each `up` that " +
        "adds or rotates secrets, or with --make before it; a second run does nothing. Logs in with VAULT_TOKEN, or as the stack's AppRole.",
    )
    .option("--make", "make the values first, and nothing else of the stack: right before the first `pulumi up`", false)
    .option("--delete", "also remove what nothing declares", false)
    .option("--dry-run", "only say what would be done", false)
    .option("--json", "as JSON, when all is done")
    .addHelpText("after", `\nExample:\n  science-platform secrets sync --stack roe --dry-run\n\n${codes}`)
    .action(runSync);
}

async function list({ given = false, json = false, ...options }: Options & { given?: boolean }): Promise<void> {
  const [{ declaredOf, stackConfig }, { listText, rows }] = await Promise.all([
    import("../secrets/stack.ts"),
    import("../secrets/report.ts"),
  ]);
  const found = rows(declaredOf(stackConfig({ ...options, env: process.env })), given);
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : listText(found));
}

async function runAudit({ json = false, ...options }: Options): Promise<void> {
  const [{ audit }, { auditText }] = await Promise.all([import("../secrets/audit.ts"), import("../secrets/report.ts")]);
  const { stack } = options;
  await asJson(json, stack, async () => {
    const findings = await audit({ ...options, env: process.env });
    process.stdout.write(json ? `${JSON.stringify({ stack, findings }, null, 2)}\n` : auditText(findings));
    if (findings.length > 0) process.exitCode = 1;
  });
}

async function runSync({
  json = false,
  ...options
}: Options & { delete: boolean; dryRun: boolean; make: boolean }): Promise<void> {
  const [{ sync }, { stepsForPrograms, stepText }] = await Promise.all([
    import("../secrets/sync.ts"),
    import("../secrets/report.ts"),
  ]);
  const { stack } = options;
  await asJson(json, stack, async () => {
    const steps = await sync({ ...options, env: process.env }, (step) => {
      if (!json) process.stdout.write(`${stepText(step)}\n`);
    });
    if (json) process.stdout.write(`${JSON.stringify({ stack, steps: stepsForPrograms(steps) }, null, 2)}\n`);
    else if (steps.length === 0) process.stdout.write("Vault has them all.\n");
  });
}

/** With --json a failure is an answer too, besides its words for people. */
async function asJson(json: boolean, stack: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (json && error instanceof UserError)
      process.stdout.write(`${JSON.stringify({ stack, error: error.message }, null, 2)}\n`);
    throw error;
  }
}
