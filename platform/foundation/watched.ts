/** What of the cluster and of the platform's foundation is watched, whatever services a site has. Pure. */
import type { Config } from "../../config/schema";
import { catalog } from "../catalog";
import { certManagerMetrics } from "./certificates/cert-manager-values";
import { isAcme } from "./certificates/issuer";
import { ingressMetrics } from "./ingress-watch";
import { nodeJob, type Alert, type Dashboard, type Watch } from "./watch";

/** Days before the end of a certificate at which somebody is told: cert-manager has tried to renew it for two weeks by then. */
const certificateDays = 14;

/** File systems of nodes that hold data: no mounts of pods, which are volumes and watched as such, and nothing in memory. */
const disks = `job="${nodeJob}",fstype!~"tmpfs|ramfs|overlay|squashfs|nfs4?|iso9660",mountpoint!~"/var/lib/kubelet/.+|/run/.+"`;

/**
 * Claims count in labs only, where users make them: elsewhere they are known beforehand, and quotas are as large as all of them together.
 */
const bounded = ["used", "hard"].map(
  (type) =>
    `(kube_resourcequota{type="${type}",resource!~"persistentvolumeclaims|requests.storage"} or kube_resourcequota{type="${type}",namespace=~"lab-.+"})`,
);
const usedQuota = `${bounded[0]} / ignoring(type) (${bounded[1]} > 0)`;

const clusterAlerts: readonly Alert[] = [
  {
    name: "DiskNearlyFull",
    expr: `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.1 and node_filesystem_readonly{${disks}} == 0`,
    for: "15m",
    severity: "warning",
    summary: "The file system {{ $labels.mountpoint }} of the node {{ $labels.instance }} has less than a tenth free.",
    action:
      "Pods are moved away when it is full. See what fills it (images, logs), or replace the node by one with a larger disk.",
  },
  {
    name: "VolumeNearlyFull",
    expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1",
    for: "15m",
    severity: "warning",
    summary: "The volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has less than a tenth free.",
    action:
      "Enlarge the claim, or delete what nobody needs. A folder on the file server has the file server's disk as its size.",
  },
  {
    name: "QuotaNearlyUsed",
    expr: `(${usedQuota}) > 0.9`,
    for: "15m",
    severity: "warning",
    summary:
      "The namespace {{ $labels.namespace }} has used more than nine tenths of its quota of {{ $labels.resource }}.",
    action: "What does not fit any more is refused. Raise the quota in the stack file, or find what takes so much.",
  },
  {
    name: "PodsRestarting",
    expr: "increase(kube_pod_container_status_restarts_total[1h]) > 3",
    for: "5m",
    severity: "warning",
    summary:
      "The container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has restarted more than three times in an hour.",
    action: "kubectl logs --previous shows how it ended; kubectl describe whether its memory was too small.",
  },
  {
    name: "LoadBalancerMemberDown",
    expr: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
    for: "5m",
    severity: "critical",
    summary: "The node {{ $labels.node }}, a member of the load balancer, is not ready.",
    action: "The balancer leaves it out, and its pods start elsewhere after some minutes. Repair or replace the node.",
  },
  {
    name: "NodeProblem",
    expr: 'kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure|NetworkUnavailable",status="true"} == 1',
    for: "5m",
    severity: "warning",
    summary: "The node {{ $labels.node }} says {{ $labels.condition }}.",
    action:
      "It takes no new pods, and moves some away under pressure. kubectl describe node shows since when and what its pods use; see its memory, disk and processes, or its network's agent.",
  },
  {
    name: "NodeUnschedulable",
    expr: "kube_node_spec_unschedulable == 1",
    // An upgrade of all nodes, one after another, takes less.
    for: "6h",
    severity: "warning",
    summary: "The node {{ $labels.node }} has taken no new pods for six hours: somebody has cordoned it.",
    action: "Finish what it was cordoned for, then kubectl uncordon, or delete the node.",
  },
  {
    name: "IngressPodsMissing",
    expr:
      `kube_deployment_status_replicas_available{namespace="${catalog.ingressNginx.namespace}"} < kube_deployment_spec_replicas{namespace="${catalog.ingressNginx.namespace}"} ` +
      `or kube_daemonset_status_number_available{namespace="${catalog.ingressNginx.namespace}"} < kube_daemonset_status_desired_number_scheduled{namespace="${catalog.ingressNginx.namespace}"}`,
    for: "5m",
    severity: "critical",
    summary: "Pods of the ingress controller are missing.",
    action: "Users reach the platform only through the others. kubectl -n ingress-nginx get pods shows which.",
  },
];

const certificateAlert: Alert = {
  name: "CertificateExpires",
  expr: `certmanager_certificate_expiration_timestamp_seconds - time() < ${certificateDays} * 86400`,
  for: "1h",
  severity: "critical",
  summary: `The certificate {{ $labels.namespace }}/{{ $labels.name }} ends in less than ${certificateDays} days.`,
  action: "cert-manager has not renewed it: kubectl describe certificate, order and challenge say why.",
};

const dashboards: readonly Dashboard[] = [
  {
    name: "platform",
    title: "Platform",
    panels: [
      {
        title: "Cores in use, by namespace",
        expr: 'sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))',
        legend: "{{namespace}}",
        unit: "short",
      },
      {
        title: "Memory in use, by namespace",
        expr: 'sum by (namespace) (container_memory_working_set_bytes{container!=""})',
        legend: "{{namespace}}",
        unit: "bytes",
      },
      {
        title: "Quota used",
        expr: 'max by (namespace, resource) (kube_resourcequota{type="used"} / ignoring(type) (kube_resourcequota{type="hard"} > 0))',
        legend: "{{namespace}} {{resource}}",
        unit: "percentunit",
      },
      {
        title: "Volumes, part that is used",
        expr: "1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes",
        legend: "{{namespace}}/{{persistentvolumeclaim}}",
        unit: "percentunit",
      },
      {
        title: "Disks of nodes, part that is used",
        expr: `1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}`,
        legend: "{{instance}} {{mountpoint}}",
        unit: "percentunit",
      },
      {
        title: "Restarts in the last hour",
        expr: "sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h])) > 0",
        legend: "{{namespace}}",
        unit: "short",
      },
    ],
  },
];

export function foundationWatch({ certificates }: Pick<Config, "certificates">): Watch {
  const issued = isAcme(certificates);
  return {
    alerts: [...clusterAlerts, ...(issued ? [certificateAlert] : [])],
    dashboards,
    metrics: [ingressMetrics, ...(issued ? [certManagerMetrics] : [])],
  };
}
