/** Checks of every public endpoint, and a page where people may keep their own. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { fromIngress } from "../../foundation/published";
import { fullName } from "../../full-name";
import type { Instance, InstanceSecret, Service } from "../service";
import { asker, askerResources, askerValues, kumaResources, kumaValues } from "./values";
import { endpointAlerts, endpointDashboards } from "./watch";

type Uptime = NonNullable<Config["services"]["uptime"]>;

const kumaPods = { "app.kubernetes.io/name": "uptime-kuma" };
const askerPods = { "app.kubernetes.io/name": "prometheus-blackbox-exporter" };

const userName = "status";
const secret: InstanceSecret = {
  name: "uptime-keys",
  declared: {
    service: "uptime",
    delivery: "platform",
    keys: {
      username: { description: "Who may open Uptime Kuma.", source: { kind: "text", value: userName } },
      password: { description: "Password for that.", source: { kind: "password" } },
      auth: {
        description: "Both as the ingress controller reads them.",
        source: { kind: "bcrypt", of: "password", user: userName },
      },
    },
  },
};

export const uptime: Service = {
  name: "uptime",
  title: "Uptime",
  purpose:
    "Asks every public endpoint of the platform, and others that the site names, and tells when one does not answer.",
  section: "uptime",
  component: "Uptime",
  charts: [catalog.uptimeKuma, catalog.blackboxExporter],
  example: {
    services: {
      monitoring: {},
      uptime: { host: "status", monitors: { vault: "https://vault.example.org/v1/sys/health" } },
    },
  },
  notes: [
    "The checks are declared: the readiness of every service, Phalanx's front page, and `monitors`. The blackbox exporter asks each every " +
      "minute from inside the cluster, by the public name; Prometheus keeps the answers and tells of them; the dashboard Endpoints shows them.",
    "Uptime Kuma is installed with nothing in it: monitors, status pages and its administrator live in its own database, and only its web " +
      "page makes them. So nothing in it is declared, and the checks above do not depend on it.",
    "Kuma's page asks for user and password of the Secret `uptime-keys`, because whoever opens a new Kuma first becomes its " +
      "administrator. It is no public status page for the same reason.",
    "Names of an authority of our own (`private-ca`) are asked without looking at the certificate's signature.",
  ],
  alerts: () => endpointAlerts,
  dashboards: () => endpointDashboards,
  instances: (config): Instance[] => {
    const { uptime: settings } = config.services;
    return settings === undefined ? [] : [kuma(settings, config), exporter(settings, config)];
  },
};

function kuma({ host }: Uptime, { dns }: Config): Instance {
  const name = fullName(host, dns.zone);
  return {
    name: "uptime",
    settings: { host: name },
    chart: catalog.uptimeKuma,
    values: (given) => kumaValues(name, secret.name, given),
    resources: kumaResources,
    secret,
    openings: {
      ingress: fromIngress(kumaPods, [3001]),
      // What people let it watch, by names.
      watched: { kind: "to-anywhere", pods: kumaPods, ports: [443] },
    },
    hosts: [host],
    // Who has no password is sent away by the ingress controller; that Kuma itself works is what Helm waits for.
    readiness: [{ host, path: "/", status: 401 }],
    backup: { kind: "volumes", what: "What people made in Uptime Kuma: monitors, status pages, accounts." },
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
  const others = Object.values(monitors).map((url) => Number(new URL(url).port) || 443);
  return [...new Set([443, ...others])].sort((a, b) => a - b);
}
