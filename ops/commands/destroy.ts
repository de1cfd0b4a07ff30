/** `science-platform destroy`: removes a stack, and shows what is left of it. */
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  yes?: boolean;
  skipDrain?: boolean;
  drainLimit: number;
  json?: boolean;
}

export function destroyCommand(): Command {
  return new Command("destroy")
    .summary("removes a stack, and shows what is left of it in the cloud")
    .description(
      "Deletes the load balancers and volumes that were made in the cluster, then everything unprotected of the stack (`pulumi destroy`), " +
        "and lists by service what the cloud still has of it. What is protected is named and left. Can be run again after any failure.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--yes", "do not ask")
    .option(
      "--skip-drain",
      "leave load balancers and volumes of the cluster alone, and do without a cluster that does not answer",
    )
    .option("--drain-limit <minutes>", "how long load balancers and volumes may take to go", minutes, 15)
    .option("--json", "what was done and what is left, as JSON; everything else goes to stderr")
    .addHelpText(
      "after",
      `
Example:
  science-platform destroy --stack lab

What is protected (lifecycle: production) can be deleted too: write lifecycle: disposable into the stack file and run \`pulumi up\` first.

Exit codes: 0 nothing is left but what is meant to be, 1 something is left or it failed, 2 wrong usage.`,
    )
    .action(run);
}

function minutes(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError("It is a number of minutes.");
  return number;
}

async function run(options: Options): Promise<void> {
  const { destroyStack } = await import("../destroy/index.ts");
  const { asJson, asText, isClean } = await import("../destroy/outcome.ts");
  const { stack, directory, drainLimit, json = false } = options;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  try {
    const result = await destroyStack({
      stack,
      directory,
      env: process.env,
      skipDrain: options.skipDrain ?? false,
      drainLimit,
      confirm: async (announcement) => {
        say(announcement);
        if (options.yes) return true;
        const { confirmed } = await import("../destroy/confirm.ts");
        return confirmed(stack);
      },
      progress: say,
      output: json ? "stderr" : "stdout",
    });
    process.stdout.write(`${json ? asJson(stack, result) : `\n${asText(stack, result)}`}\n`);
    if (!isClean(result)) process.exitCode = 1;
  } catch (error) {
    if (json && error instanceof UserError)
      process.stdout.write(`${JSON.stringify({ stack, error: error.message }, null, 2)}\n`);
    throw error;
  }
}
