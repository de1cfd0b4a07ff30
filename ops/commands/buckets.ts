/** `science-platform buckets`: lifecycle rules of a stack's buckets on OpenStack. */
import * as path from "node:path";
import { Command } from "commander";
import { UserError } from "../errors";
import { repository } from "../../system/repository";

interface Options {
  stack: string;
  directory: string;
  check?: boolean;
  json?: boolean;
}

export function bucketsCommand(): Command {
  return new Command("buckets")
    .summary("gives the buckets of a stack the lifecycle rules that its file asks for")
    .description(
      "Gives the buckets of a stack on OpenStack the rules of objectStore.lifecycle, by S3: the OpenStack provider has no resource for them. " +
        "Rules of others in a bucket stay. Ceph's gateway has lifecycle rules, Swift has not and says so. Run it after `pulumi up`.",
    )
    .requiredOption("--stack <name>", "the stack, which has been brought up")
    .option("--directory <folder>", "where Pulumi.yaml and the stack files are", repository)
    .option("--check", "only look whether they are as the file says")
    .option("--json", "as JSON; everything else goes to stderr")
    .addHelpText(
      "after",
      `
Examples:
  science-platform buckets --stack roe
  science-platform buckets --stack roe --check

Exit codes: 0 they are as the file says, 1 some differ (--check) or the object store refused, 2 wrong usage.`,
    )
    .action(run);
}

async function run({ stack, directory, check = false, json = false }: Options): Promise<void> {
  const [{ lifecycle, objectStoreOutput }, { resolvedConfig }, { pulumi }] = await Promise.all([
    import("../buckets/lifecycle.ts"),
    import("../config-check.ts"),
    import("../pulumi.ts"),
  ]);
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  if (config.cloud !== "openstack")
    throw new UserError(
      `Stack ${stack} stands on "${config.cloud}": buckets elsewhere get their rules from \`pulumi up\`.`,
    );
  const line = ["stack", "output", "objectStore", "--json", "--show-secrets", "--stack", stack];
  const store = objectStoreOutput.parse(JSON.parse(await pulumi(line, { directory, env: process.env })));
  const outcomes = await lifecycle(store, config.objectStore.lifecycle, check);
  const text = outcomes.map(({ bucket, state }) => `${bucket}: ${words[state]}`).join("\n");
  process.stdout.write(`${json ? JSON.stringify(outcomes, null, 2) : text}\n`);
  if (outcomes.some(({ state }) => state === "differs")) process.exitCode = 1;
}

const words = {
  "as wanted": "rules as the stack file says",
  set: "rules set",
  differs: "rules differ from the stack file",
  none: "no rules",
};
