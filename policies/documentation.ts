/** docs/policies.md: a page for each rule, made from the rules and their tables of cases. */
import { stringify } from "yaml";
import { isManifest, type Case } from "./case";
import { groups, type Group, type Rule } from "./rule";
import { rules } from "./rules";
import { cases } from "./rules/cases";

const introductions: Record<Group, string> = {
  "resource-limits": "What containers, workloads and namespaces may take, and what they must say of themselves.",
  "security-baseline": "What pods may do, where images come from, and what can be reached from outside.",
  "cloud-guardrails":
    "What the cloud's resources look like: firewalls, clusters, databases, names, and what they cost.",
  "data-protection": "What keeps data from being lost.",
};

export function documentation(): string {
  return [
    "<!-- Made by `npm run policies` from policies/rules; change it there. -->",
    "# Policies",
    "No container without limits and no exposed port reaches a site, whichever way it comes. Each rule below is one function over plain data, and it holds in four places:",
    [
      "- **at every preview and update**: `pulumi preview --policy-pack policies --policy-pack-config policies/config.<stack>.json` stops before anything is changed, and `pulumi policy analyze` holds it against a state;",
      "- **in charts**: `science-platform render` renders every Helm release of a stack, or the applications of a Phalanx environment, and looks at the objects that come of them;",
      "- **in the cluster**: what one object alone can break is a ValidatingAdmissionPolicy too, which warns or denies whoever sends the object (`policies.admission` of the stack file);",
      "- **in your own manifests**: `science-platform policy test FOLDER`.",
    ].join("\n"),
    "A violation of a mandatory rule stops the run; an advisory one is only told. In production every rule is mandatory. On a disposable site those marked so advise only, unless `policies.level` of the stack file says otherwise. A value that only the update will know is told once per rule, and checked by the update.",
    "Settings of a rule stand in `policies/config.<stack>.json`, which `npm run policies` makes from the stack file, so that nothing is written twice.",
    contents(),
    ...groups.flatMap((group) => [`## ${group}`, introductions[group], ...inGroup(group).map(rulePage)]),
    exceptionsPage,
    "",
  ].join("\n\n");
}

const inGroup = (group: Group) => rules.filter((rule) => rule.group === group);

function contents(): string {
  const rows = rules.map(
    (rule) =>
      `| [${rule.name}](#${rule.name}) | ${rule.description} | ${rule.disposable} | ${rule.admission === undefined ? "" : "yes"} |`,
  );
  return [
    "| rule | what must hold | on a disposable site | in the cluster |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function rulePage(rule: Rule): string {
  return [
    `### ${rule.name}`,
    rule.description,
    `**Why.** ${sentence(rule.why)}`,
    `**To comply,** ${rule.fix.replace(/\.$/, "")}.`,
    `**Severity** ${rule.severity}; on a disposable site ${rule.disposable}. ${inCluster(rule)}`,
    settings(rule),
    ...examples(rule),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function inCluster(rule: Rule): string {
  return rule.admission === undefined
    ? `Not checked in the cluster: ${rule.notInCluster}.`
    : `In the cluster: the ValidatingAdmissionPolicy \`science-platform-${rule.name}\`.`;
}

function settings(rule: Rule): string {
  const rows = Object.entries(rule.settings).map(([name, schema]) => {
    const { description = "" } = schema as { description?: string };
    return `| \`${name}\` | ${description.replaceAll("|", "\\|")} | ${initial(rule.defaults[name])} |`;
  });
  return rows.length === 0 ? "" : ["| setting | meaning | default |", "| --- | --- | --- |", ...rows].join("\n");
}

function initial(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? "all those that are known (see the rule)" : `\`${text.replaceAll("|", "\\|")}\``;
}

/** The first good and the first bad case, as they would be written. */
function examples(rule: Rule): string[] {
  const { good, bad } = cases[rule.name] ?? { good: [], bad: [] };
  return [
    ...good.slice(0, 1).map((one) => `Good, ${one.name}:\n\n${code(one)}`),
    ...bad
      .slice(0, 1)
      .map(
        (one) => `Bad, ${one.name}:\n\n${code(one)}\n\n${(one.says ?? []).map((line) => `- \`${line}\``).join("\n")}`,
      ),
  ];
}

function code({ of }: Case): string {
  const documents = [of].flat().map((given) => {
    const { type, props } = isManifest(given) ? { type: "", props: given } : given;
    const head =
      type === "" ? "" : `# ${type}${"protect" in given && given.protect === true ? ", protect: true" : ""}\n`;
    const plain: unknown = JSON.parse(JSON.stringify(props));
    return head + stringify(plain, { aliasDuplicateObjects: false, lineWidth: 0 });
  });
  return `\`\`\`yaml\n${documents.join("---\n")}\`\`\``;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}

const exceptionsPage = `## exceptions

A known violation is let through by an entry in the stack file, which has an end:

\`\`\`yaml
policies:
  exceptions:
    - rule: replicas
      resource: monitoring/grafana # logical name, object's name, or namespace/name; * stands for any characters
      reason: Grafana keeps its dashboards in a volume that one pod can use.
      owner: platform-team
      expires: 2027-03-31 # the last day on which it holds
\`\`\`

It is told at every run with its reason, owner and end, and stands in the comment of a pull request. One that has expired, names no rule, or
lacks a reason, an owner or an end fails the run. \`science-platform policy exceptions --stack <stack>\` lists them.`;
