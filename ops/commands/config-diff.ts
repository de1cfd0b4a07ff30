/** `science-platform config diff A B`: do two environments differ only where somebody said why? */
import * as path from "node:path";
import { Command } from "commander";
import { repository } from "../../system/repository";

interface Options {
  json?: boolean;
  directory: string;
}

export function configDiffCommand(): Command {
  return new Command("diff")
    .summary("differences between two environments, each with its reason")
    .description(
      "Compares two stack files with defaults filled in. A difference is explained by a comment `# reason: ...` beside or above the value, " +
        "or a section around it, in either file. Lists of named objects are compared by name. Of secrets only is compared which are set.",
    )
    .argument("<a>", "a stack (roe is Pulumi.roe.yaml) or a file")
    .argument("<b>", "the other one")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      `
Example:
  science-platform config diff roe-test roe

Exit codes: 0 no difference, or each has a reason; 1 there are differences without a reason; 2 wrong usage.`,
    )
    .action(run);
}

async function run(a: string, b: string, options: Options, command: Command): Promise<void> {
  const { compareStackFiles, stackName } = await import("../config-diff/index.ts");
  const { missingFiles, namedFile, readText } = await import("../stack-files.ts");
  const files = [a, b].map((one) => namedFile(one, options.directory));
  const [fileA = "", fileB = ""] = files;
  const missing = missingFiles(files);
  if (missing !== undefined) command.error(`error: ${missing}`, { exitCode: 2 });
  if (path.resolve(fileA) === path.resolve(fileB))
    command.error(`error: both are ${fileA}: name two stacks`, { exitCode: 2 });

  const sameNames = stackName(fileA) === stackName(fileB);
  const [one, other] = [fileA, fileB].map((file) => ({
    name: sameNames ? file : stackName(file),
    file,
    text: readText(file),
  }));
  if (one === undefined || other === undefined) return;
  const comparison = compareStackFiles(one, other);
  if (options.json) {
    const sides = { a: { name: one.name, file: one.file }, b: { name: other.name, file: other.file } };
    process.stdout.write(`${JSON.stringify({ ...sides, ...comparison }, null, 2)}\n`);
  } else {
    const { report } = await import("../config-diff/report.ts");
    process.stdout.write(`${report({ a: one.name, b: other.name }, comparison)}\n`);
  }
  if (comparison.unexplained > 0) process.exitCode = 1;
}
