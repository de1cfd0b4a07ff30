/** Prometheus, Alertmanager and Grafana: what the parts of the platform say of how they are watched, at work. */
import { mostNodes, poolsOf } from "../../../config/checks/pools";
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { among, type Opening } from "../../foundation/network-policies";
import { daemonQuota } from "../../foundation/nfs-driver";
import { fromIngress } from "../../foundation/published";
import { grafanaPods, monitoringNamespace, nodeJob, nodePort, prometheusPods } from "../../foundation/watch";
import { fullName } from "../../full-name";
import type { Instance, InstanceSecret, Service } from "../service";
import { benchAlerts, kubeBench } from "./kube-bench";
import { openstackExporter, projectAlerts, projectDashboards } from "./openstack";
import { grafanaLogin } from "./login";
import { tellingKeys, tellingPorts } from "./telling";
import {
  alertmanagerStorage,
  dashboardMaps,
  monitoringValues,
  nodeExporterResources,
  nodeExporterValues,
  resources,
  secretKeys,
} from "./values";

type Monitoring = NonNullable<Config["services"]["monitoring"]>;

const operatorPods = { app: "kube-prometheus-stack-operator" };
const jobPods = { "app.kubernetes.io/component": "prometheus-operator-webhook" };
const statePods = { "app.kubernetes.io/name": "kube-state-metrics" };
const alertmanagerPods = { "app.kubernetes.io/name": "alertmanager" };
const allPods = {};

export const monitoring: Service = {
  name: "monitoring",
  title: "Monitoring",
  purpose: "Numbers of the whole platform over time, alerts to whom it concerns, and dashboards.",
  section: "monitoring",
  component: "Monitoring",
  charts: [catalog.kubePrometheusStack, catalog.nodeExporter, catalog.openstackExporter, catalog.kubeBench],
  example: {
    services: {
      monitoring: {
        host: "grafana",
        openstackExporter: true,
        kubeBench: { accepted: ["4.2.6"] },
        alerts: { to: "mail", address: "operators@example.org", server: "mail.example.org:587" },
      },
    },
  },
  notes: [
    "Every service declares its alerts, its dashboards and the numbers that it tells; what is on at the site is watched. Alerts of the " +
      "cluster itself: platform/foundation/watched.ts. On top come those of the chart, but for those that ours replace.",
    "A file server that is a machine of its own (`storage.fileServer`, kind `vm`) is read and watched too ([file-server.md](../file-server.md)), and so " +
      "is Vault in the cluster ([secrets.md](../secrets.md)).",
    "Grafana's administrator: user `admin`, password in the Secret `monitoring-keys`. With `identity.keycloak` people log in there as " +
      "well: groups of `platform.roles` make operators its admins, service owners editors and lab admins viewers; others do not come in.",
    "Mail goes to a server that offers STARTTLS and asks no password.",
    "node-exporter sees the nodes' file systems and network, so its namespace is `privileged`; it runs there as nobody, without any capability.",
    "Prometheus and Alertmanager each run once: while their node is replaced, nobody is told.",
    "That a member of the load balancer is down is seen from the nodes and from the ingress controller; what the cloud's balancer itself " +
      "thinks of its pools is seen with `openstackExporter: true`.",
    "`kubeBench` runs kube-bench on one node of each pool, because all of a pool are made alike; node-exporter tells what it has left on the " +
      "node. Its pods are root and see the node's processes and settings (read-only), so their namespace is `privileged`, by an exception of " +
      "the rules that ends (policies/own-exceptions.ts). What a check is about: the log of the job, or the CIS benchmark.",
    "The exporter of OpenStack logs in with an application credential of its own (`openstack.credentials.metrics`), which may only read, and " +
      "of this project alone. It asks every few minutes. A cloud whose certificate is signed by an authority of its own is not trusted.",
  ],
  alerts: ({ services: { monitoring } }) => {
    const further = [
      ...(monitoring?.openstackExporter ? projectAlerts : []),
      ...(monitoring?.kubeBench === undefined ? [] : benchAlerts(monitoring.kubeBench)),
    ];
    return further.length > 0
      ? further
      : { none: "The chart brings rules for Prometheus, Alertmanager, their operator and kube-state-metrics." };
  },
  dashboards: ({ services: { monitoring } }) =>
    monitoring?.openstackExporter
      ? projectDashboards
      : { none: "The chart brings those of its parts, of the nodes and of the cluster." },
  instances: (config): Instance[] => {
    const { monitoring: settings } = config.services;
    if (settings === undefined) return [];
    const exporter = settings.openstackExporter ? [openstackExporter] : [];
    const bench = settings.kubeBench === undefined ? [] : [kubeBench(settings.kubeBench, config)];
    return [stack(settings, config), nodeExporter(settings, config), ...exporter, ...bench];
  },
};

function stack(settings: Monitoring, config: Config): Instance {
  const { dns, platform, services } = config;
  const host = fullName(settings.host, dns.zone);
  const secret = keys(settings, config);
  const loki = services.logging?.kind === "loki";
  return {
    name: monitoringNamespace,
    settings: { monitoring: settings, host },
    chart: catalog.kubePrometheusStack,
    values: (given) =>
      monitoringValues({
        ...{ monitoring: settings, host, loki, given },
        zone: dns.zone.replace(/\.$/, ""),
        secretName: secret.name,
        login: grafanaLogin(config, secret.name, secretKeys.client),
      }),
    resources,
    // Jobs of its admission webhook, and a volume to be made.
    timeout: 600,
    secret,
    namespace: { owner: "operators", quota: { ...platform.quota, storage: storageOf(settings) } },
    configMaps: dashboardMaps,
    openings: { ...openings, ...telling(settings), ...(loki ? { logs: toLoki } : {}) },
    hosts: [settings.host],
    readiness: [{ host: settings.host, path: "/api/health", status: 200 }],
    backup: { kind: "nothing", why: "Numbers of the last days; dashboards and alerts come with the platform." },
  };
}

function keys(monitoring: Monitoring, { identity }: Config): InstanceSecret {
  return {
    name: "monitoring-keys",
    declared: {
      service: "monitoring",
      delivery: "platform",
      keys: {
        [secretKeys.user]: { description: "Administrator of Grafana.", source: { kind: "text", value: "admin" } },
        [secretKeys.password]: { description: "Password for that.", source: { kind: "password" } },
        ...(identity?.keycloak
          ? {
              [secretKeys.client]: {
                description: "Secret of Grafana's client at Keycloak.",
                source: { kind: "password", length: 48 } as const,
              },
            }
          : {}),
        ...tellingKeys(monitoring),
      },
    },
  };
}

/** Twice the volumes: one that is replaced may still be there. */
function storageOf({ storage }: Monitoring): string {
  return `${Math.ceil((2 * (amount(storage) + amount(alertmanagerStorage))) / 2 ** 20)}Mi`;
}

const openings: Record<string, Opening> = {
  ingress: fromIngress(grafanaPods, [3000]),
  // The API server asks it before it takes a rule; its address is not one of a pod.
  "admission-webhook": { kind: "from-anywhere", pods: operatorPods, ports: [10250] },
  // What there is: pods, nodes, objects of the operator, ConfigMaps with dashboards.
  ...Object.fromEntries(
    Object.entries({
      prometheus: prometheusPods,
      operator: operatorPods,
      "admission-jobs": jobPods,
      grafana: grafanaPods,
      state: statePods,
    }).map(([name, pods]): [string, Opening] => [`${name}-api-server`, { kind: "to-api-server", pods }]),
  ),
  // Among each other: numbers, alerts, queries.
  ...among(monitoringNamespace, allPods, [3000, 8080, 8081, 9090, 9093, 10250]),
  // Pods that tell numbers; each namespace opens what it tells.
  readings: { kind: "to-namespaces", pods: prometheusPods, namespaces: {} },
  // kubelet and node-exporter are at the nodes' own addresses, and so is that of a file server that is a machine of its own.
  nodes: { kind: "to-anywhere", pods: prometheusPods, ports: [nodePort, 10250] },
};

const toLoki: Opening = {
  kind: "to-namespaces",
  ...{ pods: grafanaPods, namespaces: { "kubernetes.io/metadata.name": catalog.loki.namespace } },
};

function telling(monitoring: Monitoring): Record<string, Opening> {
  const ports = tellingPorts(monitoring);
  return ports.length === 0 ? {} : { telling: { kind: "to-anywhere", pods: alertmanagerPods, ports } };
}

function nodeExporter({ kubeBench }: Monitoring, config: Config): Instance {
  return {
    name: catalog.nodeExporter.namespace,
    settings: {},
    chart: catalog.nodeExporter,
    values: (given) => nodeExporterValues(given, kubeBench !== undefined),
    resources: nodeExporterResources,
    namespace: {
      owner: "operators",
      // File systems, ports and network of the nodes themselves. policies/site.ts names it, with its reason.
      podSecurity: "privileged",
      quota: daemonQuota(mostNodes(poolsOf(config))),
    },
    metrics: [{ job: nodeJob, pods: { "app.kubernetes.io/name": "prometheus-node-exporter" }, port: nodePort }],
    openings: {},
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing." },
  };
}
