/** What each alert must tell, and what it must not: series over time, and the alerts that are told at a time. Data only. */
import { kubeBenchCases } from "./kube-bench";
import { loggingCases } from "./logging";
import { nodeCases } from "./nodes";
import { openstackCases } from "./openstack";
import { copiesCases } from "./copies";
import { fileServerCases } from "./file-server";
import { identityCases } from "./identity";
import { portalTapCases } from "./portal-tap";
import { registryBatchCases } from "./registry-batch";

export interface Case {
  alert: string;
  /** What happens, a few words. */
  title: string;
  /** Series to its values, one a minute, as promtool writes them: "0x10" ten times 0 more, "1+1x5" rising by 1. */
  series: Record<string, string>;
  /** When is looked. */
  at: string;
  /** Labels and summary of each alert that is told then. Empty: none. */
  told: { labels: Record<string, string>; summary: string }[];
}

const disk = 'device="/dev/vda1",fstype="ext4",instance="10.0.0.5:9100",job="node-exporter",mountpoint="/"';
const disks = (free: string, labels = disk, readonly = "0x60") => ({
  [`node_filesystem_avail_bytes{${labels}}`]: free,
  [`node_filesystem_size_bytes{${labels}}`]: "100x60",
  [`node_filesystem_readonly{${labels}}`]: readonly,
});
const diskLabels = {
  device: "/dev/vda1",
  fstype: "ext4",
  instance: "10.0.0.5:9100",
  job: "node-exporter",
  mountpoint: "/",
};

const claim = { namespace: "lab-birds", persistentvolumeclaim: "hub-db-dir" };
const volume = (free: string) => ({
  'kubelet_volume_stats_available_bytes{namespace="lab-birds",persistentvolumeclaim="hub-db-dir"}': free,
  'kubelet_volume_stats_capacity_bytes{namespace="lab-birds",persistentvolumeclaim="hub-db-dir"}': "1000x60",
});

const quota = (used: string, hard = "10x60") => ({
  'kube_resourcequota{namespace="lab-birds",resource="pods",resourcequota="quota",type="used"}': used,
  'kube_resourcequota{namespace="lab-birds",resource="pods",resourcequota="quota",type="hard"}': hard,
});

const restarts = 'kube_pod_container_status_restarts_total{namespace="portal",pod="portal-0",container="firefly"}';
const node = 'kube_node_status_condition{node="worker-1",condition="Ready",status="true"}';
const certificate = 'certmanager_certificate_expiration_timestamp_seconds{namespace="ingress-nginx",name="platform"}';
const days = (number: number) => number * 86400;

const ingress = (kind: "deployment" | "daemonset", available: string) => {
  const labels = `{namespace="ingress-nginx",${kind}="ingress-nginx-controller"}`;
  return kind === "deployment"
    ? {
        [`kube_deployment_status_replicas_available${labels}`]: available,
        [`kube_deployment_spec_replicas${labels}`]: "2x60",
      }
    : {
        [`kube_daemonset_status_number_available${labels}`]: available,
        [`kube_daemonset_status_desired_number_scheduled${labels}`]: "2x60",
      };
};
const ingressSummary = "Pods of the ingress controller are missing.";

const server = (metric: string, more: string, namespace = "lab-birds", pod = "jupyter-ada") =>
  `${metric}{namespace="${namespace}",pod="${pod}",${more}}`;
const pending = (namespace?: string, pod?: string) =>
  server("kube_pod_status_phase", 'phase="Pending"', namespace, pod);
const waiting = (reason: string) =>
  server("kube_pod_container_status_waiting_reason", `container="notebook",reason="${reason}"`);

const velero = 'velero_backup_last_successful_timestamp{schedule="velero-far",namespace="backup"}';

const endpoint = 'endpoint="landing-page",instance="https://www.example.org/healthz",job="endpoints"';
const endpointLabels = { endpoint: "landing-page", instance: "https://www.example.org/healthz", job: "endpoints" };

export const cases: readonly Case[] = [
  ...kubeBenchCases,
  ...loggingCases,
  ...nodeCases,
  ...openstackCases,
  ...portalTapCases,
  ...registryBatchCases,
  ...identityCases,
  ...copiesCases,
  ...fileServerCases,
  {
    alert: "EndpointDown",
    title: "no right answer for three minutes",
    series: { [`probe_success{${endpoint}}`]: "1x5 0x10" },
    at: "9m",
    told: [
      {
        labels: endpointLabels,
        summary: "landing-page does not answer as it should: https://www.example.org/healthz.",
      },
    ],
  },
  {
    alert: "EndpointDown",
    title: "one answer missing",
    series: { [`probe_success{${endpoint}}`]: "1x5 0 1x10" },
    at: "9m",
    told: [],
  },
  {
    alert: "EndpointCertificateExpires",
    title: "in 13 days",
    series: { [`probe_ssl_earliest_cert_expiry{${endpoint}}`]: `${days(13)}x70` },
    at: "61m",
    told: [
      {
        labels: endpointLabels,
        summary: "The certificate of https://www.example.org/healthz ends in less than 14 days.",
      },
    ],
  },
  {
    alert: "EndpointCertificateExpires",
    title: "in 15 days",
    series: { [`probe_ssl_earliest_cert_expiry{${endpoint}}`]: `${days(15)}x70` },
    at: "61m",
    told: [],
  },
  {
    alert: "DiskNearlyFull",
    title: "a disk with 9 of 100 free, for a quarter of an hour",
    series: disks("9x60"),
    at: "15m",
    told: [{ labels: diskLabels, summary: "The file system / of the node 10.0.0.5:9100 has less than a tenth free." }],
  },
  { alert: "DiskNearlyFull", title: "a minute too early", series: disks("9x60"), at: "14m", told: [] },
  { alert: "DiskNearlyFull", title: "a tenth is enough", series: disks("10x60"), at: "30m", told: [] },
  { alert: "DiskNearlyFull", title: "read-only", series: disks("0x60", disk, "1x60"), at: "30m", told: [] },
  {
    alert: "DiskNearlyFull",
    title: "memory and mounts of pods are no disks",
    series: {
      ...disks("0x60", disk.replace("ext4", "tmpfs")),
      ...disks("0x60", disk.replace('mountpoint="/"', 'mountpoint="/var/lib/kubelet/pods/1/volumes/v"')),
    },
    at: "30m",
    told: [],
  },
  {
    alert: "VolumeNearlyFull",
    title: "99 of 1000 free",
    series: volume("99x60"),
    at: "20m",
    told: [{ labels: claim, summary: "The volume lab-birds/hub-db-dir has less than a tenth free." }],
  },
  { alert: "VolumeNearlyFull", title: "emptied in time", series: volume("99x10 500x50"), at: "20m", told: [] },
  {
    alert: "QuotaNearlyUsed",
    title: "all of it",
    series: quota("10x60"),
    at: "16m",
    told: [
      {
        labels: { namespace: "lab-birds", resource: "pods", resourcequota: "quota" },
        summary: "The namespace lab-birds has used more than nine tenths of its quota of pods.",
      },
    ],
  },
  { alert: "QuotaNearlyUsed", title: "nine tenths", series: quota("9x60"), at: "30m", told: [] },
  { alert: "QuotaNearlyUsed", title: "a quota of nothing", series: quota("0x60", "0x60"), at: "30m", told: [] },
  {
    alert: "PodsRestarting",
    title: "every ten minutes",
    series: { [restarts]: "0x9 1x9 2x9 3x9 4x9 5x9 6x9" },
    at: "60m",
    told: [
      {
        labels: { namespace: "portal", pod: "portal-0", container: "firefly" },
        summary: "The container firefly of portal/portal-0 has restarted more than three times in an hour.",
      },
    ],
  },
  {
    alert: "PodsRestarting",
    title: "twice in an hour",
    series: { [restarts]: "0x20 1x20 2x60" },
    at: "70m",
    told: [],
  },
  {
    alert: "LoadBalancerMemberDown",
    title: "a node that is not ready",
    series: { [node]: "1x10 0x60" },
    at: "16m",
    told: [
      {
        labels: { node: "worker-1", condition: "Ready", status: "true" },
        summary: "The node worker-1, a member of the load balancer, is not ready.",
      },
    ],
  },
  {
    alert: "LoadBalancerMemberDown",
    title: "a node that restarts",
    series: { [node]: "1x10 0x3 1x60" },
    at: "16m",
    told: [],
  },
  {
    alert: "IngressPodsMissing",
    title: "one of two, of a Deployment",
    series: ingress("deployment", "1x60"),
    at: "5m",
    told: [{ labels: { namespace: "ingress-nginx", deployment: "ingress-nginx-controller" }, summary: ingressSummary }],
  },
  {
    alert: "IngressPodsMissing",
    title: "one of two, on the nodes",
    series: ingress("daemonset", "1x60"),
    at: "5m",
    told: [{ labels: { namespace: "ingress-nginx", daemonset: "ingress-nginx-controller" }, summary: ingressSummary }],
  },
  { alert: "IngressPodsMissing", title: "all there", series: ingress("deployment", "2x60"), at: "30m", told: [] },
  {
    alert: "CertificateExpires",
    title: "in 13 days",
    series: { [certificate]: `${days(13)}x70` },
    at: "61m",
    told: [
      {
        labels: { namespace: "ingress-nginx", name: "platform" },
        summary: "The certificate ingress-nginx/platform ends in less than 14 days.",
      },
    ],
  },
  {
    alert: "CertificateExpires",
    title: "renewed within the hour",
    series: { [certificate]: `${days(13)}x50 ${days(90)}x20` },
    at: "61m",
    told: [],
  },
  {
    alert: "LabServerNotPlaced",
    title: "it waits for four minutes",
    series: { [pending()]: "1x4 _x40" },
    at: "4m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", phase: "Pending" },
        summary: "A user's server, lab-birds/jupyter-ada, has waited for four minutes.",
      },
    ],
  },
  {
    alert: "LabServerNotPlaced",
    title: "told on after the hub has given up",
    series: { [pending()]: "1x4 stale _x60" },
    at: "30m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", phase: "Pending" },
        summary: "A user's server, lab-birds/jupyter-ada, has waited for four minutes.",
      },
    ],
  },
  {
    alert: "LabServerNotPlaced",
    title: "and then no more",
    series: { [pending()]: "1x4 stale _x60" },
    at: "40m",
    told: [],
  },
  {
    alert: "LabServerNotPlaced",
    title: "it started in time",
    series: { [pending()]: "1x3 0x40" },
    at: "10m",
    told: [],
  },
  {
    alert: "LabServerNotPlaced",
    title: "other pods of labs, and other namespaces",
    series: { [pending("lab-birds", "hub-0")]: "1x40", [pending("portal", "jupyter-ada")]: "1x40" },
    at: "10m",
    told: [],
  },
  {
    alert: "LabServerFails",
    title: "an image that is not there",
    series: { [waiting("ImagePullBackOff")]: "1x10" },
    at: "1m",
    told: [
      {
        labels: { namespace: "lab-birds", pod: "jupyter-ada", container: "notebook", reason: "ImagePullBackOff" },
        summary: "A user's server, lab-birds/jupyter-ada, cannot start: ImagePullBackOff.",
      },
    ],
  },
  {
    alert: "LabServerFails",
    title: "it only starts",
    series: { [waiting("ContainerCreating")]: "1x10" },
    at: "5m",
    told: [],
  },
  {
    alert: "LabDown",
    title: "no hub",
    series: { 'kube_deployment_status_replicas_available{namespace="lab-birds",deployment="hub"}': "1x2 0x20" },
    at: "8m",
    told: [
      {
        labels: { namespace: "lab-birds", deployment: "hub" },
        summary: "The hub of the lab lab-birds is down.",
      },
    ],
  },
  {
    alert: "LabDown",
    title: "another Deployment",
    series: { 'kube_deployment_status_replicas_available{namespace="lab-birds",deployment="other"}': "0x20" },
    at: "8m",
    told: [],
  },
  {
    alert: "BackupMissing",
    title: "26 hours and ten minutes after the last",
    series: { [velero]: "0x1700" },
    at: "1572m",
    told: [
      {
        labels: { schedule: "velero-far", namespace: "backup" },
        summary: "The schedule velero-far has made no backup for 1d 2h 12m 0s.",
      },
    ],
  },
  { alert: "BackupMissing", title: "26 hours after it", series: { [velero]: "0x1700" }, at: "1560m", told: [] },
  {
    alert: "BackupMissing",
    title: "backups by hand are no schedule's",
    series: { 'velero_backup_last_successful_timestamp{schedule=""}': "0x1700" },
    at: "1600m",
    told: [],
  },
  {
    alert: "BackupNeverMade",
    title: "nothing for 26 hours",
    series: { 'up{job="velero"}': "1x1700" },
    at: "1561m",
    told: [{ labels: {}, summary: "No schedule has made a backup yet, or Velero tells nothing." }],
  },
  {
    alert: "BackupNeverMade",
    title: "the first night",
    series: { [velero]: "_x600 36000x1100" },
    at: "1561m",
    told: [],
  },
];
