import { containerVariables, literal, object, workloads } from "../admission/cel";
import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";
import * as secrets from "../secrets";
import { baseKind, containers, helmServiceType, podSpecs } from "../workloads";

export type Settings = {
  /** Names that hold no secret although they look like it. */
  names: string[];
};

const why = "whoever may read the object, its history in git or the state of a release, has the secret";
const fix =
  "declare it (platform/secrets/declarations.ts), or put it into a Secret (the site's secret store) and refer to it: secretKeyRef, existingSecret";

/**
 * Above this, a ConfigMap is searched for lines and tokens at previews only: an API server gives a policy a bounded time, and refuses
 * what needs more. Dashboards are that large, files with passwords are not.
 */
const mostBytes = 32 * 1024;

export const secretsNotPlain: ResourceRule<Settings> = {
  name: "secrets-not-plain",
  group: "security-baseline",
  description:
    "No secret stands in plain text in an environment variable, a command line, a ConfigMap or a chart's values.",
  why,
  fix,
  severity: "critical",
  disposable: "mandatory",
  defaults: { names: [] },
  settings: {
    names: {
      type: "array",
      items: { type: "string" },
      description: "Names of variables and keys, in files too, that hold no secret although they look like it.",
    },
  },
  check(resource, { names }) {
    const report = reporter(resource, why);
    for (const spec of podSpecs(resource))
      for (const { field } of containers(spec)) checkContainer(report, field, names);
    if (baseKind(resource.type) === "ConfigMap")
      for (const [key, field] of resource.props.get("data").entries)
        if (!checkText(report, field, isNamed(key, secrets.secretName, names)) && !names.includes(key))
          checkLines(report, field, key, names);
    if (resource.type === helmServiceType)
      for (const field of resource.props.get("values").walk()) {
        if (typeof field.value !== "string") continue;
        const key = lastKey(field.path);
        const found = checkText(report, field, isNamed(key, secrets.secretValueName, names));
        // A file that the chart makes a ConfigMap of; in one line it is a sentence or a setting, whose name says what it is.
        if (!found && field.value.includes("\n") && !names.includes(key)) checkLines(report, field, key, names);
      }
    return report.findings;
  },
  admission: ({ names }) => {
    const named = (name: string, value: string) =>
      `${name}.matches(${literal(`(?i)${secrets.secretName}`)}) && !${name}.matches(${literal(`(?i)${secrets.reference}`)}) && !(${name} in ${literal(names)}) && !${value}.matches(${literal(secrets.harmless)})`;
    // What is easily looked for comes first: patterns take the more time the longer they are.
    const telling = (value: string, small = "true") =>
      `(${value}.contains("PRIVATE KEY") && ${value}.matches(${literal(secrets.privateKey)})) || (${value}.contains("://") && ${value}.matches(${literal(`(?i)${secrets.login}`)})) || (${small} && ${value}.matches(${literal(secrets.token)}))`;
    return {
      match: [...workloads({ ephemeral: true }), { apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] }],
      variables: {
        pod: `request.kind.kind == "ConfigMap" ? {"spec": {"containers": []}} : ${containerVariables.pod}`,
        containers: containerVariables.containers,
        all: containerVariables.all,
        data: `request.kind.kind == "ConfigMap" ? ${object}.?data.orValue({}) : {}`,
        small: `variables.data.map(k, size(variables.data[k])).sum() <= ${mostBytes}`,
        files: `variables.small ? variables.data.map(k, k).filter(k, !(k in ${literal(names)})) : []`,
      },
      problems: [
        `variables.all.filter(c, c.?env.orValue([]).exists(e, e.?value.orValue("") != "" && ((${named("e.name", "e.value")}) || ${telling("e.value")}))).map(c, "container " + c.name + ": a variable holds a secret in plain text")`,
        `variables.all.filter(c, [(c.?command.orValue([]) + c.?args.orValue([])).join(${literal("\n")})].exists(a, ${telling("a")} || ${secrets.secretOptionsCondition("a")})).map(c, "container " + c.name + ": its command line holds a secret")`,
        `variables.data.map(k, k).filter(k, variables.data[k] != "" && ((${named("k", "variables.data[k]")}) || ${telling("variables.data[k]", "variables.small")})).map(k, "data." + k + " holds a secret in plain text")`,
        `variables.files.filter(k, ${secrets.secretLinesCondition("variables.data[k]", "k", names)}).map(k, "data." + k + " has a line with a secret in plain text")`,
      ],
    };
  },
};

function checkContainer(report: Reporter, container: Field, names: string[]): void {
  for (const variable of container.get("env").items) {
    const name = variable.get("name").text ?? "";
    checkText(report, variable.get("value"), isNamed(name, secrets.secretName, names));
  }
  const line = ["command", "args"].flatMap((key) => container.get(key).items);
  line.forEach((argument, index) => {
    if (checkText(report, argument, false) || argument.text === undefined) return;
    const next = isOpenOption.test(argument.text) ? line[index + 1] : undefined;
    if (next?.unknown === true) report.unknown(next);
    if (secrets.secretOptions([argument.text, ...(next?.text === undefined ? [] : [next.text])].join("\n")))
      report.violation(argument.path, "gives a secret in plain text", fix);
  });
}

const isOpenOption = new RegExp(secrets.openOption, "i");
const isHarmless = new RegExp(secrets.harmless);
const isReference = new RegExp(secrets.reference, "i");
const telling: [RegExp, string][] = [
  [new RegExp(secrets.privateKey), "holds a private key"],
  [new RegExp(secrets.login, "i"), "holds an address with a password"],
  [new RegExp(secrets.token), "holds a token"],
];

/**
 * Unknown values are judged when they are known.
 *
 * @param named Its name says that it is a secret: then any text is one too many.
 * @returns whether something was found
 */
function checkText(report: Reporter, field: Field, named: boolean): boolean {
  if (field.unknown && named) report.unknown(field);
  const { text } = field;
  if (field.unknown || text === undefined || text === "") return false;
  const what =
    named && !isHarmless.test(text)
      ? "holds a secret in plain text"
      : telling.find(([pattern]) => pattern.test(text))?.[1];
  if (what !== undefined) report.violation(field.path, what, fix);
  return what !== undefined;
}

/** A file in a ConfigMap, or what will be one. */
function checkLines(report: Reporter, field: Field, file: string, names: string[]): void {
  const found = field.text === undefined ? [] : secrets.secretLines(field.text, file, names);
  if (found.length > 0) report.violation(field.path, `gives ${found.join(", ")} in plain text`, fix);
}

function isNamed(name: string, pattern: string, except: string[]): boolean {
  return new RegExp(pattern, "i").test(name) && !isReference.test(name) && !except.includes(name);
}

/** "adminPassword" of "values.grafana.adminPassword". */
function lastKey(path: string): string {
  return /([^.[\]"]+)"?\]?$/.exec(path)?.[1] ?? "";
}
