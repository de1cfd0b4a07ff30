/** `science-platform recover`: makes a stack fit for the next `pulumi up`. */
import * as path from "node:path";
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  json?: boolean;
}

export function recoverCommand(): Command {
  return new Command("recover")
    .summary(
      "after a run that was killed, or a cluster that came to nothing: makes the stack fit for the next `pulumi up`",
    )
    .description(
      "Takes over what a killed run made in an OpenStack project without noting it down, deletes what came to nothing (a cluster that is " +
        "CREATE_FAILED, a machine in ERROR) so that the next `pulumi up` makes it anew, clears Helm releases that hang, and removes the lock " +
        "of a run on this machine that is dead. Leaves a stack that ended well as it is.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--json", "what was done, as JSON; everything else goes to stderr")
    .addHelpText(
      "after",
      `
Example:
  science-platform recover --stack roe && pulumi up --stack roe

Exit codes: 0 the stack is fit, 1 a person has to decide something, or it failed, 2 wrong usage.`,
    )
    .action(run);
}

async function run({ stack, directory, json = false }: Options): Promise<void> {
  const [{ recoverStack }, { resolvedConfig }, { errorText }] = await Promise.all([
    import("../recover/index.ts"),
    import("../config-check.ts"),
    import("../error-text.ts"),
  ]);
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  if (config.cloud !== "openstack")
    throw new UserError(`Stack ${stack} stands on "${config.cloud}": only what is in OpenStack projects is recovered.`);
  const done: string[] = [];
  const { cloud } = config.openstack;
  const options = { cwd: directory, stack, project: "science-platform", cloud, env: process.env };
  const progress = (line: string): void => {
    done.push(line);
    process.stderr.write(`${line}\n`);
  };
  await recoverStack({ ...options, progress }).catch((error: unknown) => {
    // Several lines say what a person has to decide.
    throw new UserError(error instanceof Error && error.message.includes("\n") ? error.message : errorText(error));
  });
  const text = done.length === 0 ? "There is nothing to recover." : `Next: pulumi up --stack ${stack}`;
  process.stdout.write(`${json ? JSON.stringify({ stack, done }, null, 2) : text}\n`);
}
