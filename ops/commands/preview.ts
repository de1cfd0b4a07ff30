/** `science-platform preview`: what a change would do, and whether something would be lost by it. */
import * as path from "node:path";
import { Command } from "commander";
import type { OpenstackConfig } from "../../config/schema";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  eventLog?: string;
  preflight: boolean;
}

export function previewCommand(): Command {
  return new Command("preview")
    .summary("what a change would do; stops one that would destroy data")
    .description(
      "Runs `pulumi preview` with the rules of policies/, and stops a change that would replace or delete the cluster, a group of nodes, " +
        "a data volume, a share, a bucket, a database, a repository of images, backups, Vault's key, a DNS zone or a reserved address, unless allowReplace in the stack file names it. " +
        "On OpenStack it looks first whether the project has what the stack needs (`preflight`).",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--event-log <file>", "keep what Pulumi says of each step, one JSON object a line")
    .option("--no-preflight", "do not ask the cloud what the project has")
    .argument("[arguments...]", "after --: further arguments of `pulumi preview`")
    .addHelpText(
      "after",
      `
Examples:
  science-platform preview --stack roe
  science-platform preview --stack roe -- --diff

Exit codes: 0 nothing stands in the way, 1 stopped, a rule is broken, the project is too small or Pulumi failed, 2 wrong usage.`,
    )
    .action(run);
}

async function run(more: string[], { stack, directory, eventLog, preflight: asks }: Options): Promise<void> {
  const [{ guardedPreview }, { resolvedConfig }] = await Promise.all([
    import("../guard/preview.ts"),
    import("../config-check.ts"),
  ]);
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  const print = (text: string) => void process.stdout.write(`\n${text}\n`);
  // Without a login Pulumi could do nothing either, and would say so less well.
  const obstacles = asks && config.cloud === "openstack" ? await lookAtProject(stack, config) : undefined;
  const passed = await guardedPreview({
    stack,
    directory,
    allowReplace: config.allowReplace,
    more,
    env: process.env,
    ...(eventLog === undefined ? {} : { eventLog: path.resolve(eventLog) }),
    print,
  });
  if (obstacles !== undefined) print(obstacles);
  if (!passed || obstacles !== undefined) process.exitCode = 1;
}

/** What stands in the way, ready to be read; undefined when nothing does. */
async function lookAtProject(stack: string, config: OpenstackConfig): Promise<string | undefined> {
  const [{ preflight }, { text }, { login }] = await Promise.all([
    import("../preflight/index.ts"),
    import("../preflight/report.ts"),
    import("../preflight/login.ts"),
  ]);
  const result = await preflight(stack, config, await login(config.openstack, stack));
  return result.ready ? undefined : text(result);
}
