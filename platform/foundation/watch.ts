/** What is said of a part of the platform so that it can be watched: data, of which the service monitoring makes rules and dashboards. */
import type { Labels } from "./labels";
import type { Opening } from "./network-policies";

/** A condition of which somebody must know. */
export interface Alert {
  /** Like "QuotaNearlyUsed"; each name is one alert of the platform. */
  name: string;
  /** PromQL; every series that it gives is an alert of its own. */
  expr: string;
  /** How long it must hold before anybody is told, like "15m". */
  for: string;
  /** How long it is told on after it has ended, for what ends by itself before somebody looks. @default not at all */
  keepFiringFor?: string;
  /** critical: users are without something now, or data are in danger. */
  severity: "critical" | "warning";
  /** What is wrong, a sentence; `{{ $labels.namespace }}` stands for a label of the series. */
  summary: string;
  /** What to do, a sentence or two. */
  action: string;
}

export interface Panel {
  title: string;
  /** PromQL; every series is a line. */
  expr: string;
  /** Name of a line, like "{{namespace}}". */
  legend: string;
  /** Grafana's name of the unit. */
  unit: "short" | "bytes" | "percentunit" | "s" | "reqps";
}

export interface Dashboard {
  /** Part of its address; each name is one dashboard of the platform. */
  name: string;
  title: string;
  panels: readonly Panel[];
}

/** Pods that tell numbers of themselves, in the form of Prometheus. */
export interface Metrics {
  /** The label `job` of every series. */
  job: string;
  namespace: string;
  /** Labels of the pods. */
  pods: Labels;
  /** A port that the pods declare. */
  port: number;
  /** @default "/metrics" */
  path?: string;
}

/** What of one part of the platform is watched. */
export interface Watch {
  alerts: readonly Alert[];
  dashboards: readonly Dashboard[];
  metrics: readonly Metrics[];
}

/** Label `job` of the numbers of the cluster's nodes; those of other machines have another. */
export const nodeJob = "node-exporter";

/** Port at which node exporters answer, on nodes and on other machines. */
export const nodePort = 9100;

/** Namespace of Prometheus. */
export const monitoringNamespace = "monitoring";

/** Label of the pods of Grafana. */
export const grafanaPods: Labels = { "app.kubernetes.io/name": "grafana" };

/** Label that Prometheus' own operator gives its pods. */
export const prometheusPods: Labels = { "app.kubernetes.io/name": "prometheus" };

/** How a namespace lets Prometheus in to read the numbers. */
export function fromPrometheus({ pods, port }: Pick<Metrics, "pods" | "port">): Opening {
  return { kind: "from-namespace", namespace: monitoringNamespace, fromPods: prometheusPods, pods, ports: [port] };
}
