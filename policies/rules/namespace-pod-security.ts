import { literal, object } from "../admission/cel";
import { matchesAny, patternSource } from "../patterns";
import { namespaceLevelAdmission } from "../pod-security/cel";
import { enforceLabel, levels } from "../pod-security/standard";
import { reporter, type ResourceRule } from "../rule";
import { baseKind, kubernetesKind } from "../workloads";

export type Settings = {
  /** Levels that a namespace may have. */
  levels: string[];
  /** Namespaces that may have any: patterns. */
  privileged: string[];
};

const why = "without the label Kubernetes lets any pod into the namespace, privileged ones too";

export const namespacePodSecurity: ResourceRule<Settings> = {
  name: "namespace-pod-security",
  group: "security-baseline",
  description: "Every namespace says which Pod Security Standard Kubernetes enforces in it.",
  why,
  fix: `make the namespace with ServiceNamespace, or label it ${enforceLabel}: restricted`,
  severity: "high",
  disposable: "mandatory",
  defaults: {
    levels: ["baseline", "restricted"],
    privileged: ["default", "kube-system", "kube-public", "kube-node-lease"],
  },
  settings: {
    levels: {
      type: "array",
      items: { type: "string", enum: [...levels] },
      description: "Levels that a namespace may have.",
    },
    privileged: {
      type: "array",
      items: { type: "string" },
      description: "Namespaces that may have any level or none; * stands for any characters.",
    },
  },
  check(resource, settings) {
    if (baseKind(resource.type) !== "Namespace") return [];
    const { props } = resource;
    if (matchesAny(settings.privileged, props.get("metadata", "name").text ?? resource.name)) return [];
    const report = reporter(resource, why);
    const level = props.get("metadata", "labels", enforceLabel);
    // A Patch leaves what it does not say as it is.
    if (level.absent && kubernetesKind(resource.type) !== "Namespace") return [];
    if (level.unknown) report.unknown(level);
    else if (!settings.levels.includes(level.text ?? ""))
      report.violation(
        level.path,
        level.absent ? "is not set" : `is "${level.text}"`,
        `set it to ${settings.levels.join(" or ")}`,
      );
    return report.findings;
  },
  admission: (settings) =>
    namespaceLevelAdmission(
      settings.levels,
      `${literal(settings.privileged.map(patternSource))}.exists(p, ${object}.metadata.name.matches(p))`,
    ),
};
