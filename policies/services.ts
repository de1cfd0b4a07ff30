/** Services: the objects, and the places in a chart's values that describe one. */
import type { Field } from "./reader";
import type { Resource } from "./rule";
import { baseKind, helmServiceType } from "./workloads";

export interface Service {
  type: string;
  annotations: Field;
  /** What stands in `spec`; in a chart's values it stands beside the annotations. */
  spec: Field;
}

export function services({ type, props }: Resource): Service[] {
  if (baseKind(type) === "Service") {
    const spec = props.get("spec");
    return [{ type: spec.get("type").text ?? "ClusterIP", annotations: props.get("metadata", "annotations"), spec }];
  }
  if (type !== helmServiceType) return [];
  return [...props.get("values").walk()]
    .filter((field) => ["LoadBalancer", "NodePort"].includes(field.get("type").text ?? ""))
    .map((field) => ({ type: field.get("type").text ?? "", annotations: field.get("annotations"), spec: field }));
}

/** Annotations with which clouds make a load balancer that only the network inside reaches. */
export const internalAnnotations: Record<string, string> = {
  "service.beta.kubernetes.io/openstack-internal-load-balancer": "true",
  "networking.gke.io/load-balancer-type": "Internal",
};

export function isInternal(annotations: Field): boolean {
  return Object.entries(internalAnnotations).some(([key, value]) => annotations.get(key).text === value);
}

/** The same in CEL, for `annotations` as an optional map. */
export const internalCondition = Object.entries(internalAnnotations)
  .map(
    ([key, value]) =>
      `dyn(object).metadata.?annotations[?${JSON.stringify(key)}].orValue("") == ${JSON.stringify(value)}`,
  )
  .join(" || ");
