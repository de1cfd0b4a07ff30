/** How the way of logs is watched, from the pods to the bucket. Pure. */
import type { Config } from "../../../config/schema";
import { memoryOfLimit } from "../../foundation/panels";
import type { Alert, Dashboard, Metrics } from "../../foundation/watch";
import { collector, collectorPods } from "./collector";
import { loki, lokiPods } from "./loki";

type Logging = NonNullable<Config["services"]["logging"]>;

export const lokiMetrics: Omit<Metrics, "namespace"> = { job: "loki", pods: lokiPods, port: loki.port };
export const collectorMetrics: Omit<Metrics, "namespace"> = {
  job: "alloy",
  pods: collectorPods,
  port: collector.port,
};

const collectorAlerts: readonly Alert[] = [
  {
    name: "LogCollectorsMissing",
    expr: `kube_daemonset_status_number_available{namespace="${collector.namespace}"} < kube_daemonset_status_desired_number_scheduled{namespace="${collector.namespace}"}`,
    for: "15m",
    severity: "warning",
    summary: "{{ $value }} collectors of logs work, fewer than there are nodes.",
    action: `Logs of some nodes are not read, and are lost when the kubelet rotates them. kubectl -n ${collector.namespace} get pods -o wide shows which.`,
  },
  {
    name: "LogsDropped",
    // The first two tell of the ways to a collector of the site, the last of that to Loki.
    expr:
      "sum by (pod) (increase(otelcol_exporter_send_failed_log_records_total[15m])) > 0 or " +
      "sum by (pod) (increase(otelcol_exporter_enqueue_failed_log_records_total[15m])) > 0 or " +
      "sum by (pod) (increase(loki_write_dropped_entries_total[15m])) > 0",
    for: "5m",
    severity: "warning",
    summary: "The collector {{ $labels.pod }} gives up lines that it could not send.",
    action: "Its log says what the other side answers; whatever that is, these lines are lost.",
  },
];

const pushes = 'loki_request_duration_seconds_count{route="loki_api_v1_push"';

const lokiAlerts: readonly Alert[] = [
  {
    name: "LokiNotReady",
    expr: `absent(kube_statefulset_status_replicas_ready{namespace="${loki.namespace}",statefulset="${loki.name}"} >= 1)`,
    for: "10m",
    severity: "critical",
    summary: "Loki is not ready: logs cannot be read, and soon are lost.",
    action: `Collectors try for some minutes. kubectl -n ${loki.namespace} describe pod and logs say what it waits for: its volume, its bucket, or memory.`,
  },
  {
    name: "LogIngestionFails",
    expr: `sum(rate(${pushes},status_code=~"5.."}[5m])) / sum(rate(${pushes}}[5m])) > 0.05`,
    for: "10m",
    severity: "critical",
    summary: "Loki fails to take {{ $value | humanizePercentage }} of what it is sent.",
    action: `kubectl -n ${loki.namespace} logs ${loki.name}-0 says why; most often its volume is full.`,
  },
  {
    name: "LogsNotInBucket",
    expr: "sum(increase(loki_ingester_chunks_flush_failures_total[30m])) > 0",
    for: "15m",
    severity: "critical",
    summary: "Loki cannot write logs into the bucket.",
    action:
      "They stay on its volume and in its memory, and are lost when those are full. See the bucket's quota and the keys to it.",
  },
  {
    name: "LogsRefused",
    // Old lines come whenever a collector starts anew.
    expr: 'sum by (reason) (increase(loki_discarded_samples_total{reason!="greater_than_max_sample_age"}[15m])) > 0',
    for: "15m",
    severity: "warning",
    summary: "Loki refuses lines: {{ $labels.reason }}.",
    action:
      "Find who writes so much, or such long lines: the dashboard Logs. Limits are raised by platform.values.logging, loki.limits_config.",
  },
  {
    name: "LogRetentionFails",
    expr: "time() - loki_compactor_apply_retention_last_successful_run_timestamp_seconds > 6 * 3600",
    // Where it has just started it has not run yet.
    for: "6h",
    severity: "warning",
    summary: "Loki has not deleted old logs for {{ $value | humanizeDuration }}.",
    action: "The bucket grows, and logs are kept longer than is promised. Its log says what fails in the compactor.",
  },
];

const dashboard: Dashboard = {
  name: "logs",
  title: "Logs",
  panels: [
    {
      title: "Lines taken, a second",
      expr: "sum(rate(loki_distributor_lines_received_total[5m]))",
      legend: "lines",
      unit: "short",
    },
    {
      title: "Bytes taken in an hour",
      expr: "sum(increase(loki_distributor_bytes_received_total[1h]))",
      legend: "bytes",
      unit: "bytes",
    },
    {
      title: "Lines sent, a second, by collector",
      expr: "sum by (pod) (rate(loki_write_sent_entries_total[5m]))",
      legend: "{{pod}}",
      unit: "short",
    },
    {
      title: "Lines refused in an hour, by reason",
      expr: "sum by (reason) (increase(loki_discarded_samples_total[1h]))",
      legend: "{{reason}}",
      unit: "short",
    },
  ],
};

/** Of a site that sends its logs elsewhere: what comes in there is that place's to show. */
const collectorDashboard: Dashboard = {
  name: "logs",
  title: "Logs",
  panels: [
    {
      title: "Lines sent, a second, by collector",
      expr: "sum by (pod) (rate(otelcol_exporter_sent_log_records_total[5m]))",
      legend: "{{pod}}",
      unit: "short",
    },
    {
      title: "Lines that wait to be sent, in batches",
      expr: "sum by (pod) (otelcol_exporter_queue_size)",
      legend: "{{pod}}",
      unit: "short",
    },
    {
      title: "Lines given up in an hour",
      expr: "sum by (pod) (increase(otelcol_exporter_send_failed_log_records_total[1h]))",
      legend: "{{pod}}",
      unit: "short",
    },
    memoryOfLimit(collector.namespace),
  ],
};

export function loggingAlerts({ kind }: Pick<Logging, "kind">): readonly Alert[] {
  return kind === "loki" ? [...lokiAlerts, ...collectorAlerts] : collectorAlerts;
}

export function loggingDashboards({ kind }: Pick<Logging, "kind">): readonly Dashboard[] {
  return kind === "loki" ? [dashboard] : [collectorDashboard];
}
