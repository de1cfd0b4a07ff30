import { quantity } from "../../config/quantity";
import { literal, object, when } from "../admission/cel";
import { amount, exceeds, quantitySetting } from "../quantities";
import { reporter, type ResourceRule } from "../rule";
import { baseKind } from "../workloads";

export type Settings = {
  /** Most cores that a namespace's quota may allow; "": any. */
  cpu: string;
  /** Most memory that a namespace's quota may allow; "": any. */
  memory: string;
  /** Most storage that a namespace's claims may ask for; "": any. */
  storage: string;
};

const why = "a quota above what the cluster has bounds nothing: one namespace could take all of it";

export const namespaceMaxima: ResourceRule<Settings> = {
  name: "namespace-maxima",
  group: "resource-limits",
  description: "No namespace's quota allows more than the site's maximum.",
  why,
  fix: "lower the quota (platform.quota of the stack file, or the service's own); the maximum is what the nodes have together",
  severity: "medium",
  disposable: "mandatory",
  defaults: { cpu: "", memory: "", storage: "" },
  settings: {
    cpu: quantitySetting('Most cores of one namespace, like "40"; "" for any.'),
    memory: quantitySetting('Most memory of one namespace, like "320Gi"; "" for any.'),
    storage: quantitySetting('Most storage of the claims of one namespace, like "2Ti"; "" for any.'),
  },
  check(resource, settings) {
    if (baseKind(resource.type) !== "ResourceQuota") return [];
    const report = reporter(resource, why);
    for (const [key, maximum] of maxima(settings)) {
      const field = resource.props.get("spec", "hard", key);
      if (field.unknown) report.unknown(field);
      const found = amount(field);
      if (found !== undefined && exceeds(found, quantity(maximum) ?? Infinity))
        report.violation(
          field.path,
          `is ${field.text}, more than this site's maximum of ${maximum}`,
          `set it to at most "${maximum}"`,
        );
    }
    return report.findings;
  },
  admission: (settings) => ({
    match: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["resourcequotas"] }],
    problems: maxima(settings).map(([key, maximum]) => {
      const field = `${object}.spec.?hard[?${literal(key)}]`;
      return when(
        `${field}.hasValue() && quantity(string(${field}.value())).isGreaterThan(quantity(${literal(maximum)}))`,
        `"spec.hard[${key}] is " + string(${field}.value()) + ${literal(`, more than this site's maximum of ${maximum}`)}`,
      );
    }),
  }),
};

/** Both spellings: in a quota "cpu" is short for "requests.cpu". */
function maxima({ cpu, memory, storage }: Settings): [string, string][] {
  const all: [string, string][] = [
    ...["cpu", "requests.cpu", "limits.cpu"].map((key): [string, string] => [key, cpu]),
    ...["memory", "requests.memory", "limits.memory"].map((key): [string, string] => [key, memory]),
    ["requests.storage", storage],
  ];
  return all.filter(([, maximum]) => maximum !== "");
}
