/** How the cloud controller is told to make the ingress's load balancer. */
import type { OpenstackConfig } from "../../config/schema";

/** Annotations of the ingress controller's Service. */
export function loadBalancerAnnotations(
  provider: OpenstackConfig["openstack"]["loadBalancerProvider"],
): Record<string, string> {
  return {
    // Without it the cloud controller deletes the reserved address together with the Service.
    "loadbalancer.openstack.org/keep-floatingip": "true",
    // Amphora balancers need it to find the nodes that have an ingress pod. The ovn provider has no HTTP checks, so that Services
    // with externalTrafficPolicy Local cannot be checked at all there; with the policy Cluster every node is a good member.
    "loadbalancer.openstack.org/enable-health-monitor": provider === "ovn" ? "false" : "true",
    ...(provider === "ovn" ? { "loadbalancer.openstack.org/lb-method": "SOURCE_IP_PORT" } : {}),
  };
}
