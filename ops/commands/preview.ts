/** `science-platform preview`: what a change would do, and whether something would be lost by it. */
import * as path from "node:path";
import { Command } from "commander";
import { repository } from "../paths";

interface Options {
  stack: string;
  directory: string;
  eventLog?: string;
}

export function previewCommand(): Command {
  return new Command("preview")
    .summary("what a change would do; stops one that would destroy data")
    .description(
      "Runs `pulumi preview` with the rules of policies/, and stops a change that would replace or delete the cluster, a group of nodes, " +
        "a data volume, a share, a bucket, a database, a repository of images, backups, Vault's key, a DNS zone or a reserved address, unless allowReplace in the stack file names it.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--event-log <file>", "keep what Pulumi says of each step, one JSON object a line")
    .argument("[arguments...]", "after --: further arguments of `pulumi preview`")
    .addHelpText(
      "after",
      `
Examples:
  science-platform preview --stack roe
  science-platform preview --stack roe -- --diff

Exit codes: 0 nothing stands in the way, 1 stopped, a rule is broken or Pulumi failed, 2 wrong usage.`,
    )
    .action(run);
}

async function run(more: string[], { stack, directory, eventLog }: Options): Promise<void> {
  const [{ guardedPreview }, { resolvedConfig }] = await Promise.all([
    import("../guard/preview.ts"),
    import("../config-check.ts"),
  ]);
  const { allowReplace } = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  const passed = await guardedPreview({
    stack,
    directory,
    allowReplace,
    more,
    env: process.env,
    ...(eventLog === undefined ? {} : { eventLog: path.resolve(eventLog) }),
    print: (text) => process.stdout.write(`\n${text}\n`),
  });
  if (!passed) process.exitCode = 1;
}
