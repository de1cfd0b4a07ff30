/** What rules say to the API server: expressions in CEL, the language of ValidatingAdmissionPolicies. */
import { dockerHubSource, registrySource } from "../images";
import { patternSource } from "../patterns";

/** Resources of the API that a policy looks at. */
export interface Match {
  apiGroups: string[];
  apiVersions: string[];
  resources: string[];
}

/** The part of a rule that one object alone can break. */
export interface Admission {
  match: Match[];
  /** Named expressions, in order; each may use those before it as `variables.name`. */
  variables?: Record<string, string>;
  /** Each is a list of texts: what is wrong with the object. Empty lists mean that the rule holds. */
  problems: string[];
}

/** A CEL literal of plain data: CEL writes strings, numbers, lists and maps like JSON. */
export function literal(value: unknown): string {
  return JSON.stringify(value);
}

/** The object without static types: a policy for several kinds reads fields that only one of them has. */
export const object = "dyn(object)";

/** `variables.full`: namespace/name of the object. */
export const nameVariable = { full: `request.?namespace.orValue("") + "/" + ${object}.metadata.?name.orValue("")` };

/** True when `variables.full` is one of these patterns of namespace/name. */
export function isNamed(patterns: readonly string[]): string {
  return `${literal(patterns.map(patternSource))}.exists(p, variables.full.matches(p))`;
}

/** Every kind that makes pods; `ephemeral`: also what `kubectl debug` adds to running pods. */
export function workloads({ ephemeral = false } = {}): Match[] {
  return [
    {
      apiGroups: [""],
      apiVersions: ["v1"],
      resources: ["pods", ...(ephemeral ? ["pods/ephemeralcontainers"] : []), "podtemplates", "replicationcontrollers"],
    },
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    },
    { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs", "cronjobs"] },
  ];
}

/** `variables.pod`: metadata and spec of the pod or the pod template, for {@link workloads}. */
export const podVariable = {
  pod: [
    `request.kind.kind == "Pod" ? ${object}`,
    `request.kind.kind == "PodTemplate" ? ${object}.template`,
    `request.kind.kind == "CronJob" ? ${object}.spec.jobTemplate.spec.template`,
    `has(${object}.spec.template) ? ${object}.spec.template : {"spec": {"containers": []}}`,
  ].join(" : "),
};

/** `variables.containers`: those that may have bounds; `variables.all`: the ephemeral ones too. */
export const containerVariables = {
  ...podVariable,
  containers: "variables.pod.spec.containers + variables.pod.spec.?initContainers.orValue([])",
  all: "variables.containers + variables.pod.spec.?ephemeralContainers.orValue([])",
};

/** An image's name with the registry that is meant, Docker Hub by one name (images.ts, fullImage). */
function fullImageOf(image: string): string {
  const hub = literal(`(?i)${dockerHubSource}`);
  const own = `${image}.substring(${image}.find(${hub}).size())`;
  const other = `!${image}.matches(${hub}) && ${image}.matches(${literal(registrySource)})`;
  return `(${other} ? ${image} : (${own}.contains("/") ? "docker.io/" : "docker.io/library/") + ${own})`;
}

/** `variables.images`: containers and volumes that are images; `i.name`, `i.image` and `i.full`, its full name, below. */
export const imageVariables = {
  ...containerVariables,
  named:
    'variables.all.map(c, {"name": "container " + string(c.name), "image": string(c.?image.orValue(""))}) + ' +
    'variables.pod.spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, {"name": "volume " + string(v.name), "image": string(v.image.?reference.orValue(""))})',
  images: `variables.named.map(i, {"name": i.name, "image": i.image, "full": ${fullImageOf("i.image")}})`,
};

/** A list of texts "container NAME: image IMAGE what" for those images for which the condition holds; `i.image` is the image. */
export function eachImage(condition: string, what: string): string {
  return `variables.images.filter(i, i.image != "" && ${condition}).map(i, i.name + ": image " + i.image + ${literal(` ${what}`)})`;
}

/** A list of texts "container NAME: what" for those containers of a list for which the condition holds; `c` is the container. */
export function eachContainer(list: string, condition: string, what: string): string {
  return `${list}.filter(c, ${condition}).map(c, "container " + c.name + ": " + ${what})`;
}

/** One text when the condition holds, none otherwise. */
export function when(condition: string, what: string): string {
  return `(${condition}) ? [${what}] : []`;
}
