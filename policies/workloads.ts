/** Where the containers of every kind of workload are. */
import type { Field } from "./reader";
import type { Resource } from "./rule";

/** Type token of the only component that may install charts. */
export const helmServiceType = "science-platform:foundation:HelmService";

const template = ["spec", "template"];
const podTemplatePath = new Map<string, string[]>([
  ["Pod", []],
  ["PodTemplate", ["template"]],
  ["Deployment", template],
  ["StatefulSet", template],
  ["DaemonSet", template],
  ["ReplicaSet", template],
  ["ReplicationController", template],
  ["Job", template],
  ["CronJob", ["spec", "jobTemplate", "spec", "template"]],
]);

/** The kinds of Kubernetes that make pods. */
export const workloadKinds = [...podTemplatePath.keys()];

/** Groups without a dot, which are Kubernetes' own and have the kinds above. */
const builtIn = /^kubernetes:[^.:/]+[/:]/;
/** Its other groups, which have no pods (those of extensions end in x-k8s.io), and charts, which are judged when they are rendered. */
const podless = /^kubernetes:(helm\.sh|([^:/]*\.)?k8s\.io)[/:]/;

/** "Deployment" for "kubernetes:apps/v1:Deployment"; undefined for what is not an object of Kubernetes. */
export function kubernetesKind(type: string): string | undefined {
  return /^kubernetes:[^:]+:([\w-]+)$/.exec(type)?.[1];
}

/** The kind that rules speak of: "Deployment" for a Deployment and for its Patch (server-side apply of a part). */
export function baseKind(type: string): string | undefined {
  return kubernetesKind(type)?.replace(/Patch$/, "");
}

/** What has the metadata and the spec of a pod: the pod itself, or the template in a workload. */
export interface PodTemplate {
  /** Kind of the workload, without Patch and List. */
  kind: string;
  /** Only a part of the object is said, the rest stands in the cluster. */
  patch: boolean;
  metadata: Field;
  spec: Field;
}

/**
 * The pods that a resource makes, whatever its API version: of the workload kinds, their `Patch` twins and their lists, and of custom
 * kinds wherever they have a pod template (Argo's Rollout, Knative's Service, JobSet, Volcano's Job).
 */
export function podTemplates(resource: Resource): PodTemplate[] {
  const kind = baseKind(resource.type);
  if (kind === undefined) return [];
  const patch = resource.type.endsWith("Patch");
  const found = (kind: string, object: Field, path: string[]): PodTemplate => {
    const template = path.length === 0 ? object : object.get(...path);
    return { kind, patch, metadata: template.get("metadata"), spec: template.get("spec") };
  };
  if (podless.test(resource.type)) return [];
  if (!builtIn.test(resource.type)) return customTemplates(resource).map((field) => found(kind, field, []));
  const own = podTemplatePath.get(kind);
  if (own !== undefined) return [found(kind, resource.props, own)];
  const single = kind.replace(/List$/, "");
  const listed = podTemplatePath.get(single);
  if (listed === undefined || !kind.endsWith("List")) return [];
  const items = resource.props.get("items");
  const all = items.unknown ? [items] : items.items;
  return all.map((item) => found(single, item, listed));
}

/** Every place below an object of an unknown kind that looks like the template of a pod. Containers in its very own spec are something else. */
function customTemplates({ props }: Resource): Field[] {
  return [...props.walk()]
    .slice(1)
    .filter((field) =>
      ["containers", "initContainers"].some((group) =>
        field.get("spec", group).items.some((item) => !item.get("name").absent && !item.unknown),
      ),
    );
}

/** The pod specifications in a resource. */
export function podSpecs(resource: Resource): Field[] {
  return podTemplates(resource).map(({ spec }) => spec);
}

export type ContainerGroup = "containers" | "initContainers" | "ephemeralContainers";
const groups: ContainerGroup[] = ["containers", "initContainers", "ephemeralContainers"];

/**
 * Every container of a pod specification; a list or a container that is unknown comes as an unknown field, and what stands where the list
 * should be as a container, which then lacks everything: an API server refuses it, but nobody may take it for a pod without containers.
 */
export function containers(spec: Field): { group: ContainerGroup; field: Field }[] {
  if (spec.unknown) return [{ group: "containers", field: spec }];
  return groups.flatMap((group) => {
    const list = spec.get(group);
    return (list.absent || Array.isArray(list.value) ? list.items : [list]).map((field) => ({ group, field }));
  });
}

/**
 * The `resources` of everything that is a container and can have bounds: of pods, and those that a HelmService declares for the
 * containers of its chart. What is unknown above them comes as an unknown field.
 */
export function containerResources(resource: Resource): Field[] {
  if (resource.type === helmServiceType) {
    const declared = resource.props.get("resources");
    return declared.unknown ? [declared] : declared.entries.map(([, field]) => field);
  }
  return podSpecs(resource)
    .flatMap(containers)
    .filter(({ group }) => group !== "ephemeralContainers")
    .map(({ field }) => (field.unknown ? field : field.get("resources")));
}
