/** `science-platform config check` and `config show`. */
import { Command } from "commander";
import { repository } from "../../system/repository";

interface CheckOptions {
  stack: string[];
  directory: string;
  json?: boolean;
  requireSecrets?: boolean;
}

export function configCheckCommand(): Command {
  return new Command("check")
    .summary("everything that can be wrong with stack files, all at once")
    .description(
      "Checks stack files by the schema, against each other, and for secrets that stand in the clear or are still to be set.\n" +
        "Asks no cloud and needs no passphrase.",
    )
    .argument("[stacks...]", "stacks (roe is Pulumi.roe.yaml) or files; default: all stacks of the directory")
    .option("--stack <name>", "a stack of the directory; may be given several times", collect, [])
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--require-secrets", "secrets still to be set fail the check, if this version uses them")
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      `
Examples:
  science-platform config check
  science-platform config check roe --require-secrets

Exit codes: 0 all is well, 1 there are problems, 2 wrong usage.`,
    )
    .action(check);
}

export function configShowCommand(): Command {
  return new Command("show")
    .summary("the configuration of a stack with every default filled in")
    .description(
      "Prints the configuration of a stack with every default filled in, as YAML. Secrets are no part of it.",
    )
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "as JSON")
    .addHelpText("after", "\nExit codes: 0 done, 1 the file is wrong, 2 wrong usage.")
    .action(show);
}

async function check(words: string[], options: CheckOptions, command: Command): Promise<void> {
  const [{ checkFiles }, { fromHere, missingFiles, namedFile, stackFile }, report, { stackFiles }] = await Promise.all([
    import("../config-check.ts"),
    import("../stack-files.ts"),
    import("../config-check-report.ts"),
    import("../../config/stack-file-siblings.ts"),
  ]);
  const { directory } = options;
  const named = [
    ...options.stack.map((name) => stackFile(name, directory)),
    ...words.map((word) => namedFile(word, directory)),
  ];
  const all = named.length > 0 ? named : stackFiles(directory).map(fromHere);
  const missing = all.length === 0 ? `${directory} has no stack file: Pulumi.<stack>.yaml` : missingFiles(all);
  if (missing !== undefined) command.error(`error: ${missing}`, { exitCode: 2 });
  const reports = checkFiles(all, directory);
  process.stdout.write(`${options.json ? report.json(reports) : report.text(reports)}\n`);
  const fails = ({ problems, secretsToSet }: (typeof reports)[number]) =>
    problems.length > 0 || (options.requireSecrets && secretsToSet.some(({ needed }) => needed));
  if (reports.some(fails)) process.exitCode = 1;
}

interface ShowOptions {
  stack: string;
  directory: string;
  json?: boolean;
}

async function show({ stack, directory, json }: ShowOptions, command: Command): Promise<void> {
  const { resolvedConfig } = await import("../config-check.ts");
  const { missingFiles, stackFile } = await import("../stack-files.ts");
  const { stringify } = await import("yaml");
  const file = stackFile(stack, directory);
  const missing = missingFiles([file]);
  if (missing !== undefined) command.error(`error: ${missing}`, { exitCode: 2 });
  const config = resolvedConfig(file, directory);
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  process.stdout.write(json ? `${JSON.stringify(config, null, 2)}\n` : stringify(config, options));
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
