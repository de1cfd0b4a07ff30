/** `science-platform drift`: what in the cloud differs from what the last run left. */
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../paths";

interface Options {
  stack: string;
  directory: string;
  json?: boolean;
}

export function driftCommand(): Command {
  return new Command("drift")
    .summary("what in the cloud differs from what the last run left, and who changed it")
    .description(
      "Looks at every resource of the stack in the cloud and the cluster, changes nothing, and prints what differs, what is missing, and " +
        "who changed it where that can be told. What the autoscaler and the cloud controller may change is no drift.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--json", "as JSON; `error` says what could not be looked at")
    .addHelpText(
      "after",
      `
Examples:
  science-platform drift --stack roe
  science-platform drift --stack roe --json > drift.json || notify drift.json

Exit codes: 0 nothing differs, 1 something does or could not be looked at, 2 wrong usage.`,
    )
    .action(run);
}

async function run({ stack, directory, json = false }: Options): Promise<void> {
  const [{ lookForDrift }, { asJson, asText, isDrift }] = await Promise.all([
    import("../drift/index.ts"),
    import("../drift/report.ts"),
  ]);
  try {
    const drift = await lookForDrift({ stack, directory, env: process.env });
    process.stdout.write(`${json ? asJson(stack, drift) : asText(stack, drift)}\n`);
    if (isDrift(drift)) process.exitCode = 1;
  } catch (error) {
    if (json && error instanceof UserError)
      process.stdout.write(`${JSON.stringify({ stack, error: error.message }, null, 2)}\n`);
    throw error;
  }
}
