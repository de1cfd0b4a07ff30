/** How batch jobs are watched: by what the scaler of the pool tells, and by Kubernetes' own jobs. Pure. */
import { coresInUse } from "../../foundation/panels";
import type { Alert, Dashboard, Metrics } from "../../foundation/watch";
import { queuesNamespace } from "./kueue";

export const condorName = "htcondor";

export const condorMetrics: Omit<Metrics, "namespace"> = {
  job: condorName,
  pods: { htcondor: "scaler" },
  port: 9100,
};

export const batchAlerts: readonly Alert[] = [
  {
    name: "CondorManagerDown",
    expr: `kube_statefulset_status_replicas_ready{namespace="${condorName}",statefulset=~"${condorName}-(manager|submit)"} == 0`,
    for: "10m",
    severity: "critical",
    summary: "{{ $labels.statefulset }} is down: no job of HTCondor starts.",
    action: "Jobs that run go on for some minutes. kubectl -n htcondor get pods and logs show why.",
  },
  {
    name: "CondorScalerFails",
    expr: `time() - htcondor_scaler_last_success_timestamp_seconds{job="${condorName}"} > 900`,
    for: "5m",
    severity: "warning",
    summary: "No executors of HTCondor are made for the jobs that wait: the scaler does not get through.",
    action: "kubectl -n htcondor logs deploy/htcondor-scaler says what it asked for in vain.",
  },
  {
    name: "CondorJobsWait",
    expr: `htcondor_jobs_idle{job="${condorName}"} > 0 and htcondor_executors{job="${condorName}"} >= htcondor_executors_max{job="${condorName}"}`,
    for: "6h",
    severity: "warning",
    summary: "{{ $value }} jobs of HTCondor have waited for hours with all executors that there may be.",
    action: "Raise services.batch.condor.executors.max if the nodes have room, or tell the users.",
  },
  {
    name: "CondorJobsTooLarge",
    expr: `htcondor_jobs_too_large{job="${condorName}"} > 0`,
    for: "15m",
    severity: "warning",
    summary: "{{ $value }} jobs of HTCondor ask for more than an executor has, and wait for ever.",
    action:
      "condor_q -better-analyze names them. Whoever submitted them asks for less, or cpu and memory of executors are raised.",
  },
  {
    name: "QueuedJobWaits",
    expr: `time() - kube_job_created{namespace="${queuesNamespace}"} > 86400 unless on (namespace, job_name) kube_job_status_start_time`,
    for: "15m",
    severity: "warning",
    summary: "The job {{ $labels.namespace }}/{{ $labels.job_name }} has waited in its queue for a day.",
    action:
      "kubectl -n batch get workloads says whether its queue is full, whether it asks for more than the queue has, or whether it names none.",
  },
];

export const condorDashboards: readonly Dashboard[] = [
  {
    name: "htcondor",
    title: "HTCondor",
    panels: [
      {
        title: "Jobs that wait",
        expr: `htcondor_jobs_idle{job="${condorName}"}`,
        legend: "waiting",
        unit: "short",
      },
      {
        title: "Executors",
        expr: `{__name__=~"htcondor_executors(_busy|_max)?",job="${condorName}"}`,
        legend: "{{__name__}}",
        unit: "short",
      },
      {
        title: "Cores in use",
        expr: `sum(rate(container_cpu_usage_seconds_total{namespace="${condorName}",container="executor"}[5m]))`,
        legend: "executors",
        unit: "short",
      },
    ],
  },
];

export const queueDashboards: readonly Dashboard[] = [
  {
    name: "batch",
    title: "Batch queues",
    panels: [
      {
        title: "Jobs that wait",
        expr: `count(kube_job_created{namespace="${queuesNamespace}"} unless on (namespace, job_name) kube_job_status_start_time) or vector(0)`,
        legend: "waiting",
        unit: "short",
      },
      {
        title: "Pods of jobs",
        expr: `sum by (phase) (kube_pod_status_phase{namespace="${queuesNamespace}"})`,
        legend: "{{phase}}",
        unit: "short",
      },
      coresInUse(queuesNamespace),
      {
        title: "Quota used",
        expr: `max by (resource) (kube_resourcequota{namespace="${queuesNamespace}",type="used"} / ignoring(type) (kube_resourcequota{namespace="${queuesNamespace}",type="hard"} > 0))`,
        legend: "{{resource}}",
        unit: "percentunit",
      },
    ],
  },
];
