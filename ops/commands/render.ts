/** `science-platform render`: the objects that come of Helm releases, and what the rules say of them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import type { Rule } from "../../policies/rule";
import { repository } from "../../system/repository";
import type { Judged } from "../policy/report";

interface Common {
  output?: string;
  json?: boolean;
  directory: string;
}

export function renderCommand(): Command {
  return new Command("render")
    .summary("renders Helm releases and holds the policies against what comes of them")
    .description(
      "Renders every Helm release and holds the rules of policies/ against the objects. Needs no cloud and no cluster.",
    )
    .addCommand(stackCommand())
    .addCommand(phalanxCommand());
}

function stackCommand(): Command {
  return new Command("stack")
    .summary("every release of a stack, with what the program makes itself")
    .description(
      "Runs the program of a stack without a cloud (values that only a cloud knows are made up), renders each of its Helm releases, and\n" +
        "holds the rules against all of it together.",
    )
    .argument("<names...>", "stacks: roe is Pulumi.roe.yaml")
    .option("--charts <folder>", "take charts of the same names from a folder instead of their repositories")
    .option("--output <folder>", "write the objects of each release to <folder>/<stack>/<release>.yaml")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      `
Examples:
  science-platform render stack roe
  science-platform render stack lab roe gke --charts lab/charts

Exit codes: 0 every object is allowed, 1 some are denied or a chart cannot be had, 2 wrong usage.`,
    )
    .action(stacks);
}

async function stacks(names: string[], options: Common & { charts?: string }): Promise<void> {
  const [{ renderStack }, { resolvedConfig }, { policyConfig }, { rules }, { verdicts }] = await Promise.all([
    import("../render/stack.ts"),
    import("../config-check.ts"),
    import("../../policies/site.ts"),
    import("../../policies/rules/index.ts"),
    import("../policy/verdicts.ts"),
  ]);
  const judged: Judged[] = [];
  for (const stack of names) {
    const file = path.join(options.directory, `Pulumi.${stack}.yaml`);
    const config = resolvedConfig(file, options.directory);
    const { releases, program } = await renderStack({ stack, file, config, charts: options.charts });
    write(options.output, stack, releases);
    const objects = releases.flatMap((release) => release.objects);
    const found = verdicts(objects, { rules, config: policyConfig(config), others: program });
    judged.push({ name: stack, verdicts: found });
  }
  await print(judged, rules, options);
}

function phalanxCommand(): Command {
  return new Command("phalanx")
    .summary("the applications of a Phalanx environment, as Argo CD would render them")
    .argument("<checkout>", "folder of a checkout of Phalanx")
    .requiredOption("--environment <name>", "environment: values-<name>.yaml")
    .option("--application <name>", "only this one; may be given several times", collect, [])
    .option("--update-dependencies", "first fetch the charts that the applications depend on into the checkout")
    .option("--set <name>", "a set of rules; may be given several times", collect, [])
    .option("--rule <name>", "a single rule; may be given several times. Default: all rules", collect, [])
    .option("--config <file>", "levels, settings and exceptions, of the form of policies/config.<stack>.json")
    .option("--stack <name>", "levels, settings and exceptions of a stack")
    .option("--output <folder>", "write the objects of each application to <folder>/<environment>/<application>.yaml")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      `
Examples:
  science-platform render phalanx ~/phalanx --environment ukidacprod --stack roe --update-dependencies
  science-platform render phalanx ~/phalanx --environment ukidacdev --application portal --set resource-limits

Exit codes: 0 every object is allowed, 1 some are denied or cannot be rendered, 2 wrong usage.`,
    )
    .action(phalanx);
}

interface PhalanxOptions extends Common {
  environment: string;
  application: string[];
  set: string[];
  rule: string[];
  config?: string;
  stack?: string;
  updateDependencies?: boolean;
}

async function phalanx(checkout: string, options: PhalanxOptions, command: Command): Promise<void> {
  const [{ renderPhalanx }, { chosenRules }, { policySettings, usage }, { verdicts }, { kubernetesWindow }] =
    await Promise.all([
      import("../render/phalanx.ts"),
      import("../policy/settings.ts"),
      import("../policy/command.ts"),
      import("../policy/verdicts.ts"),
      import("../../config/versions.ts"),
    ]);
  const rules = usage(command, () => chosenRules(options));
  const config = policySettings(command, options);
  const { environment, application: applications, updateDependencies } = options;
  const kubernetesVersion = `${kubernetesWindow.newest}.0`;
  const rendered = await renderPhalanx({ checkout, environment, applications, kubernetesVersion, updateDependencies });
  write(options.output, environment, rendered.applications);
  const objects = [...rendered.around, ...rendered.applications.flatMap((one) => one.objects)];
  await print([{ name: environment, verdicts: verdicts(objects, { rules, config }) }], rules, options);
  for (const [name, why] of Object.entries(rendered.failed)) process.stderr.write(`${name} is not rendered: ${why}\n`);
  if (Object.keys(rendered.failed).length > 0) process.exitCode = 1;
}

function write(output: string | undefined, name: string, rendered: { name: string; text: string }[]): void {
  if (output === undefined) return;
  const folder = path.join(output, name);
  fs.mkdirSync(folder, { recursive: true });
  for (const one of rendered) fs.writeFileSync(path.join(folder, `${one.name}.yaml`), one.text);
}

async function print(judged: Judged[], rules: readonly Rule[], { json }: Common): Promise<void> {
  const report = await import("../policy/report.ts");
  process.stdout.write(`${json ? report.renderedJson(judged) : report.renderedText(judged, rules)}\n`);
  if (judged.some(({ verdicts }) => report.counts(verdicts).denied > 0)) process.exitCode = 1;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
