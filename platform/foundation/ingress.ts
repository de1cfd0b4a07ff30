/** The way in: one ingress controller behind the reserved address, with the platform's certificate. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Ingress } from "../../infra/contract";
import { catalog } from "../catalog";
import { Certificate } from "./certificate";
import { HelmService } from "./helm-service";
import { controllerPods, ingressResources, ingressValues } from "./ingress-values";
import type { Labels } from "./labels";
import type { Opening } from "./network-policies";
import { ServiceNamespace } from "./service-namespace";

export interface IngressControllerArgs {
  /** Short name of the site; part of the name of its certificate authority. */
  site: string;
  platform: Pick<Config["platform"], "charts" | "values" | "quota" | "containerDefaults" | "roles" | "ingress">;
  ingress: Ingress;
  /** Zone of the platform, with its closing dot. */
  zone: string;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
}

/** Label of namespaces whose pods the controller may reach. */
export const publishedLabel: Labels = { "science-platform/published": "true" };

/** How a service's namespace lets the controller in. */
export function fromIngress(pods: Labels, ports: (number | string)[]): Opening {
  return { kind: "from-namespace", namespace: catalog.ingressNginx.namespace, fromPods: controllerPods, pods, ports };
}

/**
 * Helm waits until the controller's Service has its address, and at the end until the Service is gone. So the cloud controller,
 * which lives as long as the cluster, always removes the load balancer before the cluster goes.
 */
export class IngressController extends pulumi.ComponentResource {
  /** Certificate authority of the platform, PEM. */
  readonly authority: pulumi.Output<string>;

  constructor(name: string, args: IngressControllerArgs, opts: pulumi.ComponentResourceOptions) {
    const { site, ingress, priority, labels } = args;
    const { ingress: settings } = args.platform;
    const zone = args.zone.replace(/\.$/, "");
    // Not the whole of `platform`: a change of another service would show as a change of the ingress.
    super("science-platform:foundation:IngressController", name, { site, zone, labels, ingress, settings }, opts);

    const namespace = new ServiceNamespace(
      catalog.ingressNginx.namespace,
      {
        labels,
        // Ports of the node itself are beyond what the standard "baseline" allows.
        podSecurity: ingress.kind === "daemonset" ? "privileged" : "baseline",
        platform: args.platform,
        owner: "operators",
        loadBalancers: ingress.kind === "service" ? 1 : 0,
        openings,
      },
      { parent: this },
    );
    const certificate = new Certificate(
      "platform-tls",
      {
        namespace: namespace.name,
        labels,
        authority: `${site} science platform`,
        dnsNames: [zone, `*.${zone}`],
      },
      { parent: this },
    );
    new HelmService(
      catalog.ingressNginx.name,
      {
        chart: catalog.ingressNginx,
        platform: args.platform,
        namespace: namespace.name,
        values: ingressValues({
          ingress,
          replicas: settings.replicas,
          priority,
          certificate: pulumi.interpolate`${namespace.name}/${certificate.secretName}`,
        }),
        resources: ingressResources(settings),
        // A load balancer of virtual machines takes minutes to come.
        timeout: 600,
      },
      { parent: this, dependsOn: [namespace, certificate] },
    );
    this.authority = certificate.authority;

    this.registerOutputs({ authority: this.authority });
  }
}

const webhookPods = { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "admission-webhook" };
const backendPods = { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "default-backend" };

/** What the controller needs beyond the default denial. */
export const openings: Record<string, Opening> = {
  users: { kind: "from-anywhere", pods: controllerPods, ports: [80, 443] },
  // The API server asks it before it takes an Ingress; its address is not one of a pod.
  admission: { kind: "from-anywhere", pods: controllerPods, ports: [8443] },
  backends: { kind: "to-namespaces", pods: controllerPods, namespaces: publishedLabel },
  "default-backend": {
    kind: "to-namespaces",
    pods: controllerPods,
    namespaces: { "kubernetes.io/metadata.name": catalog.ingressNginx.namespace },
  },
  "from-controller": fromIngress(backendPods, [8080]),
  "api-server": { kind: "to-api-server", pods: controllerPods },
  "webhook-jobs": { kind: "to-api-server", pods: webhookPods },
};
