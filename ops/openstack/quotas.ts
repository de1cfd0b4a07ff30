/** Quotas of a project and what is in use of them, by service. Read-only. */
import { z } from "zod";
import type { OpenstackClient } from "./client";
import { dnsZones } from "./lookup";

/** A bound and what is taken of it. */
export interface Quota {
  /** Infinity: there is none. */
  limit: number;
  used: number;
}

/** The services write -1 for "no bound". */
function quota(limit: number, used: number): Quota {
  return { limit: limit < 0 ? Infinity : limit, used };
}

const computeSchema = z.object({
  limits: z.object({
    absolute: z.object({
      maxTotalInstances: z.number(),
      totalInstancesUsed: z.number(),
      maxTotalCores: z.number(),
      totalCoresUsed: z.number(),
      maxTotalRAMSize: z.number(),
      totalRAMUsed: z.number(),
      maxTotalKeypairs: z.number(),
      maxServerGroups: z.number(),
      totalServerGroupsUsed: z.number(),
    }),
  }),
});
const keypairsSchema = z.object({ keypairs: z.array(z.unknown()) });

export type ComputeQuotas = Record<"instances" | "cores" | "memory" | "keyPairs" | "serverGroups", Quota>;

/** Memory in MiB. Key pairs are the user's. */
export async function computeQuotas(client: OpenstackClient): Promise<ComputeQuotas> {
  const [limits, keys] = await Promise.all([client.get("compute", "/limits"), client.get("compute", "/os-keypairs")]);
  const { absolute } = computeSchema.parse(limits).limits;
  return {
    instances: quota(absolute.maxTotalInstances, absolute.totalInstancesUsed),
    cores: quota(absolute.maxTotalCores, absolute.totalCoresUsed),
    memory: quota(absolute.maxTotalRAMSize, absolute.totalRAMUsed),
    keyPairs: quota(absolute.maxTotalKeypairs, keypairsSchema.parse(keys).keypairs.length),
    serverGroups: quota(absolute.maxServerGroups, absolute.totalServerGroupsUsed),
  };
}

const usage = z.object({ limit: z.number(), in_use: z.number(), reserved: z.number().default(0) });
const volumeSchema = z.object({ quota_set: z.record(z.string(), z.union([usage, z.string()])) });

export interface VolumeQuotas {
  volumes: Quota;
  /** GiB of all volumes and snapshots. */
  gigabytes: Quota;
  /** The same of each volume type that has a bound of its own. */
  types: Record<string, { volumes: Quota; gigabytes: Quota }>;
}

export async function volumeQuotas(client: OpenstackClient): Promise<VolumeQuotas> {
  const path = `/os-quota-sets/${client.projectId}?usage=True`;
  const set = volumeSchema.parse(await client.get("volumev3", path)).quota_set;
  const of = (name: string): Quota | undefined => {
    const found = set[name];
    return typeof found === "object" ? quota(found.limit, found.in_use + found.reserved) : undefined;
  };
  const none: Quota = { limit: Infinity, used: 0 };
  const types = Object.keys(set).flatMap((key) => /^gigabytes_(.+)$/.exec(key)?.[1] ?? []);
  const bounds = types.map(
    (type) => [type, { volumes: of(`volumes_${type}`) ?? none, gigabytes: of(`gigabytes_${type}`) ?? none }] as const,
  );
  return {
    volumes: of("volumes") ?? none,
    gigabytes: of("gigabytes") ?? none,
    types: Object.fromEntries(
      bounds.filter(([, { volumes, gigabytes }]) => volumes.limit !== Infinity || gigabytes.limit !== Infinity),
    ),
  };
}

const shareSchema = z.object({
  limits: z.object({
    absolute: z.object({
      maxTotalShares: z.number(),
      totalSharesUsed: z.number(),
      maxTotalShareGigabytes: z.number(),
      totalShareGigabytesUsed: z.number(),
    }),
  }),
});

export type ShareQuotas = Record<"shares" | "shareGigabytes", Quota>;

/** Manila's, GiB. */
export async function shareQuotas(client: OpenstackClient): Promise<ShareQuotas> {
  const { absolute } = shareSchema.parse(await client.get("sharev2", "/limits")).limits;
  return {
    shares: quota(absolute.maxTotalShares, absolute.totalSharesUsed),
    shareGigabytes: quota(absolute.maxTotalShareGigabytes, absolute.totalShareGigabytesUsed),
  };
}

/** Our name to Neutron's of the quota, and the path of the list. */
const networkKinds = {
  networks: ["network", "networks"],
  subnets: ["subnet", "subnets"],
  routers: ["router", "routers"],
  ports: ["port", "ports"],
  floatingIps: ["floatingip", "floatingips"],
  securityGroups: ["security_group", "security-groups"],
  securityGroupRules: ["security_group_rule", "security-group-rules"],
} as const;
const networkSchema = z.object({ quota: z.record(z.string(), z.union([z.number(), z.string()])) });
const listSchema = z.record(z.string(), z.array(z.unknown()));

export type NetworkQuotas = Record<keyof typeof networkKinds, Quota>;

/** Neutron says how much is in use only where an extension is on, so it is counted. */
export async function networkQuotas(client: OpenstackClient): Promise<NetworkQuotas> {
  const limits = networkSchema.parse(await client.get("network", `/v2.0/quotas/${client.projectId}`)).quota;
  const one = async ([name, path]: readonly [string, string]): Promise<Quota> => {
    const answer = await client.get("network", `/v2.0/${path}?project_id=${client.projectId}&fields=id`);
    const used = Object.values(listSchema.parse(answer)).flat().length;
    const limit = limits[name];
    return quota(typeof limit === "number" ? limit : -1, used);
  };
  const entries = Object.entries(networkKinds).map(async ([key, kind]) => [key, await one(kind)] as const);
  return Object.fromEntries(await Promise.all(entries)) as NetworkQuotas;
}

const loadBalancerKinds = {
  loadBalancers: ["load_balancer", "loadbalancers"],
  listeners: ["listener", "listeners"],
  pools: ["pool", "pools"],
  healthMonitors: ["health_monitor", "healthmonitors"],
} as const;
const loadBalancerSchema = z.object({ quota: z.record(z.string(), z.number().nullable()) });
const poolsSchema = z.object({ pools: z.array(z.object({ members: z.array(z.unknown()).default([]) })) });

export type LoadBalancerQuotas = Record<keyof typeof loadBalancerKinds | "members", Quota>;

export async function loadBalancerQuotas(client: OpenstackClient): Promise<LoadBalancerQuotas> {
  const service = "load-balancer";
  const limits = loadBalancerSchema.parse(await client.get(service, `/v2/lbaas/quotas/${client.projectId}`)).quota;
  const list = (path: string) => client.get(service, `/v2/lbaas/${path}?project_id=${client.projectId}`);
  const one = async ([name, path]: readonly [string, string]): Promise<Quota> => {
    const found = z.record(z.string(), z.unknown()).parse(await list(path))[path];
    return quota(limits[name] ?? -1, z.array(z.unknown()).parse(found).length);
  };
  const entries = Object.entries(loadBalancerKinds).map(async ([key, kind]) => [key, await one(kind)] as const);
  const { pools } = poolsSchema.parse(await list("pools"));
  return {
    ...(Object.fromEntries(await Promise.all(entries)) as LoadBalancerQuotas),
    members: quota(
      limits.member ?? -1,
      pools.reduce((sum, { members }) => sum + members.length, 0),
    ),
  };
}

const dnsSchema = z.object({ zones: z.number(), zone_recordsets: z.number() });

export interface DnsQuotas {
  zones: Quota;
  /** Record sets that one zone may hold. */
  recordSetsOfZone: number;
}

export async function dnsQuotas(client: OpenstackClient): Promise<DnsQuotas> {
  const limits = dnsSchema.parse(await client.get("dns", `/v2/quotas/${client.projectId}`));
  const zones = await dnsZones(client);
  return {
    zones: quota(limits.zones, zones.length),
    recordSetsOfZone: quota(limits.zone_recordsets, 0).limit,
  };
}

const clusterSchema = z.object({ hard_limit: z.number() });
const clustersSchema = z.object({ clusters: z.array(z.unknown()) });

/** Clusters that Magnum makes for the project. */
export async function clusterQuota(client: OpenstackClient): Promise<Quota> {
  const [limit, clusters] = await Promise.all([
    client.get("container-infra", `/quotas/${client.projectId}/Cluster`),
    client.get("container-infra", "/clusters"),
  ]);
  return quota(clusterSchema.parse(limit).hard_limit, clustersSchema.parse(clusters).clusters.length);
}

export interface ObjectQuotas {
  /** Bytes of all objects. */
  bytes: Quota;
  /** Buckets in use; neither Swift nor Ceph's gateway says how many one may have. */
  buckets: number;
}

/** Swift, and Ceph's gateway where it speaks Swift, tell by headers of the account. */
export async function objectQuotas(client: OpenstackClient): Promise<ObjectQuotas> {
  const headers = await client.head("object-store", "");
  const number = (name: string): number | undefined => {
    const value = headers.get(name);
    return value === null || !/^\d+$/.test(value) ? undefined : Number(value);
  };
  return {
    bytes: {
      limit: number("x-account-meta-quota-bytes") ?? number("x-account-quota-bytes") ?? Infinity,
      used: number("x-account-bytes-used") ?? 0,
    },
    buckets: number("x-account-container-count") ?? 0,
  };
}
