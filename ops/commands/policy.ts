/** `science-platform policy ...`: the rules of policies/ for manifests of one's own, and the exceptions from them. */
import { Command } from "commander";
import type { PolicyConfig } from "../../policies/config";
import { repository } from "../../system/repository";

export function policyCommand(): Command {
  return new Command("policy")
    .description("Rules that every site keeps to (docs/policies.md): tries manifests, lists rules and exceptions.")
    .addCommand(testCommand())
    .addCommand(listCommand())
    .addCommand(exceptionsCommand());
}

interface TestOptions {
  set: string[];
  rule: string[];
  config?: string;
  stack?: string;
  directory: string;
  json?: boolean;
}

function testCommand(): Command {
  return new Command("test")
    .summary("allow or deny for each object in a folder of Kubernetes YAML")
    .description(
      "Reads Kubernetes objects (YAML or JSON: single objects, lists, several documents in a file), holds the rules of policies/ against\n" +
        "each of them, and says allow or deny. Needs no cluster. Rules about several objects hold all that is given together.",
    )
    .argument("<paths...>", "folders and files; - is standard input")
    .option(
      "--set <name>",
      "a set of rules: resource-limits, security-baseline, cloud-guardrails, data-protection",
      collect,
      [],
    )
    .option("--rule <name>", "a single rule; both may be given several times. Default: all rules", collect, [])
    .option(
      "--config <file>",
      "levels, settings and exceptions, of the form of policies/config.<stack>.json; YAML does as well",
    )
    .option("--stack <name>", "levels, settings and exceptions of a stack")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "everything as JSON")
    .addHelpText(
      "after",
      `
Examples:
  science-platform policy test manifests/
  science-platform policy test --set resource-limits --config limits.yaml manifests/ --json
  helm template ./chart | science-platform policy test --stack roe -

A file for --config:
  container-maxima: { cpu: "4", memory: 8Gi }
  image-registries: { registries: [ghcr.io/lsst-sqre] }
  replicas: advisory
  probes: disabled

Exit codes: 0 every object is allowed, 1 some are denied or cannot be read, 2 wrong usage.`,
    )
    .action(test);
}

async function test(paths: string[], options: TestOptions, command: Command): Promise<void> {
  const [{ policySettings, usage }, { chosenRules }, { readManifests }, { verdicts }, report] = await Promise.all([
    import("../policy/command.ts"),
    import("../policy/settings.ts"),
    import("../policy/manifests.ts"),
    import("../policy/verdicts.ts"),
    import("../policy/report.ts"),
  ]);
  const chosen = usage(command, () => chosenRules(options));
  const config = policySettings(command, options);
  const found = verdicts(
    usage(command, () => readManifests(paths)),
    { rules: chosen, config },
  );
  const problems = await exceptionsProblems(config);
  process.stdout.write(`${options.json ? report.json(found, problems) : report.text(found, chosen)}\n`);
  if (!options.json) process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
  if (report.counts(found).denied + problems.length > 0) process.exitCode = 1;
}

function listCommand(): Command {
  return new Command("list")
    .summary("every rule, what it says, and where it is checked")
    .option("--json", "as JSON, with settings and their defaults")
    .addHelpText("after", "\nExit codes: 0 done, 2 wrong usage.")
    .action(async ({ json }: { json?: boolean }) => {
      const { rules } = await import("../../policies/rules/index.ts");
      if (json) {
        const listed = rules.map((rule) => {
          const { name, group, description, severity, disposable, defaults } = rule;
          return { name, group, description, severity, disposable, defaults, inCluster: rule.admission !== undefined };
        });
        return void process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
      }
      const width = Math.max(...rules.map(({ name }) => name.length));
      for (const group of new Set(rules.map((rule) => rule.group))) {
        process.stdout.write(`${group}\n`);
        for (const { name, description } of rules.filter((rule) => rule.group === group))
          process.stdout.write(`  ${name.padEnd(width)}  ${description}\n`);
      }
    });
}

function exceptionsCommand(): Command {
  return new Command("exceptions")
    .summary("the known violations of a stack, each with its reason, owner and end")
    .requiredOption("--stack <name>", "the stack")
    .option("--directory <folder>", "where the stack files are", repository)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nWithout --json it is a Markdown table, as in a pull request.\nExit codes: 0 done, 1 one has expired or is not whole, 2 wrong usage.",
    )
    .action(async ({ stack, directory, json }: { stack: string; directory: string; json?: boolean }) => {
      const { exceptionsOf } = await import("../../policies/config.ts");
      const { exceptionTable, today } = await import("../../policies/exceptions.ts");
      const { stackPolicies } = await import("../policy/command.ts");
      const config = stackPolicies(stack, directory);
      const [list, problems] = [exceptionsOf(config), await exceptionsProblems(config)];
      const table = exceptionTable(list, today()) || "No exceptions.\n";
      process.stdout.write(json ? `${JSON.stringify({ exceptions: list, problems }, null, 2)}\n` : table);
      if (!json) process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
      if (problems.length > 0) process.exitCode = 1;
    });
}

async function exceptionsProblems(config: PolicyConfig): Promise<string[]> {
  const [{ exceptionsOf }, { exceptionProblems, today }, { rules }] = await Promise.all([
    import("../../policies/config.ts"),
    import("../../policies/exceptions.ts"),
    import("../../policies/rules/index.ts"),
  ]);
  const names = rules.map(({ name }) => name);
  return exceptionProblems(exceptionsOf(config), names, today());
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
