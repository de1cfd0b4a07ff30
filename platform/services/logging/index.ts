/** Logs of all pods: Loki in the cluster or a collector of the site, and what sends them there. */
import { mostNodes, poolsOf } from "../../../config/checks/pools";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { portOf } from "../../foundation/address";
import { among, type Opening } from "../../foundation/network-policies";
import { daemonQuota } from "../../foundation/nfs-driver";
import { twice } from "../../foundation/quota";
import { grafanaPods, monitoringNamespace } from "../../foundation/watch";
import type { Instance, Service } from "../service";
import { collector, collectorPods, collectorResources, collectorValues } from "./collector";
import {
  bucketSecret,
  innerPorts,
  loki,
  lokiPods,
  lokiResources,
  lokiStorage,
  lokiValues,
  type LokiSettings,
} from "./loki";
import { collectorMetrics, loggingAlerts, loggingDashboards, lokiMetrics } from "./watch";

type Logging = NonNullable<Config["services"]["logging"]>;

const inLoki = { "kubernetes.io/metadata.name": loki.namespace };

export const logging: Service = {
  name: "logging",
  title: "Logging",
  purpose: "Logs of all pods, in one place: Loki in the cluster, or a collector that the site has already.",
  section: "logging",
  component: "Logging",
  charts: [catalog.loki, catalog.alloy],
  example: {
    objectStore: { buckets: ["logs"] },
    services: {
      monitoring: { alerts: { to: "nobody" } },
      logging: { kind: "loki", bucket: "logs", retentionDays: 30 },
    },
  },
  notes: [
    "With `kind: collector` only Alloy is installed, and sends all logs by OpenTelemetry over http to the path /v1/logs below `address`.",
    'Logs are read in Grafana (Explore, data source Loki), where the site has monitoring; `{namespace="lab-birds"} |= "error"` finds ' +
      "lines of a namespace. Everybody who may open Grafana reads the logs of all pods.",
    "Alloy runs on every node and reads through the API of Kubernetes, so it needs no file of the node and is `restricted`; it may read the " +
      "pods and their logs, and nothing else. Logs of the nodes themselves (kubelet, kernel) are not read.",
    "Loki is one pod. Lines of the last hours are on its volume, older ones in the bucket, where its compactor deletes what is older than " +
      "`retentionDays`: give the bucket no lifecycle rule. While it is down, collectors try for some minutes, then give lines up.",
    "Nothing asks Loki for a password: only the collectors, Grafana and Prometheus reach it, by network policy.",
  ],
  alerts: ({ services: { logging } }) => (logging === undefined ? [] : loggingAlerts(logging)),
  dashboards: ({ services: { logging } }) => (logging === undefined ? [] : loggingDashboards(logging)),
  instances: (config): Instance[] => {
    const { logging: settings } = config.services;
    if (settings === undefined) return [];
    return [...(settings.kind === "loki" ? [lokiInstance(settings, config)] : []), collectorInstance(settings, config)];
  },
};

function lokiInstance(settings: LokiSettings, config: Config): Instance {
  const secret = bucketSecret(settings, config);
  return {
    name: loki.namespace,
    settings: { logging: settings },
    chart: catalog.loki,
    values: (given) => lokiValues(settings, config, given),
    resources: lokiResources,
    // A volume to be made, and half a minute until it knows itself.
    timeout: 600,
    ...(secret === undefined ? {} : { secret }),
    namespace: { owner: "operators", quota: { ...config.platform.quota, storage: twice(lokiStorage) } },
    metrics: [lokiMetrics],
    openings: lokiOpenings(config),
    hosts: [],
    readiness: [],
    backup: {
      kind: "nothing",
      why: "Logs of the last weeks; the bucket outlives the cluster, and a new Loki finds them there.",
    },
  };
}

function lokiOpenings({ services: { monitoring } }: Config): Record<string, Opening> {
  const from = (namespace: string, fromPods: Record<string, string>, ports: number[]): Opening => ({
    kind: "from-namespace",
    ...{ namespace, fromPods, pods: lokiPods, ports },
  });
  return {
    collectors: from(collector.namespace, collectorPods, [loki.port]),
    ...(monitoring === undefined ? {} : { grafana: from(monitoringNamespace, grafanaPods, [loki.port]) }),
    ...among(loki.namespace, lokiPods, innerPorts),
    // Its port is known only when it is there.
    "object-store": { kind: "to-anywhere", pods: lokiPods },
  };
}

function collectorInstance(settings: Logging, config: Config): Instance {
  return {
    name: collector.namespace,
    settings: { logging: settings },
    chart: catalog.alloy,
    values: (given) => collectorValues(settings, given),
    resources: collectorResources,
    namespace: { owner: "operators", quota: daemonQuota(mostNodes(poolsOf(config))) },
    metrics: [collectorMetrics],
    openings: {
      "api-server": { kind: "to-api-server", pods: collectorPods },
      receiver:
        settings.kind === "loki"
          ? { kind: "to-namespaces", pods: collectorPods, namespaces: inLoki }
          : { kind: "to-anywhere", pods: collectorPods, ports: [portOf(settings.address)] },
    },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing." },
  };
}
