/** Values of Argo CD's chart; the keys are the upstream chart's. Pure. */
import type { Config } from "../../../config/schema";
import type { ContainerResources, Values } from "../../foundation/values";
import { ingressClass } from "../../foundation/ingress-values";
import { argocdLogin } from "./argocd-login";
import type { PhalanxConfig } from "./applications";
import { argocdUrl } from "./wiring";

/** Path below the platform's name at which people find it. */
const path = "/argo-cd";

/** The chart has probes of these, and leaves them out unless told. */
const probed = { readinessProbe: { enabled: true }, livenessProbe: { enabled: true } };

export function argocdValues(
  phalanx: Pick<PhalanxConfig, "fqdn" | "environment">,
  config: Pick<Config, "identity" | "dns" | "platform">,
): Values {
  const { cm: login, rbac } = argocdLogin(config);
  return {
    // The names that Phalanx's commands and documentation use.
    fullnameOverride: "argocd",
    configs: {
      cm: {
        url: argocdUrl(phalanx),
        // As in Phalanx: Nublado's controller cannot do with annotations yet.
        "application.resourceTrackingMethod": "label",
        "resource.compareoptions": "ignoreAggregatedRoles: true\n",
        "ui.bannercontent": phalanx.environment,
        "ui.bannerposition": "top",
        "ui.bannerpermanent": "true",
        ...login,
      },
      ...(rbac === undefined ? {} : { rbac }),
      params: {
        // TLS ends at the ingress.
        "server.insecure": true,
        "server.basehref": path,
        "server.rootpath": path,
      },
      // It comes from Vault.
      secret: { createSecret: false },
    },
    repoServer: { replicas: 2 },
    server: {
      replicas: 2,
      ingress: {
        enabled: true,
        annotations: { "nginx.ingress.kubernetes.io/force-ssl-redirect": "true" },
        ingressClassName: ingressClass,
        hostname: phalanx.fqdn,
        path,
      },
    },
    // The chart's own registry is public.ecr.aws under a name that no list of allowed ones has.
    redis: { image: { repository: "public.ecr.aws/docker/library/redis" }, ...probed },
    // Nobody here uses them; whoever does switches them on in platform.values.
    applicationSet: { replicas: 0, ...probed },
    dex: { enabled: false },
    notifications: { enabled: false },
    // The namespace has policies of its own, which are stricter.
    global: { networkPolicy: { create: false } },
  };
}

const bounds = (cpu: [string, string], memory: [string, string]): ContainerResources => ({
  requests: { cpu: cpu[0], memory: memory[0] },
  limits: { cpu: cpu[1], memory: memory[1] },
});

/** Bounds of every container of the chart, by the path of its values. The controller holds all objects of the cluster in memory. */
export const argocdResources: Record<string, ContainerResources> = {
  "applicationSet.resources": bounds(["50m", "500m"], ["64Mi", "128Mi"]),
  "controller.resources": bounds(["500m", "2"], ["1Gi", "4Gi"]),
  "redis.resources": bounds(["50m", "200m"], ["64Mi", "128Mi"]),
  "redisSecretInit.resources": bounds(["10m", "100m"], ["64Mi", "128Mi"]),
  "repoServer.resources": bounds(["100m", "1"], ["256Mi", "1Gi"]),
  "server.resources": bounds(["50m", "500m"], ["128Mi", "512Mi"]),
};
