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

/** With which annotation a cloud makes a load balancer that only the network inside reaches. Another cloud does not look at it. */
export const internalAnnotations = {
  openstack: "service.beta.kubernetes.io/openstack-internal-load-balancer=true",
  gcp: "networking.gke.io/load-balancer-type=Internal",
};

/** Setting of the rules that leave internal load balancers alone. */
export const internalSetting = {
  type: "array",
  items: { type: "string", pattern: "^[^=]+=[^=]+$" },
  description: "Annotations that make a load balancer internal on this cloud: key=value.",
};

const pairs = (annotations: readonly string[]) =>
  annotations.map((one) => {
    const [key = "", value = ""] = one.split("=");
    return { key, value };
  });

export function isInternal(annotations: Field, internal: readonly string[]): boolean {
  return pairs(internal).some(({ key, value }) => annotations.get(key).text === value);
}

/** The same in CEL, for what has the annotations. */
export function internalCondition(internal: readonly string[], of = "dyn(object).metadata"): string {
  if (internal.length === 0) return "false";
  return pairs(internal)
    .map(({ key, value }) => `${of}.?annotations[?${JSON.stringify(key)}].orValue("") == ${JSON.stringify(value)}`)
    .join(" || ");
}
