/** Where the containers of every kind of workload are. */
import type { Field } from "./reader";
import type { Resource } from "./rule";

const template = ["spec", "template", "spec"];
const podSpecPath: Record<string, string[]> = {
  Pod: ["spec"],
  PodTemplate: ["template", "spec"],
  Deployment: template,
  StatefulSet: template,
  DaemonSet: template,
  ReplicaSet: template,
  ReplicationController: template,
  Job: template,
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** "Deployment" for "kubernetes:apps/v1:Deployment"; undefined for what is not an object of Kubernetes. */
export function kubernetesKind(type: string): string | undefined {
  return /^kubernetes:[^:]+:(\w+)$/.exec(type)?.[1];
}

/**
 * The pod specifications in a resource, whatever its API group and version: of the workload kinds, their `Patch` twins (server-side
 * apply of a part) and their lists.
 */
export function podSpecs(resource: Resource): Field[] {
  const kind = kubernetesKind(resource.type)?.replace(/Patch$/, "");
  if (kind === undefined) return [];
  const own = podSpecPath[kind];
  if (own !== undefined) return [resource.props.get(...own)];
  const listed = podSpecPath[kind.replace(/List$/, "")];
  if (listed === undefined || !kind.endsWith("List")) return [];
  const items = resource.props.get("items");
  return items.unknown ? [items] : items.items.map((item) => item.get(...listed));
}

export type ContainerGroup = "containers" | "initContainers" | "ephemeralContainers";
const groups: ContainerGroup[] = ["containers", "initContainers", "ephemeralContainers"];

/** Every container of a pod specification; a list or a container that is unknown comes as an unknown field. */
export function containers(spec: Field): { group: ContainerGroup; field: Field }[] {
  if (spec.unknown) return [{ group: "containers", field: spec }];
  return groups.flatMap((group) => {
    const list = spec.get(group);
    return (list.unknown ? [list] : list.items).map((field) => ({ group, field }));
  });
}
