/** Pods without containers: no rule has anything to say of them, no API server takes them, and `containers` may just be misspelt. */
import { closest } from "../../config/problems-words";
import type { Resource } from "../../policies/rule";
import { podTemplates, workloadKinds } from "../../policies/workloads";

export interface EmptyPod {
  /** Place in the object. */
  where: string;
  what: string;
}

/** The pods of a workload that have no containers. */
export function emptyPods(resource: Resource): EmptyPod[] {
  return podTemplates(resource).flatMap(({ kind, spec }): EmptyPod[] => {
    const list = spec.get("containers");
    const empty = list.absent || (Array.isArray(list.value) && list.value.length === 0);
    if (!workloadKinds.includes(kind) || !empty) return [];
    const keys = spec.entries.map(([key]) => key).filter((key) => key !== "containers");
    const meant = closest("containers", keys);
    return [
      { where: list.path, what: `has no container${meant === undefined ? "" : `: "${meant}" is no field of a pod`}` },
    ];
  });
}
