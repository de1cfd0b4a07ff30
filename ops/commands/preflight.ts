/** `science-platform preflight`: does the project hold what the stack asks for? */
import * as path from "node:path";
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  json?: boolean;
}

export function preflightCommand(): Command {
  return new Command("preflight")
    .summary("does the project hold what the stack asks for?")
    .description(
      "Compares the quotas of an OpenStack project with what a stack takes on top of what it has, and looks whether flavors, images, volume " +
        "types, networks, addresses and zones are there as the stack file says. Changes nothing. When the project is too small, it writes " +
        "the letter to the administrators.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "everything as JSON; a limit of null is none")
    .addHelpText(
      "after",
      `
Credentials are those of clouds.yaml, entry openstack.cloud of the stack file.

Example:
  science-platform preflight --stack roe

Exit codes: 0 nothing stands in the way, 1 something does, 2 wrong usage.`,
    )
    .action(run);
}

async function run({ stack, directory, json }: Options): Promise<void> {
  const [{ preflight }, { text }, { login }, { resolvedConfig }] = await Promise.all([
    import("../preflight/index.ts"),
    import("../preflight/report.ts"),
    import("../preflight/login.ts"),
    import("../config-check.ts"),
  ]);
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  if (config.cloud !== "openstack") {
    throw new UserError(`Stack ${stack} stands on "${config.cloud}": only OpenStack projects are looked at.`);
  }
  const result = await preflight(stack, config, await login(config.openstack, stack));
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : text(result)}\n`);
  if (!result.ready) process.exitCode = 1;
}
