/** From a site's configuration to that of its policies: what policies/config.<stack>.json is made of (`npm run policies`). */
import { poolsOf, sizeOfAll } from "../config/checks/pools";
import type { Config } from "../config/schema";
import { exceptionsKey, type PolicyConfig } from "./config";
import { ownExceptions } from "./own-exceptions";
import { gibibytes } from "./quantities";
import type { Level, Rule, Settings } from "./rule";
import { rules } from "./rules";
import { namespacePodSecurity } from "./rules/namespace-pod-security";
import { internalAnnotations } from "./services";

/** Keys of the labels that platform/foundation/labels.ts puts on everything; the site is the environment. */
const labels = ["science-platform/owner", "science-platform/site"];

const ofKubernetes = ["kube-system", "kube-public", "kube-node-lease"];
const ofClouds: Record<"openstack" | "gcp", readonly string[]> = {
  openstack: ["calico-system", "calico-apiserver", "tigera-operator", "openstack-system"],
  gcp: ["gke-*", "gmp-*"],
};

/**
 * Namespaces of Kubernetes itself and of what the cloud installs: not ours to judge. `*` stands for any characters. A name of another
 * cloud is nobody's, and whoever may make namespaces could take it.
 */
export function systemNamespaces({ cloud }: Pick<Config, "cloud">): string[] {
  return [...ofKubernetes, ...(cloud === "existing" ? Object.values(ofClouds).flat() : ofClouds[cloud])];
}

/** What makes a load balancer internal here. */
function internal({ cloud }: Pick<Config, "cloud">): string[] {
  return cloud === "existing" ? Object.values(internalAnnotations) : [internalAnnotations[cloud]];
}

/** Default of platform.quota: nobody chose it, so a small cluster may have it too. Cores, bytes. */
const usualQuota = { cpu: 8, memory: 16 * 2 ** 30 };

/** Workloads of the platform that run alone, because a second pod could not share their data, or would add nothing. */
const single = [
  // Says "not found" to names that nobody serves.
  "ingress-nginx/ingress-nginx-defaultbackend",
  // A cache of Argo CD, and what is switched off in it.
  "argocd/argocd-redis",
  "argocd/argocd-applicationset-controller",
  // One pod at a time would work, whatever their number.
  "vault-secrets-operator/vault-secrets-operator",
  // JupyterHub and its proxy keep in memory what users do; a second of either would not know of it.
  "lab-*/hub",
  "lab-*/proxy",
  // What they say is in Prometheus, or in ConfigMaps: a minute without them loses nothing.
  "monitoring/monitoring-operator",
  "monitoring/monitoring-grafana",
  "monitoring/monitoring-kube-state-metrics",
  "blackbox/blackbox",
  // Two would ask everything twice and remember different answers.
  "uptime/status",
  // A volume has one server.
  "file-server/*",
  // Two pods could not share its volume; without it nodes ask the registries themselves.
  "registry/registry",
  // Its parts share a volume, or are the only ones of their kind in its chart without one.
  "registry/harbor-*",
  // Two would make every executor twice.
  "htcondor/htcondor-scaler",
  "openstack-exporter/openstack-exporter",
  // It only hands on what happens; a second one would have to be told of everything too.
  "portal/portal-redis",
  // Two servers would make every backup twice.
  "velero/velero",
];

/** Workloads of the charts of others that have not all probes, because they serve nobody. */
const unprobed = [
  "cert-manager/cert-manager",
  "cert-manager/cert-manager-cainjector",
  "csi-driver-nfs/csi-nfs-controller",
  "csi-driver-nfs/csi-nfs-node",
  // Its chart has a readiness probe only.
  "argocd/argocd-application-controller",
  // Its containers only fetch images and wait.
  "lab-*/continuous-image-puller",
  "velero/node-agent",
  // Its sidecars only write files that they are told of.
  "monitoring/monitoring-grafana",
];

/** Workloads of the charts of others which have no value for the resources of some container: their namespace's LimitRange bounds it. */
const byNamespace = [
  "designate-certmanager-webhook/*",
  // The release of the queues, which has no container at all.
  "batch",
];

/** @returns The whole configuration; rules that it does not name keep their own level and settings. */
export function policyConfig(config: Config): PolicyConfig {
  const settings = siteSettings(config);
  const entries = rules.map((rule): [string, PolicyConfig[string]] => [
    rule.name,
    { enforcementLevel: levelOn(config, rule), ...settings[rule.name] },
  ]);
  return {
    [exceptionsKey]: { enforcementLevel: "mandatory", list: [...ownExceptions(config), ...config.policies.exceptions] },
    ...Object.fromEntries(entries),
  };
}

/** In production every rule stops; a disposable site is only advised where nothing of others is at stake. */
export function levelOn({ lifecycle, policies }: Pick<Config, "lifecycle" | "policies">, rule: Rule): Level {
  return policies.level ?? (lifecycle === "production" ? "mandatory" : rule.disposable);
}

function siteSettings(config: Config): Record<string, Settings> {
  const { allowReplace, cloud, lifecycle, network, policies, site } = config;
  const capacity = workers(config);
  return {
    "container-maxima": policies.container,
    "namespace-maxima": {
      cpu: String(Math.max(capacity.cpu, usualQuota.cpu)),
      memory: gibibytes(Math.max(capacity.memory, usualQuota.memory)),
    },
    replicas: {
      min: lifecycle === "production" ? 2 : 1,
      // No StatefulSet: mostly it has a volume that another pod could not share, and a second database is another one.
      kinds: ["Deployment", "HorizontalPodAutoscaler"],
      single,
    },
    "container-limits": { byNamespace },
    probes: { unprobed },
    // What nobody labelled, like the namespaces that Argo CD makes.
    "pod-security": { level: "baseline" },
    // Whoever needs more is named with the reason and an end, as the platform's own are.
    "namespace-pod-security": {
      levels: ["restricted"],
      privileged: [...new Set([...namespacePodSecurity.defaults.privileged, ...systemNamespaces(config)])],
    },
    "image-registries": { registries: policies.registries },
    "required-labels": { labels },
    "exposed-ports": { internal: internal(config) },
    "load-balancer-keeps-address": {
      internal: internal(config),
      // Other clouds keep an address that is reserved, and check the nodes by themselves.
      ...(cloud === "openstack" ? {} : { annotation: "", healthMonitor: "" }),
    },
    "nfs-exports": { nodes: [network.cidr] },
    "names-and-tags": { site },
    ...(policies.budget === undefined ? {} : { budget: { ...policies.budget, flavors: flavors(config) } }),
    "data-protected": { lifecycle, ...(allowReplace.length > 0 ? { allowReplace } : {}) },
    "storage-class-default": { elsewhere: defaultIsElsewhere(config) },
  };
}

function defaultIsElsewhere(config: Config): boolean {
  return config.cloud === "existing" && config.storage.classes.some((one) => one.default && !one.create);
}

/** Flavor to its size, as rules and comments want it. */
export function flavors(config: Config): Record<string, { cpu: number; memory: string }> {
  if (config.cloud !== "openstack") return {};
  const all = Object.entries(config.openstack.flavors);
  return Object.fromEntries(all.map(([name, { cpu, memory }]) => [name, { cpu, memory: `${memory}Mi` }]));
}

/** Cores and bytes of all workers when every pool has grown as far as it may. */
function workers(config: Config): { cpu: number; memory: number } {
  return sizeOfAll(poolsOf(config), 0);
}
