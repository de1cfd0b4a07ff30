import { vaultWatch } from "./watch";

test("a snapshot is missing two hours after it was due, and looked for when there has never been one", () => {
  const { alerts } = vaultWatch({ snapshots: "30 2 * * *" });
  expect(alerts.map(({ name, severity, for: held, expr }) => [name, severity, held, expr])).toEqual([
    [
      "VaultDown",
      "critical",
      "5m",
      'kube_statefulset_status_replicas_ready{namespace="vault",statefulset="vault"} <= kube_statefulset_replicas{namespace="vault",statefulset="vault"} / 2',
    ],
    [
      "VaultServerNotReady",
      "warning",
      "10m",
      'kube_statefulset_replicas{namespace="vault",statefulset="vault"} - kube_statefulset_status_replicas_ready{namespace="vault",statefulset="vault"} > 0 ' +
        'and kube_statefulset_status_replicas_ready{namespace="vault",statefulset="vault"} > kube_statefulset_replicas{namespace="vault",statefulset="vault"} / 2',
    ],
    [
      "VaultSnapshotMissing",
      "critical",
      "10m",
      'time() - max by (cronjob) (kube_cronjob_status_last_successful_time{namespace="vault",cronjob="vault-snapshot"}) > 93600',
    ],
    [
      "VaultSnapshotNeverMade",
      "critical",
      "26h",
      'absent(kube_cronjob_status_last_successful_time{namespace="vault",cronjob="vault-snapshot"})',
    ],
  ]);
});

test("weekly ones may be a week apart", () => {
  const held = vaultWatch({ snapshots: "30 2 * * 0" }).alerts.map((one) => one.for);
  expect(held).toEqual(["5m", "10m", "10m", "170h"]);
});
