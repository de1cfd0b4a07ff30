/** The portal to images and tables: Firefly, where it is not one of Phalanx's applications. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { type Opening, outside } from "../../foundation/network-policies";
import { fromIngress } from "../../foundation/published";
import { plusContainers } from "../../foundation/quota";
import { fullName } from "../../full-name";
import type { SecretDeclaration } from "../../secrets/contract";
import { passwordAt } from "../access";
import type { Instance, InstanceSecret, Service } from "../service";
import { portalResources, portalValues, redis, release, secretKeys, secretName, type Portal } from "./values";
import { portalAlerts, portalDashboards } from "./watch";

const pods = (component: string) => ({
  "app.kubernetes.io/name": catalog.portal.name,
  "app.kubernetes.io/component": component,
});
const firefly = pods("firefly");

export const portal: Service = {
  name: "portal",
  title: "Portal",
  purpose:
    "Firefly: images, tables and plots in the browser, of the platform's own TAP service and of archives elsewhere.",
  section: "portal",
  component: "Portal",
  charts: [catalog.portal],
  example: { services: { portal: { host: "portal", replicas: 2, workArea: "homes" } } },
  notes: [
    "Sites with Phalanx have it as Phalanx's application `portal`, behind Gafaelfawr's login; then this section is refused.",
    "What protects it: with `access: password`, the default, the ingress controller asks for user and password of the Secret `portal-keys`; all " +
      "share them, and nobody is told apart. With `public` anybody uses it, and with it the platform's network and memory.",
    "Does it work? `curl https://portal.<zone>/firefly/healthz` says so without a password; " +
      "`curl -u portal:PASSWORD https://portal.<zone>/firefly/` is the page.",
    "Firefly's own administration (`/firefly/admin`) asks for `admin` and ADMIN_PASSWORD of the Secret. With `access: password` a browser sends " +
      "the other password there, so it is reached by `kubectl -n portal port-forward statefulset/portal 8080`.",
    "Firefly fetches what users name, so it may reach ports 80 and 443 anywhere but at pods and Services of the cluster and at the cloud's metadata.",
    "The work area is the export itself, mounted in every pod: let it be one of its own, writable by user 91. Firefly deletes what is older " +
      "than 36 hours. With one replica and no work area all files are on the node's disk, at most 20 GiB.",
    "A user stays with one pod, by a cookie. What he does there is lost with the pod, what is in the work area is not.",
  ],
  alerts: () => portalAlerts,
  dashboards: () => portalDashboards,
  instances: (config): Instance[] => {
    const { portal: settings } = config.services;
    return settings === undefined ? [] : [instance(settings, config)];
  },
};

function instance(settings: Portal, { dns, network, platform }: Config): Instance {
  const host = fullName(settings.host, dns.zone);
  return {
    name: release,
    settings: { portal: settings, host },
    chart: catalog.portal,
    values: (given) => portalValues(settings, host, given),
    resources: portalResources(settings),
    // It unpacks itself, one pod after the other.
    timeout: 300 + 120 * settings.replicas,
    secret: secret(settings),
    namespace: { quota: plusContainers("serviceOwners", platform, [redis]) },
    openings: openings({ network }),
    hosts: [settings.host],
    ...(settings.workArea === undefined ? {} : { files: [{ export: settings.workArea, readOnly: false }] }),
    readiness: [{ host: settings.host, path: "/firefly/healthz", status: 200 }],
    backup: {
      kind: "nothing",
      why: "Files in the work area are deleted within days; what users keep they keep elsewhere.",
    },
  };
}

function secret({ access }: Portal): InstanceSecret {
  const keys: Record<string, SecretDeclaration> = {
    [secretKeys.admin]: { description: "Administrator of Firefly, user `admin`.", source: { kind: "password" } },
    [secretKeys.redis]: { description: "Between Firefly and its Redis.", source: { kind: "password" } },
    ...(access === "password" ? passwordAt("portal", "Who may use the portal.") : {}),
  };
  return { name: secretName, declared: { service: release, delivery: "platform", keys } };
}

function openings(config: Parameters<typeof outside>[0]): Record<string, Opening> {
  return {
    ingress: fromIngress(firefly, [8080]),
    redis: { kind: "from-namespace", namespace: release, fromPods: firefly, pods: pods("redis"), ports: [6379] },
    "to-redis": {
      kind: "to-namespaces",
      pods: firefly,
      namespaces: { "kubernetes.io/metadata.name": release },
    },
    // Whatever users name, so nothing that only the cluster may reach, and not where clouds tell machines their secrets.
    archives: outside(config, firefly),
  };
}
