import { isNamed, nameVariable, object, when } from "../admission/cel";
import { matchesAny } from "../patterns";
import type { Field } from "../reader";
import { objectName, reporter, type ResourceRule } from "../rule";
import { baseKind } from "../workloads";

export type Settings = {
  /** Fewest pods. */
  min: number;
  /** Most pods; 0: any. */
  max: number;
  /** Kinds that are looked at. */
  kinds: string[];
  /** Workloads that may run alone: patterns of namespace/name. */
  single: string[];
};

const why = "a service with one pod is away whenever its node is drained, upgraded or lost";

export const replicas: ResourceRule<Settings> = {
  name: "replicas",
  group: "resource-limits",
  description: "Every Deployment and StatefulSet has enough pods to survive the loss of a node, and not too many.",
  why,
  fix: "set spec.replicas (also where an autoscaler changes it later), or name the workload in `single` when it must run alone",
  severity: "medium",
  disposable: "advisory",
  defaults: {
    min: 2,
    max: 0,
    kinds: ["Deployment", "StatefulSet", "ReplicaSet", "HorizontalPodAutoscaler"],
    single: [],
  },
  settings: {
    min: { type: "integer", minimum: 0, description: "Fewest pods." },
    max: { type: "integer", minimum: 0, description: "Most pods; 0 for any." },
    kinds: { type: "array", items: { type: "string" }, description: "Kinds that are looked at." },
    single: {
      type: "array",
      items: { type: "string" },
      description: "Workloads that may run alone: namespace/name, * stands for any characters.",
    },
  },
  check(resource, { min, max, kinds, single }) {
    const kind = baseKind(resource.type);
    if (kind === undefined || !kinds.includes(kind) || resource.type.endsWith("Patch")) return [];
    // Its owner says how many: the Deployment of a ReplicaSet, the Prometheus of a StatefulSet.
    if (resource.props.get("metadata", "ownerReferences").items.length > 0) return [];
    const alone = matchesAny(single, objectName(resource));
    const report = reporter(resource, why);
    const field = resource.props.get("spec", kind === "HorizontalPodAutoscaler" ? "minReplicas" : "replicas");
    if (field.unknown) report.unknown(field);
    else if (!alone && pods(field) < min)
      report.violation(
        field.path,
        field.absent ? `is not set, which means 1, fewer than ${min}` : `is ${field.text}, fewer than ${min}`,
        `set it to at least ${min}`,
      );
    const most = kind === "HorizontalPodAutoscaler" ? resource.props.get("spec", "maxReplicas") : field;
    if (most.unknown) report.unknown(most);
    else if (max > 0 && pods(most) > max)
      report.violation(most.path, `is ${most.text}, more than ${max}`, `set it to at most ${max}`);
    return report.findings;
  },
  admission: ({ min, max, kinds, single }) => ({
    match: [
      {
        apiGroups: ["apps"],
        apiVersions: ["v1"],
        resources: ["deployments", "statefulsets", "replicasets"].filter((resource) =>
          kinds.some((kind) => `${kind.toLowerCase()}s` === resource),
        ),
      },
      {
        apiGroups: ["autoscaling"],
        apiVersions: ["v2"],
        resources: kinds.includes("HorizontalPodAutoscaler") ? ["horizontalpodautoscalers"] : [],
      },
    ].filter(({ resources }) => resources.length > 0),
    variables: {
      least: `request.kind.kind == "HorizontalPodAutoscaler" ? ${object}.spec.?minReplicas.orValue(1) : ${object}.spec.?replicas.orValue(1)`,
      most: `request.kind.kind == "HorizontalPodAutoscaler" ? ${object}.spec.maxReplicas : variables.least`,
      ...nameVariable,
      owned: `size(${object}.metadata.?ownerReferences.orValue([])) > 0`,
      alone: isNamed(single),
    },
    problems: [
      when(
        `!variables.owned && !variables.alone && variables.least < ${min}`,
        `"replicas are " + string(variables.least) + ", fewer than ${min}"`,
      ),
      ...(max > 0
        ? [
            when(
              `!variables.owned && variables.most > ${max}`,
              `"replicas are " + string(variables.most) + ", more than ${max}"`,
            ),
          ]
        : []),
    ],
  }),
};

/** Kubernetes' default is one. */
function pods(field: Field): number {
  return field.absent ? 1 : Number(field.text);
}
