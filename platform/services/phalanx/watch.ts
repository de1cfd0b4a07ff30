/** How Phalanx's applications are watched: by what Kubernetes says of them; each has alerts of its own upstream only where it is Rubin's. Pure. */
import type { Alert, Dashboard, Watch } from "../../foundation/watch";
import { startFailures } from "../virtual-labs/watch";

/** Pods of users, which Nublado starts in a namespace for each. */
const notebooks = 'namespace=~"nublado-.+"';

const notebookAlerts: readonly Alert[] = [
  {
    name: "NotebookNotPlaced",
    expr: `kube_pod_status_phase{${notebooks},phase="Pending"} == 1`,
    for: "4m",
    keepFiringFor: "30m",
    severity: "warning",
    summary: "A user's notebook, {{ $labels.namespace }}/{{ $labels.pod }}, has waited for four minutes.",
    action:
      "No node has room, a file system is not mounted, or its image comes slowly: kubectl describe says which. Nublado gives up after some minutes.",
  },
  {
    name: "NotebookFails",
    expr: `kube_pod_container_status_waiting_reason{${notebooks},reason=~"${startFailures}"} == 1`,
    for: "1m",
    keepFiringFor: "30m",
    severity: "warning",
    summary: "A user's notebook, {{ $labels.namespace }}/{{ $labels.pod }}, cannot start: {{ $labels.reason }}.",
    action:
      "Images are those of Nublado's controller (phalanx.values); kubectl logs shows why a notebook ends at once.",
  },
];

/** Series of the applications' own namespaces. */
function down(namespaces: readonly string[]): Alert {
  const of = `namespace=~"${namespaces.join("|")}"`;
  const deployments = `kube_deployment_status_replicas_available{${of}} == 0 and on (namespace, deployment) kube_deployment_spec_replicas > 0`;
  const sets = `kube_statefulset_status_replicas_ready{${of}} == 0 and on (namespace, statefulset) kube_statefulset_replicas > 0`;
  return {
    name: "PhalanxDown",
    expr: `(${deployments}) or (${sets})`,
    for: "10m",
    severity: "critical",
    summary:
      "{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }} of Phalanx has no pod that works.",
    action:
      "science-platform phalanx status says how its application is; kubectl describe and logs why its pods do not start. Without gafaelfawr nobody logs in.",
  };
}

const dashboard: Dashboard = {
  name: "phalanx",
  title: "Phalanx",
  panels: [
    {
      title: "Notebooks that run",
      expr: `sum(kube_pod_status_phase{${notebooks},phase="Running"})`,
      legend: "notebooks",
      unit: "short",
    },
    {
      title: "Notebooks that wait",
      expr: `sum(kube_pod_status_phase{${notebooks},phase="Pending"})`,
      legend: "notebooks",
      unit: "short",
    },
    {
      title: "Cores that notebooks use",
      expr: `sum(rate(container_cpu_usage_seconds_total{${notebooks},container!=""}[5m]))`,
      legend: "cores",
      unit: "short",
    },
    {
      title: "Memory that notebooks use",
      expr: `sum(container_memory_working_set_bytes{${notebooks},container!=""})`,
      legend: "memory",
      unit: "bytes",
    },
  ],
};

/** @param applications Those that are on and that the platform does not install itself; each has a namespace of its name. */
export function phalanxWatch(applications: readonly string[]): Watch {
  const nublado = applications.includes("nublado");
  return {
    alerts: [down(applications), ...(nublado ? notebookAlerts : [])],
    dashboards: nublado ? [dashboard] : [],
    metrics: [],
  };
}
