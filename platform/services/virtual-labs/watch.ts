/** How virtual labs are watched. Pure. */
import type { Alert, Dashboard } from "../../foundation/watch";

/** Namespaces of labs, and in them the pods of users' servers. */
const labs = 'namespace=~"lab-.+"';
const servers = `${labs},pod=~"jupyter-.+"`;

/** Reasons for which a container does not start, and will not by waiting. */
export const startFailures =
  "ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|CrashLoopBackOff";

/**
 * Spawn failures, as the cluster sees them: the hub gives a server up after five minutes and deletes its pod, so what is wrong must be seen
 * before, and is told on for a while. Not by the hub's own counter, which only users who are logged in may read, or everybody.
 */
export const labAlerts: readonly Alert[] = [
  {
    name: "LabServerNotPlaced",
    expr: `kube_pod_status_phase{${servers},phase="Pending"} == 1`,
    for: "4m",
    keepFiringFor: "30m",
    severity: "warning",
    summary: "A user's server, {{ $labels.namespace }}/{{ $labels.pod }}, has waited for four minutes.",
    action:
      "No node has room, its volume is not there, or its image comes slowly: kubectl describe says which. The hub gives up after five minutes.",
  },
  {
    name: "LabServerFails",
    expr: `kube_pod_container_status_waiting_reason{${servers},reason=~"${startFailures}"} == 1`,
    for: "1m",
    keepFiringFor: "30m",
    severity: "warning",
    summary: "A user's server, {{ $labels.namespace }}/{{ $labels.pod }}, cannot start: {{ $labels.reason }}.",
    action: "Image names are those of the lab in the stack file; kubectl logs shows why a server ends at once.",
  },
  {
    name: "LabDown",
    expr: `kube_deployment_status_replicas_available{${labs},deployment=~"hub|proxy"} == 0`,
    for: "5m",
    severity: "critical",
    summary: "The {{ $labels.deployment }} of the lab {{ $labels.namespace }} is down.",
    action:
      "Nobody can log in; without the proxy nobody reaches a running server either. kubectl logs and describe say why.",
  },
];

export const labDashboards: readonly Dashboard[] = [
  {
    name: "labs",
    title: "Virtual labs",
    panels: [
      {
        title: "Users' servers that run",
        expr: `sum by (namespace) (kube_pod_status_phase{${servers},phase="Running"})`,
        legend: "{{namespace}}",
        unit: "short",
      },
      {
        title: "Users' servers that wait",
        expr: `sum by (namespace) (kube_pod_status_phase{${servers},phase="Pending"})`,
        legend: "{{namespace}}",
        unit: "short",
      },
      {
        title: "Cores in use",
        expr: `sum by (namespace) (rate(container_cpu_usage_seconds_total{${servers},container!=""}[5m]))`,
        legend: "{{namespace}}",
        unit: "short",
      },
      {
        title: "Memory in use",
        expr: `sum by (namespace) (container_memory_working_set_bytes{${servers},container!=""})`,
        legend: "{{namespace}}",
        unit: "bytes",
      },
      {
        title: "Memory of each server, part of its limit",
        expr: `max by (namespace, pod) (container_memory_working_set_bytes{${servers},container!=""} / on (namespace, pod, container) (kube_pod_container_resource_limits{${servers},resource="memory"} > 0))`,
        legend: "{{namespace}}/{{pod}}",
        unit: "percentunit",
      },
      {
        title: "Quota used",
        expr: `max by (namespace, resource) (kube_resourcequota{${labs},type="used"} / ignoring(type) (kube_resourcequota{${labs},type="hard"} > 0))`,
        legend: "{{namespace}} {{resource}}",
        unit: "percentunit",
      },
    ],
  },
];
