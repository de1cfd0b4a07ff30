/** `science-platform phalanx ...`: an environment of the Rubin Science Platform, in its repository and in the cluster. */
import * as fs from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { repository } from "../../system/repository";

interface Common {
  stack?: string;
  file?: string;
  directory: string;
  json?: boolean;
}

export function phalanxCommand(): Command {
  const phalanx = new Command("phalanx").description(
    "Compares a Phalanx environment with what our outputs say, and shows how its applications are.",
  );
  for (const child of [statusCommand(), diffCommand()]) phalanx.addCommand(child);
  return phalanx;
}

function subcommand(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .option("--stack <name>", "stack whose output phalanx is taken")
    .option("--file <file>", "or a file with that output as JSON; - is standard input")
    .option("--directory <folder>", "where Pulumi.yaml is", repository)
    .option("--json", "everything as JSON");
}

function statusCommand(): Command {
  return subcommand("status", "how the applications are that Argo CD keeps, and what is to be done about them")
    .description(
      "Asks the cluster for the Applications of Argo CD, and says of each that is not healthy why, and the cure.",
    )
    .option("--kubeconfig <file>", "the cluster. Default: the stack's output kubeconfig")
    .option("--wait", "until all are healthy")
    .option("--timeout <minutes>", "how long to wait", minutes, 20)
    .addHelpText(
      "after",
      `
Examples:
  science-platform phalanx status --stack roe
  science-platform phalanx status --stack roe --wait --timeout 30

Exit codes: 0 all are healthy, 1 some are not or it failed, 2 wrong usage.`,
    )
    .action(status);
}

function minutes(text: string): number {
  const number = Number(text);
  if (!(number >= 0)) throw new InvalidArgumentError("It is a number of minutes.");
  return number;
}

async function status(options: Common & { kubeconfig?: string; wait?: boolean; timeout: number }): Promise<void> {
  const [
    { membersOf, readOutput },
    { readApplications, untilHealthy },
    { statusJson, statusText },
    { withKubectl },
    { kubeconfigOf },
  ] = await Promise.all([
    import("../phalanx/output.ts"),
    import("../phalanx/cluster.ts"),
    import("../phalanx/report.ts"),
    import("../destroy/cluster-access.ts"),
    import("../kubeconfig/of-stack.ts"),
  ]);
  const { directory, wait = false, timeout, json = false } = options;
  const env = process.env;
  const output = await readOutput({ stack: options.stack, file: options.file, directory, env });
  const kubeconfig = await kubeconfigOf(options, env);
  const found = await withKubectl(kubeconfig, env, (kubectl) =>
    untilHealthy({
      read: () => readApplications(kubectl),
      expected: { ...output, members: membersOf(output) },
      limit: wait ? timeout * 60_000 : 0,
      interval: 5000,
      progress: (line) => void process.stderr.write(`${line}\n`),
    }),
  );
  process.stdout.write(`${json ? statusJson(found) : statusText(found)}\n`);
  if (found.some(({ ok }) => !ok)) process.exitCode = 1;
}

function diffCommand(): Command {
  return subcommand("diff", "what our outputs would change in an environment's values files")
    .description(
      "Compares the values files of an environment, in a checkout of Phalanx or of your fork, with what our outputs say. Nothing is " +
        "written there; --patch writes a patch for `git apply`, which leaves comments and everything else as they are.",
    )
    .argument("<checkout>", "top folder of the checkout")
    .option("--patch <file>", "write the changes as a patch")
    .addHelpText(
      "after",
      `
Examples:
  science-platform phalanx diff ~/phalanx --stack roe
  science-platform phalanx diff ~/phalanx --stack roe --patch roe.patch && git -C ~/phalanx apply "$PWD/roe.patch"

Exit codes: 0 nothing would change, or the patch is written; 1 something would change or it failed; 2 wrong usage.`,
    )
    .action(diff);
}

async function diff(folder: string, options: Common & { patch?: string }): Promise<void> {
  const [{ readOutput }, { Checkout }, { fileChanges }, { patchOf }, { changesJson, changesText }] = await Promise.all([
    import("../phalanx/output.ts"),
    import("../phalanx/checkout.ts"),
    import("../phalanx/changes.ts"),
    import("../phalanx/patch.ts"),
    import("../phalanx/report.ts"),
  ]);
  const { stack, file, directory, patch, json = false } = options;
  const output = await readOutput({ stack, file, directory, env: process.env });
  const checkout = Checkout.open(folder, output.environment);
  const files = fileChanges(checkout, output);
  for (const line of await notes(checkout, output)) process.stderr.write(`${line}\n`);
  process.stdout.write(`${json ? changesJson(files) : changesText(files)}\n`);
  if (patch === undefined) {
    if (files.length > 0) process.exitCode = 1;
    return;
  }
  fs.writeFileSync(patch, await patchOf(files));
  if (files.length > 0) process.stderr.write(`Written to ${patch}: git -C ${folder} apply ${fs.realpathSync(patch)}\n`);
}

/** What is checked out need not be what is deployed. */
async function notes(
  checkout: { commits: (revision: string) => Promise<{ head?: string; revision?: string }> },
  { revision, repository: url }: { revision: string; repository: string },
): Promise<string[]> {
  const { head, revision: deployed } = await checkout.commits(revision);
  if (head === undefined) return [];
  if (deployed === undefined)
    return [
      `phalanx.revision: "${revision}" is not in this checkout: fetch it from ${url}, or write a branch, tag or commit that is there.`,
    ];
  return deployed === head
    ? []
    : [`This checkout is at ${head.slice(0, 12)}; what is deployed is ${revision} (${deployed.slice(0, 12)}).`];
}
