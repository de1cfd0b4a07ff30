/** How the file server in the cluster is watched. VolumeNearlyFull tells of its volumes too, and earlier. Pure. */
import { catalog } from "../../catalog";
import { coresInUse, readyPods, volumesUsed } from "../../foundation/panels";
import type { Alert, Dashboard, Panel } from "../../foundation/watch";

const { namespace } = catalog.fileServer;

/** Part of a volume that is free. */
const least = 0.02;

export const fileServerAlerts: readonly Alert[] = [
  {
    name: "FileServerDown",
    expr: `kube_statefulset_status_replicas_ready{namespace="${namespace}"} == 0`,
    // To another node, with its volume, it takes less.
    for: "5m",
    severity: "critical",
    summary: "The server of the export {{ $labels.statefulset }} has not answered for five minutes.",
    action:
      "Whoever uses its files waits, and goes on when it is back. kubectl -n file-server describe pod says why, most often that the volume is " +
      "still attached to a node that is gone; kubectl logs what Ganesha says.",
  },
  {
    name: "FileServerFull",
    expr: `kubelet_volume_stats_available_bytes{namespace="${namespace}"} / kubelet_volume_stats_capacity_bytes{namespace="${namespace}"} < ${least}`,
    for: "5m",
    severity: "critical",
    summary:
      "The export {{ $labels.persistentvolumeclaim }} is full: nobody can write to it, and servers of users do not start.",
    action:
      "Raise size of the export in the stack file and apply: it grows while it is used. Then find whose files fill it.",
  },
];

const traffic = (title: string, metric: string): Panel => ({
  title,
  expr: `sum by (pod) (rate(${metric}{namespace="${namespace}"}[5m]))`,
  legend: "{{pod}}",
  unit: "bytes",
});

export const fileServerDashboards: readonly Dashboard[] = [
  {
    name: "file-server",
    title: "File server",
    panels: [
      readyPods(namespace),
      volumesUsed(namespace),
      traffic("To the clients, a second", "container_network_transmit_bytes_total"),
      traffic("From the clients, a second", "container_network_receive_bytes_total"),
      coresInUse(namespace),
      {
        title: "Files, part of those that there may be",
        expr: `kubelet_volume_stats_inodes_used{namespace="${namespace}"} / (kubelet_volume_stats_inodes{namespace="${namespace}"} > 0)`,
        legend: "{{persistentvolumeclaim}}",
        unit: "percentunit",
      },
    ],
  },
];
