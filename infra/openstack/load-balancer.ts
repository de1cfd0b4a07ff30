/** How the cloud controller is told to make the ingress's load balancer. */
import type { OpenstackConfig } from "../../config/schema";

type Provider = OpenstackConfig["openstack"]["loadBalancerProvider"];

/** The ovn provider has no HTTP checks, so it cannot find out which nodes have a pod. */
export function checksNodes(provider: Provider): boolean {
  return provider !== "ovn";
}

/** Annotations of the ingress controller's Service. */
export function loadBalancerAnnotations(provider: Provider): Record<string, string> {
  return {
    // Without it the cloud controller deletes the reserved address together with the Service.
    "loadbalancer.openstack.org/keep-floatingip": "true",
    // Without it a balancer sends to nodes that have no pod of the controller, or are down.
    "loadbalancer.openstack.org/enable-health-monitor": String(checksNodes(provider)),
    ...(provider === "ovn" ? { "loadbalancer.openstack.org/lb-method": "SOURCE_IP_PORT" } : {}),
  };
}
