/** How GKE is told to make the ingress's load balancer. */

/**
 * Annotations of the ingress controller's Service: a passthrough balancer on backend services, which asks the nodes whether they are well.
 * A reserved address needs no annotation to be kept, GKE never deletes what it has not made.
 */
export const loadBalancerAnnotations: Record<string, string> = { "cloud.google.com/l4-rbs": "enabled" };
