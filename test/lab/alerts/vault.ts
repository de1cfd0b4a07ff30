/** Cases of the alerts of Vault in the cluster. Data only. */
import type { Case } from "./case";

const set = { namespace: "vault", statefulset: "vault" };
const of = 'namespace="vault",statefulset="vault"';
const servers = (ready: string, wanted = "3x60") => ({
  [`kube_statefulset_status_replicas_ready{${of}}`]: ready,
  [`kube_statefulset_replicas{${of}}`]: wanted,
});

const snapshot = 'kube_cronjob_status_last_successful_time{namespace="vault",cronjob="vault-snapshot"}';
const job = 'kube_cronjob_info{namespace="vault",cronjob="vault-snapshot"}';
const never = "No snapshot of Vault's data has been made yet, or the CronJob vault-snapshot is gone.";

export const vaultCases: readonly Case[] = [
  {
    alert: "VaultDown",
    title: "two of three are sealed",
    series: servers("3x5 1x20"),
    at: "12m",
    told: [
      {
        labels: set,
        summary: "Vault answers nobody: 1 of its servers are up and open, which is not more than half.",
      },
    ],
  },
  {
    alert: "VaultDown",
    title: "the only one is sealed",
    series: servers("1x5 0x20", "1x60"),
    at: "12m",
    told: [
      {
        labels: set,
        summary: "Vault answers nobody: 0 of its servers are up and open, which is not more than half.",
      },
    ],
  },
  {
    alert: "VaultDown",
    title: "one of three is sealed, of which VaultServerNotReady tells",
    series: servers("2x60"),
    at: "30m",
    told: [],
  },
  {
    alert: "VaultDown",
    title: "the only one moves to another node",
    series: servers("1x5 0x3 1x20", "1x60"),
    at: "12m",
    told: [],
  },
  {
    alert: "VaultServerNotReady",
    title: "one of three is sealed",
    series: servers("3x5 2x30"),
    at: "17m",
    told: [
      {
        labels: set,
        summary: "Of Vault's servers 1 are down or sealed. The others answer, and when more of them stop, none does.",
      },
    ],
  },
  { alert: "VaultServerNotReady", title: "all are open", series: servers("3x60"), at: "30m", told: [] },
  {
    alert: "VaultServerNotReady",
    title: "none answers, of which VaultDown tells",
    series: servers("1x60"),
    at: "30m",
    told: [],
  },
  {
    alert: "VaultSnapshotMissing",
    title: "26 hours and ten minutes after the last",
    series: { [snapshot]: "0x1700" },
    at: "1572m",
    told: [
      {
        labels: { cronjob: "vault-snapshot" },
        summary: "No snapshot of Vault's data has been made for 1d 2h 12m 0s.",
      },
    ],
  },
  {
    alert: "VaultSnapshotMissing",
    title: "26 hours after it",
    series: { [snapshot]: "0x1700" },
    at: "1560m",
    told: [],
  },
  {
    alert: "VaultSnapshotMissing",
    title: "another CronJob's",
    series: { [snapshot.replace("vault-snapshot", "other")]: "0x1700" },
    at: "1600m",
    told: [],
  },
  {
    alert: "VaultSnapshotNeverMade",
    title: "nothing for 26 hours",
    series: { [job]: "1x1700" },
    at: "1561m",
    told: [{ labels: { namespace: "vault", cronjob: "vault-snapshot" }, summary: never }],
  },
  {
    alert: "VaultSnapshotNeverMade",
    title: "there is no CronJob",
    series: servers("3x1700", "3x1700"),
    at: "1561m",
    told: [{ labels: { namespace: "vault", cronjob: "vault-snapshot" }, summary: never }],
  },
  {
    alert: "VaultSnapshotNeverMade",
    title: "the first night",
    series: { [job]: "1x1700", [snapshot]: "_x600 36000x1100" },
    at: "1561m",
    told: [],
  },
];
