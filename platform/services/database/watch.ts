/** How PostgreSQL in the cluster is watched. Its volume and its restarts are watched like all (VolumeNearlyFull, PodsRestarting). Pure. */
import { coresInUse, memoryOfLimit, readyPods, volumesUsed } from "../../foundation/panels";
import type { Alert, Dashboard } from "../../foundation/watch";
import { databaseName } from "./place";

export const databaseAlerts: readonly Alert[] = [
  {
    name: "DatabaseDown",
    expr: `kube_statefulset_status_replicas_ready{namespace="${databaseName}",statefulset="${databaseName}"} == 0`,
    // To another node, with its volume, it takes less.
    for: "5m",
    severity: "critical",
    summary: "The database in the cluster has not answered for five minutes.",
    action:
      "What keeps its data there stands still, like logins by Keycloak. kubectl -n database describe pods and logs say why: its volume at a node " +
      "that is gone, a volume that is full, or files of another major version.",
  },
];

export const databaseDashboards: readonly Dashboard[] = [
  {
    name: "database",
    title: "Database",
    panels: [readyPods(databaseName), volumesUsed(databaseName), coresInUse(databaseName), memoryOfLimit(databaseName)],
  },
];
