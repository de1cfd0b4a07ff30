/** What the checks ask about a configuration of any cloud. */
import { formatPath } from "../problems";
import type { Config } from "../schema";
import { lookup } from "./words";

/** File system that pods may mount. */
export interface Export {
  name: string;
  /** GiB; undefined when its volume is not described. */
  size?: number;
  readOnly: boolean;
  /** undefined where the kind of file server does not say. */
  rootAccess?: boolean;
}

export function exportsOf({ storage }: Pick<Config, "storage">): Export[] {
  const { fileServer } = storage;
  const volumes = "volumes" in storage ? storage.volumes : {};
  return [...(fileServer?.exports ?? []), ...cephfsShares(storage)].map((one) => ({
    name: one.name,
    size: "volume" in one ? lookup(volumes, one.volume)?.size : one.size,
    readOnly: one.readOnly,
    ...("rootAccess" in one ? { rootAccess: one.rootAccess } : {}),
  }));
}

/** Where the file has an export of `exportsOf`, by its place there. */
export function exportPath({ storage }: Pick<Config, "storage">, index: number): string {
  const exports = storage.fileServer?.exports.length ?? 0;
  return index < exports
    ? `storage.fileServer.exports[${index}]`
    : `storage.fileServer.cephfs.shares[${index - exports}]`;
}

/** Shares of Manila that the file server mounts; none on other clouds. */
export function cephfsShares({ fileServer }: Pick<Config["storage"], "fileServer">) {
  return fileServer?.kind === "vm" && "cephfs" in fileServer ? (fileServer.cephfs?.shares ?? []) : [];
}

/** Purposes of the buckets; undefined when there is no object store. */
export function bucketsOf({ objectStore }: Pick<Config, "objectStore">): string[] | undefined {
  if (objectStore === undefined) return undefined;
  return Array.isArray(objectStore.buckets) ? objectStore.buckets : Object.keys(objectStore.buckets);
}

type Resources = Config["platform"]["ingress"]["resources"];

/** A service of our own with equal pods. */
export interface Workload {
  path: string;
  replicas: number;
  resources: Resources;
}

export function workloadsOf({
  identity,
  platform,
  services,
  storage,
}: Pick<Config, "identity" | "platform" | "services" | "storage">): Workload[] {
  const { landingPage, portal, tap } = services;
  const { fileServer } = storage;
  return [
    { path: "platform.ingress", ...platform.ingress },
    ...(landingPage ? [{ path: "services.landingPage", ...landingPage }] : []),
    ...(portal ? [{ path: "services.portal", ...portal }] : []),
    ...(tap ? [{ path: "services.tap", ...tap }] : []),
    ...(identity?.keycloak ? [{ path: "identity.keycloak", ...identity.keycloak }] : []),
    // One for each export, and its namespace's quota has room for all.
    ...(fileServer?.kind === "pod" ? [{ path: "storage.fileServer", replicas: 1, ...fileServer }] : []),
  ];
}

/** A host name below the zone that a service is reached by. */
export interface Host {
  path: string;
  host: string;
}

export function hostsOf({ identity, services }: Pick<Config, "identity" | "services">): Host[] {
  const { landingPage, virtualLabs, portal, tap, monitoring, uptime, registry } = services;
  const named = { landingPage, portal, tap, monitoring, uptime, registry };
  return [
    ...Object.entries(named).flatMap(([service, section]) =>
      section ? [{ path: `services.${service}.host`, host: section.host }] : [],
    ),
    ...(virtualLabs?.labs ?? []).map(({ name, host }, index) => ({
      path: `services.virtualLabs.labs[${index}].${host === undefined ? "name" : "host"}`,
      host: host ?? name,
    })),
    ...(identity?.keycloak ? [{ path: "identity.keycloak.host", host: identity.keycloak.host }] : []),
  ];
}

/** A pair of request and limit, anywhere in the configuration. */
export interface Bounds {
  path: string;
  kind: "cpu" | "memory";
  request: string;
  limit: string;
}

/** Values for charts, whose keys are not ours. */
const foreign = ["platform.values", "phalanx.values"];

/** Every `cpu: { request, limit }` and `memory: { request, limit }` of the configuration. */
export function boundsOf(value: unknown, path: (string | number)[] = []): Bounds[] {
  if (typeof value !== "object" || value === null || foreign.includes(formatPath(path))) return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => boundsOf(entry, [...path, index]));
  return Object.entries(value as Record<string, unknown>).flatMap(([key, entry]) => {
    const inner = [...path, key];
    if ((key === "cpu" || key === "memory") && isBounds(entry))
      return [{ path: formatPath(inner), kind: key, request: entry.request, limit: entry.limit }];
    return boundsOf(entry, inner);
  });
}

function isBounds(value: unknown): value is { request: string; limit: string } {
  return typeof value === "object" && value !== null && "request" in value && "limit" in value;
}
