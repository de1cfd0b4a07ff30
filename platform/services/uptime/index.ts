/** Checks of every public endpoint, and a status page that everybody may see. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { portOf } from "../../foundation/address";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import type { Instance, Service } from "../service";
import { pageResources, pageValues } from "./page";
import { asker, askerResources, askerValues } from "./values";
import { endpointAlerts, endpointDashboards } from "./watch";

type Uptime = NonNullable<Config["services"]["uptime"]>;

const pagePods = { "app.kubernetes.io/name": "gatus" };
const askerPods = { "app.kubernetes.io/name": "prometheus-blackbox-exporter" };

export const uptime: Service = {
  name: "uptime",
  title: "Uptime",
  purpose:
    "Asks every public endpoint of the platform, and others that the site names, tells when one does not answer, and shows users which do.",
  section: "uptime",
  component: "Uptime",
  charts: [catalog.gatus, catalog.blackboxExporter],
  example: {
    services: {
      monitoring: { alerts: { to: "nobody" } },
      uptime: { host: "status", monitors: { vault: "https://vault.example.org/v1/sys/health" } },
    },
  },
  notes: [
    "The checks are declared: the readiness of every service, Phalanx's front page, and `monitors`. The blackbox exporter asks each every " +
      "minute from inside the cluster, by the public name; Prometheus keeps the answers and tells of them; the dashboard Endpoints shows them.",
    "The status page (Gatus) asks the same for itself and needs no login, so that users see what is down when Grafana is down too. It shows " +
      "names, not addresses or errors. What it remembers ends with its pod; Prometheus has the longer history.",
    "Gatus is here instead of Uptime Kuma because Kuma takes no declaration: its administrator, monitors and pages come by its web page or " +
      "a private protocol into a database of its own. AutoKuma speaks that protocol, but needs the administrator to be there, calls its " +
      "source for Kubernetes unmaintained, and keeps a second database of what is whose.",
    "It runs in the cluster that it watches: that all of it is gone must be noticed from elsewhere (docs/failover.md).",
    "Names of an authority of our own (`private-ca`) are asked without looking at the certificate's signature.",
  ],
  alerts: () => endpointAlerts,
  dashboards: () => endpointDashboards,
  instances: (config): Instance[] => {
    const { uptime: settings } = config.services;
    return settings === undefined ? [] : [page(settings, config), exporter(settings, config)];
  },
};

function page({ host, monitors }: Uptime, { certificates, dns }: Config): Instance {
  return {
    name: "uptime",
    settings: { host: fullName(host, dns.zone), monitors },
    chart: catalog.gatus,
    values: (given) => pageValues(fullName(host, dns.zone), given, certificates.issuer),
    resources: pageResources,
    openings: {
      ingress: fromIngress(pagePods, [8080]),
      watched: { kind: "to-anywhere", pods: pagePods, ports: ports(monitors) },
    },
    hosts: [host],
    readiness: [{ host, path: "/health", status: 200 }],
    backup: { kind: "nothing", why: "What it asks is the stack file, and the answers are in Prometheus." },
  };
}

function exporter({ monitors }: Uptime, { certificates }: Config): Instance {
  return {
    name: asker.namespace,
    settings: { monitors },
    chart: catalog.blackboxExporter,
    values: (given) => askerValues(given, certificates.issuer),
    resources: askerResources,
    metrics: [{ job: "blackbox", pods: askerPods, port: asker.port }],
    openings: { endpoints: { kind: "to-anywhere", pods: askerPods, ports: ports(monitors) } },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing." },
  };
}

/** 443, and the other ports of the site's own monitors. */
function ports(monitors: Uptime["monitors"]): number[] {
  const others = Object.values(monitors).map((url) => portOf(url));
  return [...new Set([443, ...others])].sort((a, b) => a - b);
}
