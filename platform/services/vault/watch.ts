/** How Vault in the cluster is watched: by what Kubernetes says of its servers and of its snapshots. A sealed server is not ready. Pure. */
import { catalog } from "../../catalog";
import { volumesUsed } from "../../foundation/panels";
import type { Alert, Dashboard, Watch } from "../../foundation/watch";
import { vaultNamespace } from "../../secrets/place";
import { duration, longestPause } from "../backup/watch";
import { snapshotName } from "./snapshot-script";
import type { VaultSettings } from "./values";

const hour = 3600;

const servers = `namespace="${vaultNamespace}",statefulset="${catalog.vault.name}"`;
const ready = `kube_statefulset_status_replicas_ready{${servers}}`;
const wanted = `kube_statefulset_replicas{${servers}}`;

const snapshot = `namespace="${vaultNamespace}",cronjob="${snapshotName}"`;
const succeeded = `kube_cronjob_status_last_successful_time{${snapshot}}`;

const serverAlerts: readonly Alert[] = [
  {
    name: "VaultDown",
    // Half of them cannot agree who leads.
    expr: `${ready} <= ${wanted} / 2`,
    for: "5m",
    severity: "critical",
    summary: "Vault answers nobody: {{ $value }} of its servers are up and open, which is not more than half.",
    action:
      "What runs goes on with the secrets that it has; nothing gets new ones. kubectl -n vault get pods: servers that run and are not ready are sealed " +
      "(science-platform vault unseal; with gcp-kms their log says why the key does not open them), or were never initialized (docs/secrets.md).",
  },
  {
    name: "VaultServerNotReady",
    expr: `${wanted} - ${ready} > 0 and ${ready} > ${wanted} / 2`,
    // With its volume to another node it takes less; only people open it then.
    for: "10m",
    severity: "warning",
    summary:
      "Of Vault's servers {{ $value }} are down or sealed. The others answer, and when more of them stop, none does.",
    action:
      "After a restart three people run science-platform vault unseal; with gcp-kms the server's log says what keeps it. kubectl -n vault describe pod " +
      "says why one does not start.",
  },
];

/**
 * @param schedule Cron line by which snapshots are made. One is missing when none has succeeded for the longest time between two of them,
 * and two hours that all its tries may take.
 */
function snapshotAlerts(schedule: string): Alert[] {
  const allowed = longestPause(schedule) + 2 * hour;
  const action =
    `kubectl -n vault get jobs, and the log of the last one's pod: Vault is sealed, does not know the role ${snapshotName} (science-platform vault ` +
    "setup), or the claim is full. Until it works, Vault's data are not in backups.";
  return [
    {
      name: "VaultSnapshotMissing",
      expr: `time() - max by (cronjob) (${succeeded}) > ${allowed}`,
      for: "10m",
      severity: "critical",
      summary: "No snapshot of Vault's data has been made for {{ $value | humanizeDuration }}.",
      action,
    },
    {
      name: "VaultSnapshotNeverMade",
      // Neither when there is no such CronJob.
      expr: `absent(${succeeded})`,
      for: duration(allowed),
      severity: "critical",
      summary: "No snapshot of Vault's data has been made yet, or the CronJob {{ $labels.cronjob }} is gone.",
      action,
    },
  ];
}

const dashboard: Dashboard = {
  name: "vault",
  title: "Vault",
  panels: [
    { title: "Servers that are up and open", expr: ready, legend: "{{statefulset}}", unit: "short" },
    { title: "Since the last snapshot", expr: `time() - ${succeeded}`, legend: "{{cronjob}}", unit: "s" },
    { ...volumesUsed(vaultNamespace), title: "Volumes, part that is used" },
    {
      title: "Memory in use",
      expr: `sum by (pod) (container_memory_working_set_bytes{namespace="${vaultNamespace}",container!=""})`,
      legend: "{{pod}}",
      unit: "bytes",
    },
  ],
};

export function vaultWatch({ snapshots }: Pick<VaultSettings, "snapshots">): Watch {
  return { alerts: [...serverAlerts, ...snapshotAlerts(snapshots)], dashboards: [dashboard], metrics: [] };
}
