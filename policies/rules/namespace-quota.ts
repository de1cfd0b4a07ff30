import { amount } from "../quantities";
import type { Field } from "../reader";
import { reporter, type Finding, type Resource, type StackRule } from "../rule";
import { ofKind } from "../stack";

export type Settings = {
  /** Namespaces that may do without. */
  exempt: string[];
};

const why =
  "a service that runs away could take the whole cluster, and a container that asks for nothing gets no bounds";

export const namespaceQuota: StackRule<Settings> = {
  name: "namespace-quota",
  group: "resource-limits",
  description:
    "Every namespace has a ResourceQuota for cores and memory, and a LimitRange with defaults for containers.",
  why,
  fix: "make the namespace with ServiceNamespace, or add a ResourceQuota with limits.cpu and limits.memory and a LimitRange with default cpu and memory",
  severity: "high",
  disposable: "mandatory",
  notInCluster: "it is about several objects together, and a namespace is made before anything can be in it",
  defaults: { exempt: ["default", "kube-system", "kube-public", "kube-node-lease"] },
  settings: {
    exempt: { type: "array", items: { type: "string" }, description: "Names of namespaces that may do without." },
  },
  checkStack(resources, { exempt }) {
    const quotas = ofKind(resources, "ResourceQuota");
    const ranges = ofKind(resources, "LimitRange");
    return ofKind(resources, "Namespace").flatMap((namespace) => {
      const name = namespace.props.get("metadata", "name");
      if (name.unknown) return [{ kind: "unknown", resource: namespace, where: name.path }];
      if (name.text === undefined || exempt.includes(name.text)) return [];
      return [
        ...covered(
          namespace,
          name.text,
          quotas,
          "ResourceQuota",
          "limits.cpu and limits.memory in spec.hard",
          boundsLimits,
        ),
        ...covered(namespace, name.text, ranges, "LimitRange", "default cpu and memory for containers", setsDefaults),
      ];
    });
  },
};

/** Findings when `candidates` in the namespace do not do together what they should. */
function covered(
  namespace: Resource,
  name: string,
  candidates: Resource[],
  kind: string,
  content: string,
  suffice: (candidates: Resource[]) => boolean,
): Finding[] {
  const report = reporter(namespace, why);
  const place = candidates.map((candidate) => ({ candidate, field: candidate.props.get("metadata", "namespace") }));
  const inside = place.filter(({ field }) => field.text === name);
  if (suffice(inside.map(({ candidate }) => candidate))) return [];
  const maybe = place.find(({ field }) => field.unknown);
  if (inside.length === 0 && maybe !== undefined)
    return [{ kind: "unknown", resource: maybe.candidate, where: maybe.field.path }];
  report.violation(
    "the namespace",
    inside.length === 0 ? `has no ${kind} in this stack` : `has a ${kind} without ${content}`,
    `make the namespace with ServiceNamespace, or give it a ${kind} with ${content}`,
  );
  return report.findings;
}

/** Each of them by any quota; one with scopes leaves other pods unbounded. */
function boundsLimits(quotas: Resource[]): boolean {
  const specs = quotas
    .map(({ props }) => props.get("spec"))
    .filter((spec) => spec.get("scopes").absent && spec.get("scopeSelector").absent);
  return ["limits.cpu", "limits.memory"].every((key) => specs.some((spec) => isBound(spec.get("hard", key))));
}

/** Kubernetes takes `max` where no default is said. */
function setsDefaults(ranges: Resource[]): boolean {
  const limits = ranges.map(({ props }) => props.get("spec", "limits"));
  if (limits.some((one) => one.unknown)) return true;
  const ofContainers = limits
    .flatMap(({ items }) => items)
    .filter((item) => item.unknown || item.get("type").text === "Container");
  return ["cpu", "memory"].every((key) =>
    ofContainers.some((item) => isBound(item.get("default", key)) || isBound(item.get("max", key))),
  );
}

function isBound(field: Field): boolean {
  const found = amount(field);
  return field.unknown || (found !== undefined && found > 0);
}
