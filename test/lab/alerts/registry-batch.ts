/** Cases of the alerts of registry and batch. Data only. */
import type { Case } from "./case";

const registryPods = (deployment: string) =>
  `kube_deployment_status_replicas_available{namespace="registry",deployment="${deployment}"}`;
const registryRequests = 'registry_proxy_requests_total{job="registry-docker-io",type="blob"}';
const registryStart = 'process_start_time_seconds{job="registry-docker-io"}';

const projectsSucceeded =
  'kube_cronjob_status_last_successful_time{namespace="registry-projects",cronjob="registry-projects"}';

const condorPart = (name: string) =>
  `kube_statefulset_status_replicas_ready{namespace="htcondor",statefulset="htcondor-${name}"}`;
const condorJobs = (idle: string, executors: string) => ({
  'htcondor_jobs_idle{job="htcondor"}': idle,
  'htcondor_executors{job="htcondor"}': executors,
  'htcondor_executors_max{job="htcondor"}': "8x400",
});
const queuedJob = 'namespace="batch",job_name="model"';

export const registryBatchCases: readonly Case[] = [
  {
    alert: "RegistryCacheDown",
    title: "no pod for a quarter of an hour",
    series: { [registryPods("registry")]: "1x5 0x30" },
    at: "21m",
    told: [
      {
        labels: { namespace: "registry", deployment: "registry" },
        summary: "The cache of container images is down.",
      },
    ],
  },
  {
    alert: "RegistryCacheDown",
    title: "its pod moves to another node",
    series: { [registryPods("registry")]: "1x5 0x10 1x30" },
    at: "30m",
    told: [],
  },
  {
    alert: "RegistryCacheUnused",
    title: "three days after it started",
    series: { [registryRequests]: "0x70", [registryStart]: "-259200x70" },
    at: "62m",
    told: [{ labels: {}, summary: "No node has asked the cache of container images since it started, days ago." }],
  },
  {
    alert: "RegistryCacheUnused",
    title: "one image since then",
    series: { [registryRequests]: "1x70", [registryStart]: "-259200x70" },
    at: "62m",
    told: [],
  },
  {
    alert: "RegistryDown",
    title: "Harbor's core for five minutes",
    series: { [registryPods("harbor-core")]: "1x2 0x20" },
    at: "8m",
    told: [
      {
        labels: { namespace: "registry", deployment: "harbor-core" },
        summary: "harbor-core of the registry is down.",
      },
    ],
  },
  {
    alert: "RegistryDown",
    title: "a cache is no registry",
    series: { [registryPods("registry")]: "0x20" },
    at: "8m",
    told: [],
  },
  {
    alert: "RegistryProjectsFailing",
    title: "it succeeded once, and then no more",
    series: { [projectsSucceeded]: "0x240" },
    at: "200m",
    told: [{ labels: {}, summary: "Harbor is not what the stack file says." }],
  },
  {
    alert: "RegistryProjectsFailing",
    title: "it never succeeded",
    series: { 'kube_cronjob_created{namespace="registry-projects",cronjob="registry-projects"}': "0x240" },
    at: "200m",
    told: [{ labels: {}, summary: "Harbor is not what the stack file says." }],
  },
  {
    alert: "RegistryProjectsFailing",
    title: "two tries that failed",
    series: { [projectsSucceeded]: "0x120 7200x120" },
    at: "240m",
    told: [],
  },
  {
    alert: "CondorManagerDown",
    title: "no submit node for ten minutes",
    series: { [condorPart("submit")]: "1x2 0x20" },
    at: "13m",
    told: [
      {
        labels: { namespace: "htcondor", statefulset: "htcondor-submit" },
        summary: "htcondor-submit is down: no job of HTCondor starts.",
      },
    ],
  },
  { alert: "CondorManagerDown", title: "all there", series: { [condorPart("manager")]: "1x30" }, at: "20m", told: [] },
  {
    alert: "CondorScalerFails",
    title: "twenty minutes without an answer",
    series: { 'htcondor_scaler_last_success_timestamp_seconds{job="htcondor"}': "0x30" },
    at: "21m",
    told: [
      {
        labels: { job: "htcondor" },
        summary: "No executors of HTCondor are made for the jobs that wait: the scaler does not get through.",
      },
    ],
  },
  {
    alert: "CondorScalerFails",
    title: "an answer every minute",
    series: { 'htcondor_scaler_last_success_timestamp_seconds{job="htcondor"}': "0+60x60" },
    at: "40m",
    told: [],
  },
  {
    alert: "CondorJobsWait",
    title: "with all executors at work for six hours",
    series: condorJobs("3x400", "8x400"),
    at: "361m",
    told: [
      {
        labels: { job: "htcondor" },
        summary: "3 jobs of HTCondor have waited for hours with all executors that there may be.",
      },
    ],
  },
  {
    alert: "CondorJobsWait",
    title: "while executors come",
    series: condorJobs("3x400", "7x400"),
    at: "361m",
    told: [],
  },
  {
    alert: "CondorJobsTooLarge",
    title: "two of them",
    series: { 'htcondor_jobs_too_large{job="htcondor"}': "2x30" },
    at: "16m",
    told: [
      {
        labels: { job: "htcondor" },
        summary: "2 jobs of HTCondor ask for more than an executor has, and wait for ever.",
      },
    ],
  },
  {
    alert: "CondorJobsTooLarge",
    title: "none",
    series: { 'htcondor_jobs_too_large{job="htcondor"}': "0x30" },
    at: "16m",
    told: [],
  },
  {
    alert: "QueuedJobWaits",
    title: "a day and a quarter of an hour",
    series: { [`kube_job_created{${queuedJob}}`]: "0x1500" },
    at: "1456m",
    told: [
      {
        labels: { namespace: "batch", job_name: "model" },
        summary: "The job batch/model has waited in its queue for a day.",
      },
    ],
  },
  {
    alert: "QueuedJobWaits",
    title: "it works since the second minute",
    series: { [`kube_job_created{${queuedJob}}`]: "0x1500", [`kube_job_status_start_time{${queuedJob}}`]: "_ 60x1500" },
    at: "1456m",
    told: [],
  },
];
