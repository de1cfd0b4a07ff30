/** How the registry is watched. Its volume is watched like every volume (VolumeNearlyFull). Pure. */
import { answers, coresInUse, memoryOfLimit, readyPods, volumesUsed } from "../../foundation/panels";
import type { Alert, Dashboard, Metrics } from "../../foundation/watch";
import type { Cache } from "./cache";
import { harborName } from "./harbor";

/** Namespace of either kind, and of what is in it the Deployments. */
export const registryNamespace = "registry";

const available = (deployment: string) =>
  `kube_deployment_status_replicas_available{namespace="${registryNamespace}",deployment${deployment}} == 0`;

/** Its database and its Redis, without which the rest answers and gives out nothing. */
const harborSets = `kube_statefulset_status_replicas_ready{namespace="${registryNamespace}",statefulset=~"harbor-.+"}`;

/** The job that makes Harbor what the stack file says, every hour. */
const projects = '{namespace="registry-projects"}';

/** Series of the caches themselves. */
const caches = '{job=~"registry-.+"}';

export const registryAlerts: readonly Alert[] = [
  {
    name: "RegistryCacheDown",
    expr: available(`="${registryNamespace}"`),
    for: "15m",
    severity: "warning",
    summary: "The cache of container images is down.",
    action:
      "Nodes fetch from the registries themselves meanwhile: slower, and within their limits. kubectl -n registry get pods and logs say why; a " +
      "cache whose registry does not answer cannot start.",
  },
  {
    name: "RegistryCacheUnused",
    expr: `sum(registry_proxy_requests_total${caches}) == 0 and time() - max(process_start_time_seconds${caches}) > 3 * 86400`,
    for: "1h",
    severity: "warning",
    summary: "No node has asked the cache of container images since it started, days ago.",
    action:
      "containerd reads the files in registry-nodes' folder only when its configuration names that folder as config_path, and no file of " +
      "somebody else's is in the way (kubectl -n registry-nodes logs).",
  },
  {
    name: "RegistryDown",
    expr: `${available('=~"harbor-.+"')} or ${harborSets} == 0`,
    for: "5m",
    severity: "critical",
    summary: "{{ $labels.deployment }}{{ $labels.statefulset }} of the registry is down.",
    action:
      "Pods whose images are in it cannot start on a node that does not have them. kubectl -n registry get pods shows why.",
  },
  {
    name: "RegistryProjectsFailing",
    expr: `time() - max(kube_cronjob_status_last_successful_time${projects} or kube_cronjob_created${projects}) > 3 * 3600`,
    for: "10m",
    severity: "warning",
    summary: "Harbor is not what the stack file says.",
    action:
      "kubectl -n registry-projects logs -l app.kubernetes.io/name=registry-projects names each problem and what to do, such as a registry that " +
      "takes a login no more. Nodes ask the registries themselves meanwhile.",
  },
];

export const cacheDashboards: readonly Dashboard[] = [
  {
    name: "registry",
    title: "Cache of container images",
    panels: [
      {
        title: "To the nodes, a second",
        expr: 'sum by (job) (rate(registry_proxy_pushed_bytes_total{job=~"registry-.+"}[5m]))',
        legend: "{{job}}",
        unit: "bytes",
      },
      {
        title: "From the registries, a second",
        expr: 'sum by (job) (rate(registry_proxy_pulled_bytes_total{job=~"registry-.+"}[5m]))',
        legend: "{{job}}",
        unit: "bytes",
      },
      {
        title: "Part of the requests that it had",
        expr: 'sum by (job) (rate(registry_proxy_hits_total{job=~"registry-.+"}[1h])) / sum by (job) (rate(registry_proxy_requests_total{job=~"registry-.+"}[1h]))',
        legend: "{{job}}",
        unit: "percentunit",
      },
      volumesUsed(registryNamespace),
    ],
  },
];

export const harborDashboards: readonly Dashboard[] = [
  {
    name: "harbor",
    title: "Registry",
    panels: [
      readyPods(registryNamespace),
      answers(registryNamespace, `${harborName}-ingress`),
      volumesUsed(registryNamespace),
      memoryOfLimit(registryNamespace),
      coresInUse(registryNamespace),
    ],
  },
];

export function cacheMetrics(caches: readonly Cache[], pods: Metrics["pods"]): Omit<Metrics, "namespace">[] {
  return caches.map(({ name, metricsPort }) => ({ job: `registry-${name}`, pods, port: metricsPort }));
}
