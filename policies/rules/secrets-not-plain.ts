import { containerVariables, literal, object, workloads } from "../admission/cel";
import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";
import { baseKind, containers, helmServiceType, podSpecs } from "../workloads";

export type Settings = {
  /** Names that hold no secret although they look like it. */
  names: string[];
};

const why = "whoever may read the object, its history in git or the state of a release, has the secret";
const fix =
  "declare it (platform/secrets/declarations.ts), or put it into a Secret (the site's secret store) and refer to it: secretKeyRef, existingSecret";

/** Names of what is secret, as people write them. */
const secretName =
  "(password|passwd|passphrase|secret|token|api_?key|private_?key|secret_?key|access_?key|credentials?)$";
/**
 * Names of where one lies, in charts: JupyterHub's ConfigMap has "hub-existing-secret" and "image-pull-secret", Harbor's values
 * "existingSecretAdminPassword".
 */
const reference = "(existing|image[-_.]?pull)[-_.]?secret$|^existing[-_.]?secret";
/** In charts' values "secret" and "...Key" usually name where a secret lies. */
const secretValueName = "(password|passwd|passphrase|client_?secret|token|api_?key|private_?key|secret_?access_?key)$";
const privateKey = "-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----";
/** A password in an address. */
const login = "[a-z][a-z0-9+.-]*://[^/@:\\s$]*:[^/@\\s$]+@";
/**
 * No secret: "$(OTHER)" is filled in by Kubernetes, "${vault.key}" by Keycloak, "/run/token" is a path, "[secret]" is how a mocked run shows
 * a secret of Pulumi's.
 */
const harmless = "^(\\$\\([A-Za-z0-9_]+\\)|\\$\\{vault\\.[A-Za-z0-9_-]+\\}|/[^+=]*|\\[secret\\]|true|false)$";

export const secretsNotPlain: ResourceRule<Settings> = {
  name: "secrets-not-plain",
  group: "security-baseline",
  description: "No secret stands in plain text in an environment variable, a ConfigMap or a chart's values.",
  why,
  fix,
  severity: "critical",
  disposable: "mandatory",
  defaults: { names: [] },
  settings: {
    names: {
      type: "array",
      items: { type: "string" },
      description: "Names of variables and keys that hold no secret although they look like it.",
    },
  },
  check(resource, { names }) {
    const report = reporter(resource, why);
    for (const spec of podSpecs(resource))
      for (const { field } of containers(spec)) checkContainer(report, field, names);
    if (baseKind(resource.type) === "ConfigMap")
      for (const [key, field] of resource.props.get("data").entries)
        checkText(report, field, isNamed(key, secretName, names));
    if (resource.type === helmServiceType)
      for (const field of resource.props.get("values").walk())
        if (typeof field.value === "string")
          checkText(report, field, isNamed(lastKey(field.path), secretValueName, names));
    return report.findings;
  },
  admission: ({ names }) => {
    const named = (name: string, value: string) =>
      `${name}.matches(${literal(`(?i)${secretName}`)}) && !${name}.matches(${literal(`(?i)${reference}`)}) && !(${name} in ${literal(names)}) && !${value}.matches(${literal(harmless)})`;
    const telling = (value: string) => `${value}.matches(${literal(`${privateKey}|(?i)${login}`)})`;
    return {
      match: [...workloads({ ephemeral: true }), { apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] }],
      variables: {
        pod: `request.kind.kind == "ConfigMap" ? {"spec": {"containers": []}} : ${containerVariables.pod}`,
        containers: containerVariables.containers,
        all: containerVariables.all,
        data: `request.kind.kind == "ConfigMap" ? ${object}.?data.orValue({}) : {}`,
      },
      problems: [
        `variables.all.filter(c, c.?env.orValue([]).exists(e, e.?value.orValue("") != "" && ((${named("e.name", "e.value")}) || ${telling("e.value")}))).map(c, "container " + c.name + ": a variable holds a secret in plain text")`,
        `variables.all.filter(c, (c.?args.orValue([]) + c.?command.orValue([])).exists(a, ${telling("a")})).map(c, "container " + c.name + ": its command line holds a secret")`,
        `variables.data.map(k, k).filter(k, variables.data[k] != "" && ((${named("k", "variables.data[k]")}) || ${telling("variables.data[k]")})).map(k, "data." + k + " holds a secret in plain text")`,
      ],
    };
  },
};

function checkContainer(report: Reporter, container: Field, names: string[]): void {
  for (const variable of container.get("env").items) {
    const name = variable.get("name").text ?? "";
    checkText(report, variable.get("value"), isNamed(name, secretName, names));
  }
  for (const key of ["command", "args"])
    for (const argument of container.get(key).items) checkText(report, argument, false);
}

/** @param named Its name says that it is a secret: then any text is one too many. Unknown values are judged when they are known. */
function checkText(report: Reporter, field: Field, named: boolean): void {
  if (field.unknown) {
    if (named) report.unknown(field);
    return;
  }
  const { text } = field;
  if (text === undefined || text === "") return;
  if (named && !new RegExp(harmless).test(text)) report.violation(field.path, "holds a secret in plain text", fix);
  else if (new RegExp(privateKey).test(text)) report.violation(field.path, "holds a private key", fix);
  else if (new RegExp(login, "i").test(text)) report.violation(field.path, "holds an address with a password", fix);
}

function isNamed(name: string, pattern: string, except: string[]): boolean {
  return new RegExp(pattern, "i").test(name) && !new RegExp(reference, "i").test(name) && !except.includes(name);
}

/** "adminPassword" of "values.grafana.adminPassword". */
function lastKey(path: string): string {
  return /([^.[\]"]+)"?\]?$/.exec(path)?.[1] ?? "";
}
