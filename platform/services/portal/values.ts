/** Values of the portal's chart. Pure. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { ingressClass } from "../../foundation/ingress-values";
import { containerResources, type ContainerResources, type Values } from "../../foundation/values";
import type { Given } from "../service";

export type Portal = NonNullable<Config["services"]["portal"]>;

export const release = catalog.portal.namespace;
export const secretName = "portal-keys";

/** Keys of the Secret as Firefly and the chart read them. */
export const secretKeys = { admin: "ADMIN_PASSWORD", redis: "REDIS_PASSWORD" } as const;

/** Redis hands on what happens, and keeps little; the chart bounds what it keeps below this. */
export const redis: ContainerResources = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "256Mi" },
};

/** @param host Fully qualified, without the closing dot. */
export function portalValues(portal: Portal, host: string, { priority }: Pick<Given, "priority">): Values {
  return {
    host,
    replicaCount: portal.replicas,
    access: portal.access,
    secretName,
    ...(portal.workArea === undefined ? {} : { workArea: { claimName: portal.workArea } }),
    priorityClassName: priority.service,
    ingressClassName: ingressClass,
  };
}

export function portalResources(portal: Portal): Record<string, ContainerResources> {
  return { resources: containerResources(portal.resources), "redis.resources": redis };
}
