import type { Field } from "../reader";
import { reporter, type Resource, type ResourceRule } from "../rule";
import { kubernetesKind } from "../workloads";
import { helmServiceType } from "./container-limits";

type Settings = {
  /** Annotation that keeps the address when the Service goes; "" where the cloud needs none. */
  annotation: string;
};

export const loadBalancerKeepsAddress: ResourceRule<Settings> = {
  name: "load-balancer-keeps-address",
  description: "A Service of type LoadBalancer takes a reserved address and leaves it there when it goes.",
  severity: "high",
  defaults: { annotation: "loadbalancer.openstack.org/keep-floatingip" },
  settings: {
    annotation: { type: "string", description: 'Annotation that must be "true"; "" where the cloud needs none.' },
  },
  check(resource, { annotation }) {
    const report = reporter(
      resource,
      "without it the cloud picks any address, or deletes the reserved one with the Service, and every DNS record points nowhere",
    );
    for (const { address, annotations } of loadBalancers(resource)) {
      if (address.unknown) report.unknown(address);
      else if (address.text === undefined || address.text === "")
        report.violation(address.path, "is not set", "set it to the reserved address, infrastructure.ingress.address");
      if (annotation === "") continue;
      const keep = annotations.get(annotation);
      if (keep.unknown) report.unknown(keep);
      else if (keep.text !== "true")
        report.violation(
          keep.path,
          'is not "true"',
          "add infrastructure.ingress.loadBalancerAnnotations to the Service",
        );
    }
    return report.findings;
  },
};

/** Services themselves, and the places in a chart's values that describe one. */
function loadBalancers({ type, props }: Resource): { address: Field; annotations: Field }[] {
  if (["Service", "ServicePatch"].includes(kubernetesKind(type) ?? ""))
    return props.get("spec", "type").text === "LoadBalancer"
      ? [{ address: props.get("spec", "loadBalancerIP"), annotations: props.get("metadata", "annotations") }]
      : [];
  if (type !== helmServiceType) return [];
  return [...props.get("values").walk()]
    .filter((field) => field.get("type").text === "LoadBalancer")
    .map((service) => ({ address: service.get("loadBalancerIP"), annotations: service.get("annotations") }));
}
