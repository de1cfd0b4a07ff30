import { amount, cores, exceeds, gibibytes } from "../quantities";
import type { Field } from "../reader";
import type { Finding, Resource, StackRule } from "../rule";
import { ofKind } from "../stack";
import { baseKind, containers, podTemplates } from "../workloads";

export type Settings = Record<string, never>;

const fix = "raise the namespace's quota, or lower limits or replicas";

export const quotaFits: StackRule<Settings> = {
  name: "quota-fits",
  group: "resource-limits",
  description: "The workloads of a namespace fit into its quota together.",
  why: "pods beyond the quota are never made, and the deployment waits for them until it fails",
  fix,
  severity: "medium",
  disposable: "mandatory",
  defaults: {},
  settings: {},
  notInCluster: "it is about all objects of a namespace together; there the quota itself refuses the pod",
  checkStack(resources) {
    return ofKind(resources, "ResourceQuota").flatMap((quota) => {
      const namespace = quota.props.get("metadata", "namespace").text;
      const scoped = !quota.props.get("spec", "scopes").absent || !quota.props.get("spec", "scopeSelector").absent;
      if (namespace === undefined || scoped) return [];
      const inside = resources.filter(({ props }) => props.get("metadata", "namespace").text === namespace);
      return bounds.flatMap(({ key, bound, what, text }) => {
        const hard = quota.props.get("spec", "hard", key);
        const most = amount(hard);
        const sum = inside.reduce((total, resource) => total + together(resource, bound, what), 0);
        if (most === undefined || !exceeds(sum, most)) return [];
        const finding: Finding = {
          kind: "violation",
          resource: quota,
          where: hard.path,
          what: `is ${hard.text}, but the workloads take ${text(sum)} together`,
          why: quotaFits.why,
          fix,
        };
        return [finding];
      });
    });
  },
};

const bounds = [
  { key: "limits.cpu", bound: "limits", what: "cpu", text: cores },
  { key: "limits.memory", bound: "limits", what: "memory", text: gibibytes },
  { key: "requests.cpu", bound: "requests", what: "cpu", text: cores },
  { key: "requests.memory", bound: "requests", what: "memory", text: gibibytes },
  // The short words for requests.
  { key: "cpu", bound: "requests", what: "cpu", text: cores },
  { key: "memory", bound: "requests", what: "memory", text: gibibytes },
];

/** What all pods of a workload take; those of DaemonSets are as many as there are nodes, which nobody knows here: one counts. */
function together(resource: Resource, bound: string, what: string): number {
  const kind = baseKind(resource.type) ?? "";
  if (!resource.type.startsWith("kubernetes:") || kind === "PodTemplate" || owned(resource)) return 0;
  const count = { CronJob: ["spec", "jobTemplate", "spec", "parallelism"], Job: ["spec", "parallelism"] }[kind];
  const pods = amount(resource.props.get(...(count ?? ["spec", "replicas"]))) ?? 1;
  return podTemplates(resource).reduce((sum, { spec }) => sum + pods * onePod(spec, bound, what), 0);
}

/** Init containers run one after the other, before the others; sidecars and containers run together. */
function onePod(spec: Field, bound: string, what: string): number {
  const of = (field: Field) => amount(field.get("resources", bound, what)) ?? 0;
  let [running, highest] = [0, 0];
  for (const { group, field } of containers(spec)) {
    if (group === "ephemeralContainers" || field.unknown) continue;
    if (group === "initContainers" && field.get("restartPolicy").text !== "Always")
      highest = Math.max(highest, of(field));
    else running += of(field);
  }
  return Math.max(running, highest);
}

function owned({ props }: Resource): boolean {
  return props.get("metadata", "ownerReferences").items.length > 0;
}
