/** The way in: one ingress controller behind the reserved address, with the platform's certificate. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Ingress } from "../../infra/contract";
import { catalog } from "../catalog";
import type { CertManager } from "./certificates/cert-manager";
import { platformCertificate } from "./certificates/platform-certificate";
import { HelmService, type ReleaseSettings } from "./helm-service";
import { controllerPods, ingressResources, ingressValues } from "./ingress-values";
import { ingressMetrics } from "./ingress-watch";
import type { Labels } from "./labels";
import type { Opening } from "./network-policies";
import { fromIngress, publishedLabel } from "./published";
import { ServiceNamespace } from "./service-namespace";
import { fromPrometheus } from "./watch";

export interface IngressControllerArgs {
  /** Short name of the site; part of the name of its certificate authority. */
  site: string;
  platform: ReleaseSettings & Pick<Config["platform"], "ingress">;
  ingress: Ingress;
  certificates: Config["certificates"];
  /** Names that the certificate is for. */
  names: string[];
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
  /** Issues the certificate, for the issuers dns01 and http01. */
  certManager?: CertManager;
  /** True: the Rubin Science Platform stands behind it too. */
  rsp: boolean;
  /** True: the site has Prometheus. */
  monitored: boolean;
}

/**
 * Helm waits until the controller's Service has its address, and at the end until the Service is gone. So the cloud controller,
 * which lives as long as the cluster, always removes the load balancer before the cluster goes.
 */
export class IngressController extends pulumi.ComponentResource {
  /** Authority that signed the platform's certificate, PEM. Missing where clients trust it already. */
  readonly authority?: pulumi.Output<string>;

  constructor(name: string, args: IngressControllerArgs, opts: pulumi.ComponentResourceOptions) {
    const { site, certificates, ingress, labels, names, priority, rsp, monitored } = args;
    const { ingress: settings } = args.platform;
    // Not the whole of `platform`: a change of another service would show as a change of the ingress.
    const shown = { site, names, labels, ingress, settings, rsp, monitored };
    super("science-platform:foundation:IngressController", name, shown, opts);

    const namespace = new ServiceNamespace(
      catalog.ingressNginx.namespace,
      {
        labels,
        // Ports of the node itself are beyond what the standard "baseline" allows; all else of the chart is within "restricted".
        podSecurity: ingress.kind === "daemonset" ? "privileged" : "restricted",
        platform: args.platform,
        owner: "operators",
        loadBalancers: ingress.kind === "service" ? 1 : 0,
        openings: openings({ rsp, http01: certificates.issuer === "http01", monitored }),
      },
      { parent: this },
    );
    const certificate = platformCertificate(
      { site, certificates, names, namespace: namespace.name, labels, certManager: args.certManager },
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
          rsp,
          monitored,
        }),
        resources: ingressResources(settings),
        // A load balancer of virtual machines takes minutes to come.
        timeout: 600,
      },
      { parent: this, dependsOn: [namespace, certificate.made] },
    );
    this.authority = certificate.authority;

    this.registerOutputs({ authority: this.authority });
  }
}

const webhookPods = { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "admission-webhook" };
const backendPods = { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "default-backend" };

/** Pods of cert-manager that answer the authority; they are made beside the certificate. */
const http01Pods = { "acme.cert-manager.io/http01-solver": "true" };

interface OpeningsArgs extends Pick<IngressControllerArgs, "rsp" | "monitored"> {
  http01: boolean;
}

/** What the controller needs beyond the default denial. */
export function openings({ rsp, http01, monitored }: OpeningsArgs): Record<string, Opening> {
  return {
    users: { kind: "from-anywhere", pods: controllerPods, ports: [80, 443] },
    // The API server asks it before it takes an Ingress; its address is not one of a pod.
    admission: { kind: "from-anywhere", pods: controllerPods, ports: [8443] },
    // Phalanx's applications guard themselves by policies of their own; their namespaces carry no label of ours.
    backends: { kind: "to-namespaces", pods: controllerPods, namespaces: rsp ? {} : publishedLabel },
    "default-backend": {
      kind: "to-namespaces",
      pods: controllerPods,
      namespaces: { "kubernetes.io/metadata.name": catalog.ingressNginx.namespace },
    },
    "from-controller": fromIngress(backendPods, [8080]),
    "api-server": { kind: "to-api-server", pods: controllerPods },
    "webhook-jobs": { kind: "to-api-server", pods: webhookPods },
    ...(monitored ? { metrics: fromPrometheus(ingressMetrics) } : {}),
    ...(http01 ? { "certificate-proofs": fromIngress(http01Pods, [8089]) } : {}),
  };
}
