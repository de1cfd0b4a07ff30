/** Values of cert-manager's chart and of the Designate webhook's, and what their pods may reach. Pure. */
import type * as pulumi from "@pulumi/pulumi";
import { catalog } from "../../catalog";
import { portOf } from "../address";
import type { Opening } from "../network-policies";
import type { ContainerResources, Values } from "../values";
import { fromPrometheus, type Metrics } from "../watch";
import { acmeServer, type AcmeCertificates } from "./issuer";

/** Name of the controller's service account: the cloud's identity for it is bound to this name (infra/gcp/identities.ts). */
const serviceAccount = "cert-manager";

export interface CertManagerValuesArgs {
  /** Pods of each of its three programs. */
  replicas: number;
  /** Google's account that the controller acts as. */
  googleAccount?: pulumi.Input<string>;
}

export function certManagerValues({ replicas, googleAccount }: CertManagerValuesArgs): Values {
  return {
    // Installed and raised with the release, and kept when it goes: with them every certificate of every namespace would go.
    crds: { enabled: true, keep: true },
    // Clouds that run Kubernetes themselves let nobody write into the default, kube-system.
    global: { leaderElection: { namespace: catalog.certManager.namespace } },
    replicaCount: replicas,
    webhook: { replicaCount: replicas },
    cainjector: { replicaCount: replicas },
    serviceAccount: {
      name: serviceAccount,
      annotations: googleAccount === undefined ? {} : { "iam.gke.io/gcp-service-account": googleAccount },
    },
    // A Job that asks the webhook until it answers: the release is not done before, and whatever needs it depends on the release.
    startupapicheck: { enabled: true, timeout: "3m" },
  };
}

const small: ContainerResources = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { cpu: "100m", memory: "128Mi" },
};

/** Bounds of every container of the chart, by the path of its values. */
export const certManagerResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
  "webhook.resources": small,
  // It holds every Secret and webhook configuration of the cluster in memory.
  "cainjector.resources": { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "200m", memory: "512Mi" } },
  "startupapicheck.resources": small,
};

const pods = (name: string, component: string) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/component": component,
});
const controller = pods("cert-manager", "controller");
const webhook = pods("webhook", "webhook");

/** When each certificate ends, among others. */
export const certManagerMetrics: Metrics = {
  job: "cert-manager",
  namespace: catalog.certManager.namespace,
  pods: controller,
  port: 9402,
};

/**
 * What cert-manager needs beyond the default denial.
 *
 * @param monitored Whether the site has Prometheus.
 */
export function certManagerOpenings(certificates: AcmeCertificates, monitored = false): Record<string, Opening> {
  return {
    // The API server asks it before it takes an Issuer or a Certificate; its address is not one of a pod.
    webhook: { kind: "from-anywhere", pods: webhook, ports: [10250] },
    "webhook-api-server": { kind: "to-api-server", pods: webhook },
    "cainjector-api-server": { kind: "to-api-server", pods: pods("cainjector", "cainjector") },
    "startup-check": { kind: "to-api-server", pods: pods("startupapicheck", "startupapicheck") },
    "api-server": { kind: "to-api-server", pods: controller },
    acme: { kind: "to-anywhere", pods: controller, ports: acmePorts(certificates) },
    ...(monitored ? { metrics: fromPrometheus(certManagerMetrics) } : {}),
    ...(certificates.issuer === "dns01"
      ? {
          // It asks the zone's own name servers whether the proof has arrived, before the authority does.
          "name-servers": {
            kind: "to-anywhere",
            pods: controller,
            ports: nameServerPorts(certificates.solver),
            protocols: ["UDP", "TCP"],
          } as const,
        }
      : {}),
  };
}

/** 443: the authority and the clouds' APIs. 80: the answers that it tries itself first, and the metadata server of Google Cloud. */
function acmePorts(certificates: AcmeCertificates): number[] {
  const server = portOf(acmeServer(certificates));
  const googleMetadata =
    certificates.issuer === "dns01" && certificates.solver.provider === "clouddns" ? [80, 988] : [];
  const tried = certificates.issuer === "http01" ? [80] : [];
  return [...new Set([443, server, ...tried, ...googleMetadata])].sort((a, b) => a - b);
}

function nameServerPorts(solver: Extract<AcmeCertificates, { issuer: "dns01" }>["solver"]): number[] {
  const own = solver.provider === "rfc2136" ? /:(\d+)$/.exec(solver.server)?.[1] : undefined;
  return [...new Set([53, ...(own === undefined ? [] : [Number(own)])])];
}

/** Secret with the login at OpenStack, as the webhook's chart expects it. */
export const designateSecret = "cloud-credentials";

export function designateValues(replicas: number): Values {
  return {
    replicaCount: replicas,
    certManager: { namespace: catalog.certManager.namespace, serviceAccountName: serviceAccount },
    credentialsSecret: designateSecret,
    // The chart's own tag for it moves.
    alpine: { image: { tag: "3.22.2" } },
    podSecurityContext: {
      fsGroup: 2000,
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
  };
}

export const designateResources: Record<string, ContainerResources> = { resources: small };

const designatePods = { app: catalog.designateWebhook.name };

export const designateOpenings: Record<string, Opening> = {
  // The API server hands cert-manager's requests on to it.
  requests: { kind: "from-anywhere", pods: designatePods, ports: [8443] },
  // Besides the API server: Keystone and Designate, at whatever ports the cloud has them.
  cloud: { kind: "to-anywhere", pods: designatePods },
};
