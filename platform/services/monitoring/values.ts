/** Values of kube-prometheus-stack, and of the chart of what runs on every node. Pure. */
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { ingressClass } from "../../foundation/ingress-values";
import { merge, type ContainerResources, type Value, type Values } from "../../foundation/values";
import type { Metrics } from "../../foundation/watch";
import type { Given } from "../service";
import { machineScrape } from "../file-server/machine";
import { lokiAddress } from "../logging/loki";
import { scrapeConfigs } from "../uptime/values";
import { dashboardJson } from "./dashboards";
import { benchFolder } from "./kube-bench";
import { replaced, ruleGroups } from "./rules";
import { alertmanagerConfig, tellingFiles } from "./telling";

type Monitoring = NonNullable<Config["services"]["monitoring"]>;

/** Label by which Grafana's sidecar finds dashboards. */
export const dashboardLabel = { grafana_dashboard: "1" };

/** Volume of Alertmanager: silences, and what has been told. */
export const alertmanagerStorage = "1Gi";

/** Keys of the Secret, by the names under which Grafana's chart looks for them. */
export const secretKeys = { user: "admin-user", password: "admin-password", client: "client-secret" } as const;

const small: ContainerResources = {
  requests: { cpu: "10m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "256Mi" },
};

/** Bounds of every container of the chart, by the path in its values. The sidecars of Grafana share theirs. */
export const resources: Record<string, ContainerResources> = {
  // About 2 KiB for each series, of which a small platform has a few hundred thousand.
  "prometheus.prometheusSpec.resources": {
    requests: { cpu: "300m", memory: "1Gi" },
    limits: { cpu: "2", memory: "4Gi" },
  },
  "alertmanager.alertmanagerSpec.resources": small,
  "prometheusOperator.resources": {
    requests: { cpu: "50m", memory: "96Mi" },
    limits: { cpu: "500m", memory: "384Mi" },
  },
  "prometheusOperator.prometheusConfigReloader.resources": {
    requests: { cpu: "10m", memory: "32Mi" },
    limits: { cpu: "100m", memory: "64Mi" },
  },
  "prometheusOperator.admissionWebhooks.patch.resources": {
    requests: { cpu: "10m", memory: "32Mi" },
    limits: { cpu: "100m", memory: "64Mi" },
  },
  "grafana.resources": { requests: { cpu: "100m", memory: "192Mi" }, limits: { cpu: "1", memory: "768Mi" } },
  "grafana.sidecar.resources": { requests: { cpu: "20m", memory: "96Mi" }, limits: { cpu: "200m", memory: "256Mi" } },
  "kube-state-metrics.resources": {
    requests: { cpu: "50m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "768Mi" },
  },
};

export interface MonitoringValues {
  monitoring: Monitoring;
  /** Full name of Grafana. */
  host: string;
  /** Zone of the platform, without its closing dot. */
  zone: string;
  /** Whether the site has Loki, which Grafana then shows the logs of. */
  loki: boolean;
  /** Secret with Grafana's administrator, and the addresses of who is told. */
  secretName: string;
  /** Further values of Grafana's chart: how people log in. @default its administrator only */
  login?: Values;
  given: Given;
}

export function monitoringValues(args: MonitoringValues): Values {
  const { monitoring, zone, given } = args;
  const { priority, watched } = given;
  const scrapes = additionalScrapes(given);
  return {
    // Names of what the chart makes; its own would be cut off in the middle.
    fullnameOverride: "monitoring",
    cleanPrometheusOperatorObjectNames: true,
    // On every node, with rights that nothing else here has: it has a namespace of its own.
    nodeExporter: { enabled: false },
    // Their ports are open on no cloud that runs them for us; for CoreDNS the chart would put a Service into kube-system, which is not ours.
    ...Object.fromEntries(
      ["kubeControllerManager", "kubeScheduler", "kubeProxy", "kubeEtcd", "coreDns"].map((one) => [
        one,
        { enabled: false },
      ]),
    ),
    defaultRules: {
      rules: {
        ...{ etcd: false, kubeControllerManager: false, kubeProxy: false },
        ...{ kubeSchedulerAlerting: false, kubeSchedulerRecording: false, windows: false },
      },
      disabled: Object.fromEntries(
        // Where kube-bench has never run, there is no folder for node-exporter to read.
        [...replaced, ...(monitoring.kubeBench === undefined ? [] : ["NodeTextFileCollectorScrapeError"])].map(
          (name) => [name, true],
        ),
      ),
    },
    additionalPrometheusRulesMap: Object.fromEntries(
      ruleGroups(watched).map((group): [string, Values] => [group.name, { groups: [group] as unknown as Value[] }]),
    ),
    prometheusOperator: {
      priorityClassName: priority.service,
      admissionWebhooks: { patch: { priorityClassName: priority.service } },
    },
    prometheus: {
      prometheusSpec: {
        retention: `${monitoring.retentionDays}d`,
        // The oldest go before the volume is full; what is written beside them needs the rest.
        retentionSize: `${Math.floor((amount(monitoring.storage) * 0.85) / 2 ** 20)}MiB`,
        priorityClassName: priority.service,
        storageSpec: volume(monitoring.storage),
        ...(scrapes.length === 0 ? {} : { additionalScrapeConfigs: scrapes }),
      },
      additionalPodMonitors: Object.values(watched).flatMap(({ metrics }) => metrics.map(podMonitor)),
    },
    alertmanager: { config: alertmanagerConfig(monitoring, zone), alertmanagerSpec: alertmanagerSpec(args) },
    grafana: merge(grafanaValues(args), args.login ?? {}),
    "kube-state-metrics": { priorityClassName: priority.service },
  };
}

/** What Prometheus reads that no pod tells of itself. */
function additionalScrapes({ endpoints, fileServer }: Given): Values[] {
  return [...scrapeConfigs(endpoints), ...(fileServer === undefined ? [] : [machineScrape(fileServer)])];
}

function alertmanagerSpec({ monitoring, secretName, given }: MonitoringValues): Values {
  return {
    priorityClassName: given.priority.service,
    storage: volume(alertmanagerStorage),
    ...tellingFiles(monitoring, secretName),
  };
}

function grafanaValues({ host, loki, secretName, given }: MonitoringValues): Values {
  return {
    admin: { existingSecret: secretName, userKey: secretKeys.user, passwordKey: secretKeys.password },
    priorityClassName: given.priority.service,
    // No secretName: the controller's default certificate is the platform's.
    ingress: { enabled: true, ingressClassName: ingressClass, hosts: [host], tls: [{ hosts: [host] }] },
    "grafana.ini": {
      server: { root_url: `https://${host}` },
      analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
      users: { allow_sign_up: false },
      "auth.anonymous": { enabled: false },
    },
    defaultDashboardsEditable: false,
    sidecar: {
      dashboards: { enabled: true, label: "grafana_dashboard", labelValue: "1" },
      datasources: { enabled: true, uid: "prometheus" },
    },
    additionalDataSources: loki ? [lokiSource] : [],
    // Dashboards come from ConfigMaps, so there is nothing to keep.
    persistence: { enabled: false },
    // Its sidecars read ConfigMaps of this namespace only.
    rbac: { namespaced: true },
    testFramework: { enabled: false },
  };
}

const lokiSource: Values = { name: "Loki", type: "loki", uid: "loki", access: "proxy", url: lokiAddress };

function volume(storage: string): Values {
  return {
    volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } } },
  };
}

function podMonitor({ job, namespace, pods, port, path = "/metrics" }: Metrics): Values {
  return {
    name: job,
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchLabels: pods },
    podMetricsEndpoints: [
      {
        portNumber: port,
        path,
        // A series keeps the namespace that it is about.
        honorLabels: true,
        relabelings: [{ targetLabel: "job", replacement: job }],
      },
    ],
  };
}

/** ConfigMaps with the dashboards of all parts of the platform. */
export function dashboardMaps({ watched }: Pick<Given, "watched">) {
  return Object.fromEntries(
    Object.values(watched)
      .flatMap(({ dashboards }) => dashboards)
      .map((dashboard) => [
        `dashboard-${dashboard.name}`,
        { labels: dashboardLabel, data: { [`${dashboard.name}.json`]: dashboardJson(dashboard) } },
      ]),
  );
}

export const nodeExporterResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { cpu: "250m", memory: "128Mi" } },
};

/** It reads the node's file systems and its network, so it needs the node's own; of its processes it needs nothing. */
export function nodeExporterValues({ priority }: Pick<Given, "priority">, tellsBench = false): Values {
  return {
    ...(tellsBench ? { extraArgs: [`--collector.textfile.directory=/host/root${benchFolder}`] } : {}),
    fullnameOverride: "node-exporter",
    priorityClassName: priority.foundation,
    hostPID: false,
    containerSecurityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    securityContext: {
      ...{ fsGroup: 65534, runAsGroup: 65534, runAsNonRoot: true, runAsUser: 65534 },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}
