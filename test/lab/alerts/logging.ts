/** Cases of the alerts of logging. Data only. */
import type { Case } from "./case";

const ready = 'kube_statefulset_status_replicas_ready{namespace="logging",statefulset="loki"}';
const pushes = (status: string) =>
  `loki_request_duration_seconds_count{route="loki_api_v1_push",status_code="${status}",namespace="logging"}`;
const refused = (reason: string) => `loki_discarded_samples_total{reason="${reason}",namespace="logging"}`;
const retention = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds{}";
const collectors = (which: string, values: string) => ({
  [`kube_daemonset_status_${which}{namespace="alloy",daemonset="alloy"}`]: values,
});

export const loggingCases: readonly Case[] = [
  {
    alert: "LokiNotReady",
    title: "no ready pod for ten minutes",
    series: { [ready]: "1x5 0x20" },
    at: "17m",
    told: [{ labels: {}, summary: "Loki is not ready: logs cannot be read, and soon are lost." }],
  },
  {
    alert: "LokiNotReady",
    title: "it is not there at all",
    series: { 'up{job="other"}': "1x20" },
    at: "11m",
    told: [{ labels: {}, summary: "Loki is not ready: logs cannot be read, and soon are lost." }],
  },
  {
    alert: "LokiNotReady",
    title: "it starts anew",
    series: { [ready]: "1x5 0x5 1x20" },
    at: "17m",
    told: [],
  },
  {
    alert: "LogIngestionFails",
    title: "a tenth fails",
    series: { [pushes("204")]: "0+90x30", [pushes("500")]: "0+10x30" },
    at: "20m",
    told: [{ labels: {}, summary: "Loki fails to take 10% of what it is sent." }],
  },
  {
    alert: "LogIngestionFails",
    title: "what it refuses is no failure of it",
    series: { [pushes("204")]: "0+90x30", [pushes("400")]: "0+10x30" },
    at: "20m",
    told: [],
  },
  {
    alert: "LogsNotInBucket",
    title: "writing fails again and again",
    series: { loki_ingester_chunks_flush_failures_total: "0x10 1+1x30" },
    at: "30m",
    told: [{ labels: {}, summary: "Loki cannot write logs into the bucket." }],
  },
  {
    alert: "LogsNotInBucket",
    title: "failures of long ago",
    series: { loki_ingester_chunks_flush_failures_total: "0 3x120" },
    at: "60m",
    told: [],
  },
  {
    alert: "LogsRefused",
    title: "somebody writes more than the limit",
    series: { [refused("rate_limited")]: "0+5x40" },
    at: "20m",
    told: [{ labels: { reason: "rate_limited" }, summary: "Loki refuses lines: rate_limited." }],
  },
  {
    alert: "LogsRefused",
    title: "old lines of a new collector",
    series: { [refused("greater_than_max_sample_age")]: "0+5x40" },
    at: "20m",
    told: [],
  },
  {
    alert: "LogRetentionFails",
    title: "nothing deleted for twelve hours",
    series: { [retention]: "0x800" },
    at: "721m",
    told: [{ labels: {}, summary: "Loki has not deleted old logs for 12h 1m 0s." }],
  },
  {
    alert: "LogRetentionFails",
    title: "it deletes every ten minutes",
    series: { [retention]: "0+60x800" },
    at: "721m",
    told: [],
  },
  {
    alert: "LogCollectorsMissing",
    title: "two of three nodes",
    series: { ...collectors("number_available", "2x30"), ...collectors("desired_number_scheduled", "3x30") },
    at: "16m",
    told: [
      {
        labels: { namespace: "alloy", daemonset: "alloy" },
        summary: "2 collectors of logs work, fewer than there are nodes.",
      },
    ],
  },
  {
    alert: "LogCollectorsMissing",
    title: "one on every node",
    series: { ...collectors("number_available", "3x30"), ...collectors("desired_number_scheduled", "3x30") },
    at: "16m",
    told: [],
  },
  {
    alert: "LogsDropped",
    title: "lines for Loki are given up",
    series: { 'loki_write_dropped_entries_total{pod="alloy-x",reason="ingester_error"}': "0x10 7+7x20" },
    at: "20m",
    told: [{ labels: { pod: "alloy-x" }, summary: "The collector alloy-x gives up lines that it could not send." }],
  },
  {
    alert: "LogsDropped",
    title: "lines for the site's collector are given up",
    series: { 'otelcol_exporter_send_failed_log_records_total{pod="alloy-x"}': "0x10 7+7x20" },
    at: "20m",
    told: [{ labels: { pod: "alloy-x" }, summary: "The collector alloy-x gives up lines that it could not send." }],
  },
  {
    alert: "LogsDropped",
    title: "all are sent",
    series: { 'loki_write_dropped_entries_total{pod="alloy-x",reason="ingester_error"}': "0x40" },
    at: "30m",
    told: [],
  },
];
