/** Cases of the alerts about nodes, volumes, quotas, the way in and certificates. Data only. */
import type { Case } from "./case";

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

/** All that the quota of a namespace has for claims. */
const claims = (namespace: string) =>
  Object.fromEntries(
    ["used", "hard"].map((type) => [
      `kube_resourcequota{namespace="${namespace}",resource="requests.storage",resourcequota="quota",type="${type}"}`,
      "1x60",
    ]),
  );

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

export const clusterCases: readonly Case[] = [
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
    title: "a machine that is no node",
    series: disks("0x60", disk.replace("node-exporter", "file-server")),
    at: "30m",
    told: [],
  },
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
  {
    alert: "QuotaNearlyUsed",
    title: "all claims of a lab",
    series: claims("lab-birds"),
    at: "16m",
    told: [
      {
        labels: { namespace: "lab-birds", resource: "requests.storage", resourcequota: "quota" },
        summary: "The namespace lab-birds has used more than nine tenths of its quota of requests.storage.",
      },
    ],
  },
  {
    alert: "QuotaNearlyUsed",
    title: "claims of a service, whose quota is as large as they are",
    series: claims("restic"),
    at: "30m",
    told: [],
  },
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
];
