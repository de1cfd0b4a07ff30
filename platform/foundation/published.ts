/** How the ingress controller reaches a service. Pure: declarations of services say it too. */
import { catalog } from "../catalog";
import { controllerPods } from "./ingress-values";
import type { Labels } from "./labels";
import type { Opening } from "./network-policies";

/** Label of namespaces whose pods the controller may reach. */
export const publishedLabel: Labels = { "science-platform/published": "true" };

/** How a service's namespace lets the controller in. */
export function fromIngress(pods: Labels, ports: (number | string)[]): Opening {
  return { kind: "from-namespace", namespace: catalog.ingressNginx.namespace, fromPods: controllerPods, pods, ports };
}
