/** From declared alerts to the rules that Prometheus reads. Pure. */
import type { Alert } from "../../foundation/watch";
import type { Watched } from "../watched";

/** A group of rules, as Prometheus writes it. */
export interface RuleGroup {
  name: string;
  rules: Rule[];
}

interface Rule {
  alert: string;
  expr: string;
  for: string;
  keep_firing_for?: string;
  labels: { severity: Alert["severity"] };
  annotations: { summary: string; description: string };
}

/** One group for each part of the platform that has alerts, in the order of `watched`. */
export function ruleGroups(watched: Watched): RuleGroup[] {
  return Object.entries(watched)
    .filter(([, { alerts }]) => alerts.length > 0)
    .map(([name, { alerts }]) => ({ name, rules: alerts.map(rule) }));
}

function rule({ name, expr, for: held, keepFiringFor, severity, summary, action }: Alert): Rule {
  return {
    alert: name,
    expr,
    for: held,
    ...(keepFiringFor === undefined ? {} : { keep_firing_for: keepFiringFor }),
    labels: { severity },
    annotations: { summary, description: action },
  };
}

/** Alerts of the chart that ours say too, with tests. */
export const replaced = [
  "KubeNodeNotReady",
  "KubeNodePressure",
  "KubePersistentVolumeFillingUp",
  "KubePodCrashLooping",
  "KubeQuotaAlmostFull",
  "KubeQuotaFullyUsed",
  "NodeFilesystemAlmostOutOfSpace",
  "NodeFilesystemSpaceFillingUp",
] as const;
