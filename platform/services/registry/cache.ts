/** The cache: which caches there are, and the values of its two charts. Pure. */
import { upstreamOf } from "../../../config/registries";
import type { Config } from "../../../config/schema";
import { ingressClass } from "../../foundation/ingress-values";
import type { ContainerResources, Values } from "../../foundation/values";
import type { SecretDeclaration } from "../../secrets/contract";
import type { Given } from "../service";

export type Registry = NonNullable<Config["services"]["registry"]>;

/** A cache of one registry: a program, its ports, and the names by which images name the registry. */
export interface Cache {
  name: string;
  remote: string;
  port: number;
  metricsPort: number;
  names: string[];
  login: boolean;
}

/** Of each cache. It streams, and keeps nothing in memory. */
export const cacheResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "512Mi" } },
};
/** A script that sleeps. */
export const nodesResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "5m", memory: "8Mi" }, limits: { cpu: "50m", memory: "32Mi" } },
};

/** One for each registry, in the order of the configuration; several names of one share it. */
export function cachesOf({ upstreams, logins }: Pick<Registry, "upstreams" | "logins">): Cache[] {
  const names = [...new Set(upstreams.map((one) => upstreamOf(one).name))];
  return names.map((name, index) => {
    const all = upstreams.filter((one) => upstreamOf(one).name === name);
    return {
      name,
      // There is at least one.
      remote: upstreamOf(all[0] ?? name).remote,
      port: 5000 + index,
      metricsPort: 6000 + index,
      names: all,
      login: logins.some((one) => upstreamOf(one).name === name),
    };
  });
}

/** @param host Full name of the cache. */
export function cacheValues(
  registry: Registry,
  host: string,
  secretName: string,
  { priority }: Pick<Given, "priority">,
): Values {
  return {
    host,
    caches: cachesOf(registry).map((one) => ({ ...one })),
    storage: registry.storage,
    secretName,
    ingressClassName: ingressClass,
    priorityClassName: priority.service,
  };
}

/** Where containerd looks for what it is told of registries, as each cloud's nodes have it. */
const folders: Record<Config["cloud"], string> = {
  openstack: "/etc/containerd/certs.d",
  gcp: "/etc/containerd/hosts.d",
  existing: "/etc/containerd/certs.d",
};

export function nodesValues(
  registry: Registry,
  host: string,
  secretName: string,
  cloud: Config["cloud"],
  { authority, priority }: Pick<Given, "authority" | "priority">,
): Values {
  return {
    host,
    registries: registry.upstreams.map((name) => ({ name, server: upstreamOf(name).remote })),
    ...(authority === undefined ? {} : { authority }),
    folder: folders[cloud],
    secretName,
    priorityClassName: priority.foundation,
  };
}

/** Users and passwords at registries, as the chart looks for them. */
export function loginKeys(registry: Registry): Record<string, SecretDeclaration> {
  return Object.fromEntries(
    cachesOf(registry)
      .filter(({ login }) => login)
      .flatMap(({ name, names: [shown = name] }): [string, SecretDeclaration][] => [
        [
          `${name}-user`,
          { description: `User at ${shown}.`, source: { kind: "stack", secret: `registry-${name}-user` } },
        ],
        [
          `${name}-password`,
          { description: "Password of that.", source: { kind: "stack", secret: `registry-${name}-password` } },
        ],
      ]),
  );
}
