import { containerVariables, eachContainer, isNamed, literal, nameVariable, workloads } from "../admission/cel";
import { matchesAny } from "../patterns";
import { amount } from "../quantities";
import type { Field } from "../reader";
import { objectName, reporter, type Finding, type Reporter, type Resource, type ResourceRule } from "../rule";
import { containerResources, containers, helmServiceType, podSpecs } from "../workloads";

const releaseType = "kubernetes:helm.sh/v3:Release";

export type Settings = {
  /** What each container must say, of its `resources`. */
  bounds: string[];
  /** Workloads of others, whose charts have no value for some container: patterns of namespace/name. */
  byNamespace: string[];
};

const why = "a container without bounds can starve everything else on its node, and the scheduler cannot place it";

/** Charts are opaque to policies, so HelmService says the resources of a chart's containers in its arguments. */
export const containerLimits: ResourceRule<Settings> = {
  name: "container-limits",
  group: "resource-limits",
  description: "Every container requests and limits its cores and memory.",
  why,
  fix: "set resources.requests and resources.limits of cpu and memory for each container, init containers and sidecars too; a chart's in `resources` of its HelmService",
  severity: "high",
  disposable: "mandatory",
  defaults: { bounds: ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"], byNamespace: [] },
  settings: {
    bounds: {
      type: "array",
      items: { type: "string", pattern: "^(requests|limits)\\.[a-z-]+$" },
      description: "What each container must say. A site that bursts leaves out limits.cpu.",
    },
    byNamespace: {
      type: "array",
      items: { type: "string" },
      description:
        "Workloads of others whose charts have no value for some container, so that the LimitRange of their namespace bounds it: namespace/name, * stands for any characters.",
    },
  },
  check(resource, { bounds, byNamespace }) {
    if (resource.type === releaseType) return checkRelease(resource);
    if (matchesAny(byNamespace, objectName(resource))) return [];
    const report = reporter(resource, why);
    if (resource.type === helmServiceType && undeclared(resource))
      report.violation(
        "resources",
        "names no container of the chart",
        'set `resources` for each container of the chart, like {"controller.resources": ...}',
      );
    for (const resources of containerResources(resource))
      if (resources.unknown) report.unknown(resources);
      else checkBounds(report, resources, bounds);
    for (const { group, field } of podSpecs(resource).flatMap(containers))
      if (group === "ephemeralContainers" && !field.unknown)
        report.violation(
          field.path,
          "is an ephemeral container, which Kubernetes does not let one limit",
          "take it out of the program and use `kubectl debug` when one is needed",
        );
    return report.findings;
  },
  admission: ({ bounds, byNamespace }) => ({
    match: workloads(),
    variables: {
      ...containerVariables,
      ...nameVariable,
      bounded: `${isNamed(byNamespace)} ? [] : variables.containers`,
    },
    problems: bounds.map((bound) => {
      const [which = "", what = ""] = bound.split(".");
      const value = `c.?resources.?${which}[?${literal(what)}]`;
      const amount = `quantity(string(${value}.value()))`;
      const enough =
        what === "memory" ? `!${amount}.isLessThan(quantity("1"))` : `${amount}.isGreaterThan(quantity("0"))`;
      const bounded = `${value}.hasValue() && ${enough}`;
      return eachContainer("variables.bounded", `!(${bounded})`, literal(`resources.${bound} is not set, or 0`));
    }),
  }),
};

function undeclared(resource: Resource): boolean {
  const declared = resource.props.get("resources");
  return !declared.unknown && declared.entries.length === 0;
}

function checkRelease(resource: Resource): Finding[] {
  if (resource.parentType === helmServiceType) return [];
  const report = reporter(resource, "policies cannot see the containers inside a Helm release");
  report.violation(
    "the release",
    "is not part of a HelmService",
    "install the chart with HelmService, which declares them",
  );
  return report.findings;
}

function checkBounds(report: Reporter, resources: Field, bounds: string[]): void {
  for (const bound of bounds) {
    const field = resources.get(...bound.split("."));
    const problem = boundProblem(field);
    if (field.unknown) report.unknown(field);
    else if (problem !== undefined)
      report.violation(field.path, problem, `set it to a quantity like "${bound.endsWith("cpu") ? "500m" : "256Mi"}"`);
  }
}

/** What is wrong with a bound, or undefined. */
function boundProblem(field: Field): string | undefined {
  if (field.absent || field.text === "") return "is not set";
  const found = amount(field);
  if (found === undefined) return "is not a quantity";
  // "512m" of memory is half a byte: no pod starts with that.
  if (found > 0 && found < 1 && field.path.endsWith("memory")) return `is ${field.text}, less than a byte`;
  return found <= 0 ? `is ${field.text}, which means no bound` : undefined;
}
