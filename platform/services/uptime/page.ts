/** Values of the status page's chart, Gatus. Pure. */
import type { Config } from "../../../config/schema";
import { ingressClass } from "../../foundation/ingress-values";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Endpoint } from "../endpoints";
import type { Given } from "../service";

export const pageResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
};

/** Nobody's, as the image has it. */
const user = 65534;

export function pageValues(
  host: string,
  { endpoints, priority }: Pick<Given, "endpoints" | "priority">,
  issuer: Config["certificates"]["issuer"],
): Values {
  return {
    fullnameOverride: "status",
    priorityClassName: priority.service,
    podSecurityContext: { fsGroup: user, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user, readOnlyRootFilesystem: true },
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    ingress: { enabled: true, ingressClassName: ingressClass, hosts: [host], tls: [{ hosts: [host] }] },
    config: {
      ui: { title: "Status", header: "Status" },
      endpoints: endpoints.map((endpoint) => monitor(endpoint, issuer)),
    },
  };
}

/** Asked as the blackbox exporter asks: once, without following to another address. */
function monitor({ name, url, status, own }: Endpoint, issuer: Config["certificates"]["issuer"]): Values {
  return {
    name,
    group: own ? "platform" : "others",
    // It fills in variables of its environment.
    url: url.replaceAll("$", "$$$$"),
    interval: "1m",
    client: { timeout: "10s", "ignore-redirect": true, ...(own && issuer === "private-ca" ? { insecure: true } : {}) },
    conditions: status === undefined ? ["[STATUS] >= 200", "[STATUS] < 300"] : [`[STATUS] == ${status}`],
    // Everybody may see the page.
    ui: { "hide-url": true, "hide-hostname": true, "hide-errors": true, "hide-conditions": true },
  };
}
