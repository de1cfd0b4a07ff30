import type { Field } from "../reader";
import { reporter, type Finding, type Resource, type ResourceRule } from "../rule";
import { quantity } from "../../config/quantity";
import { containers, podSpecs } from "../workloads";

/** Type token of the only component that may install charts. */
export const helmServiceType = "science-platform:foundation:HelmService";
const releaseType = "kubernetes:helm.sh/v3:Release";

type Settings = {
  /** Largest allowed limit of one container, like "8"; "" for any. */
  maxCpu: string;
  /** Largest allowed limit of one container, like "16Gi"; "" for any. */
  maxMemory: string;
};

const why = "a container without bounds can starve everything else on its node, and the scheduler cannot place it";

/** Charts are opaque to policies, so HelmService says the resources of a chart's containers in its arguments. */
export const containerLimits: ResourceRule<Settings> = {
  name: "container-limits",
  description: "Every container requests and limits its cores and memory.",
  severity: "high",
  defaults: { maxCpu: "", maxMemory: "" },
  settings: {
    maxCpu: { type: "string", description: 'Largest limit of one container, like "8". Default: any.' },
    maxMemory: { type: "string", description: 'Largest limit of one container, like "16Gi". Default: any.' },
  },
  check(resource, settings) {
    if (resource.type === releaseType) return checkRelease(resource);
    if (resource.type === helmServiceType) return checkHelmService(resource, settings);
    return podSpecs(resource).flatMap((spec) => checkPod(resource, spec, settings));
  },
};

function checkPod(resource: Resource, spec: Field, settings: Settings): Finding[] {
  const report = reporter(resource, why);
  for (const { group, field } of containers(spec)) {
    if (field.unknown) report.unknown(field);
    else if (group === "ephemeralContainers")
      report.violation(
        field.path,
        "is an ephemeral container, which Kubernetes does not let one limit",
        "take it out of the program and use `kubectl debug` when one is needed",
      );
    else report.findings.push(...checkResources(resource, field.get("resources"), settings));
  }
  return report.findings;
}

function checkHelmService(resource: Resource, settings: Settings): Finding[] {
  const report = reporter(resource, why);
  const declared = resource.props.get("resources");
  if (declared.unknown) report.unknown(declared);
  else if (declared.entries.length === 0)
    report.violation(
      "resources",
      "names no container of the chart",
      'set `resources` for each container of the chart, like {"controller.resources": ...}',
    );
  for (const [, field] of declared.entries) report.findings.push(...checkResources(resource, field, settings));
  return report.findings;
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

function checkResources(resource: Resource, resources: Field, settings: Settings): Finding[] {
  const report = reporter(resource, why);
  for (const bound of ["requests", "limits"])
    for (const what of ["cpu", "memory"] as const) {
      const field = resources.get(bound, what);
      if (field.unknown) report.unknown(field);
      else {
        const problem = checkQuantity(field, bound === "limits" ? maximum(what, settings) : "");
        if (problem !== undefined)
          report.violation(field.path, problem, `set it to a quantity like "${what === "cpu" ? "500m" : "256Mi"}"`);
      }
    }
  // An unknown above both bounds is one fact, not four.
  return report.findings.filter(
    (finding, index, all) => finding.kind !== "unknown" || all.findIndex((f) => f.where === finding.where) === index,
  );
}

function maximum(what: "cpu" | "memory", settings: Settings): string {
  return what === "cpu" ? settings.maxCpu : settings.maxMemory;
}

/** What is wrong with a quantity, or undefined. */
function checkQuantity(field: Field, max: string): string | undefined {
  if (field.absent || field.text === "") return "is not set";
  const amount = field.text === undefined ? undefined : quantity(field.text);
  if (amount === undefined) return "is not a quantity";
  if (amount <= 0) return `is ${field.text}, which means no bound`;
  const largest = quantity(max);
  return largest !== undefined && amount > largest
    ? `is ${field.text}, more than this site's maximum of ${max}`
    : undefined;
}
