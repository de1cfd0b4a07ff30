/** Asks an OpenStack cloud what a new stack needs to know. Whatever is refused or missing is noted and left out. */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";
import { errorText } from "./error-text";
import * as cloud from "../openstack/lookup";
import type { Lookup, OpenstackFacts, Quota, Quotas } from "./facts";

/** @param login Logs in; its failure is noted too. */
export async function lookUpOpenstack(login: () => Promise<OpenstackClient>): Promise<Lookup<OpenstackFacts>> {
  let client: OpenstackClient;
  try {
    client = await login();
  } catch (error) {
    return { facts: {}, notes: [`nothing could be looked up in the cloud: ${errorText(error)}`] };
  }
  const notes: string[] = [];
  const attempt = async <T>(what: string, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      notes.push(`${what} could not be looked up: ${errorText(error)}`);
      return undefined;
    }
  };
  const [networks, subnets, flavors, images, volumeTypes, defaultType, loadBalancerProviders, zones, quotas] =
    await Promise.all([
      attempt("external networks", () => cloud.networks(client)),
      attempt("ranges in use", () => subnetRanges(client)),
      attempt("flavors", () => cloud.flavors(client)),
      attempt("images", () => cloud.images(client)),
      attempt("volume types", () => cloud.volumeTypes(client)),
      defaultVolumeType(client),
      attempt("load balancer providers", () => cloud.loadBalancerProviders(client)),
      attempt("availability zones", () => cloud.availabilityZones(client, "compute")),
      lookUpQuotas(client, attempt),
    ]);
  return {
    facts: {
      externalNetworks: networks?.filter(({ external }) => external).map(({ name }) => name),
      subnets,
      flavors,
      images: images?.filter(({ status }) => status === "active"),
      volumeTypes: volumeTypes?.filter((name) => name !== "__DEFAULT__"),
      defaultVolumeType: defaultType,
      loadBalancerProviders,
      zones,
      dns: client.has("dns"),
      objectStore: client.has("object-store"),
      quotas,
    },
    notes: notes.sort(),
  };
}

type Attempt = <T>(what: string, ask: () => Promise<T>) => Promise<T | undefined>;

const subnetsSchema = z.object({ subnets: z.array(z.object({ cidr: z.string(), ip_version: z.number() })) });

async function subnetRanges(client: OpenstackClient): Promise<string[]> {
  const { subnets } = subnetsSchema.parse(await client.get("network", "/v2.0/subnets"));
  return [...new Set(subnets.filter(({ ip_version }) => ip_version === 4).map(({ cidr }) => cidr))].sort();
}

/** Not every site has one; that is nothing to tell. */
async function defaultVolumeType(client: OpenstackClient): Promise<string | undefined> {
  try {
    const form = z.object({ volume_type: z.object({ name: z.string() }) });
    return form.parse(await client.get("volumev3", "/types/default")).volume_type.name;
  } catch {
    return undefined;
  }
}

async function lookUpQuotas(client: OpenstackClient, attempt: Attempt): Promise<Quotas> {
  const [compute, storage, floatingIps] = await Promise.all([
    attempt("quotas of machines", () => computeQuotas(client)),
    attempt("quota of volumes", () => storageQuota(client)),
    attempt("quota of floating IPs", () => floatingIpQuota(client)),
  ]);
  return { ...compute, ...(storage && { storage }), ...(floatingIps && { floatingIps }) };
}

const computeSchema = z.object({
  limits: z.object({
    absolute: z.object({
      maxTotalCores: z.number(),
      totalCoresUsed: z.number(),
      maxTotalRAMSize: z.number(),
      totalRAMUsed: z.number(),
      maxTotalInstances: z.number(),
      totalInstancesUsed: z.number(),
    }),
  }),
});

async function computeQuotas(client: OpenstackClient): Promise<Pick<Quotas, "cores" | "memory" | "machines">> {
  const { absolute } = computeSchema.parse(await client.get("compute", "/limits")).limits;
  return {
    cores: quota(absolute.maxTotalCores, absolute.totalCoresUsed),
    memory: quota(absolute.maxTotalRAMSize, absolute.totalRAMUsed),
    machines: quota(absolute.maxTotalInstances, absolute.totalInstancesUsed),
  };
}

const storageSchema = z.object({
  limits: z.object({ absolute: z.object({ maxTotalVolumeGigabytes: z.number(), totalGigabytesUsed: z.number() }) }),
});

async function storageQuota(client: OpenstackClient): Promise<Quota> {
  const { absolute } = storageSchema.parse(await client.get("volumev3", "/limits")).limits;
  return quota(absolute.maxTotalVolumeGigabytes, absolute.totalGigabytesUsed);
}

const networkSchema = z.object({ quota: z.object({ floatingip: z.number() }) });

/** Neutron says how much is in use only where an extension is on, so we count. */
async function floatingIpQuota(client: OpenstackClient): Promise<Quota> {
  const [answer, inUse] = await Promise.all([
    client.get("network", `/v2.0/quotas/${client.projectId}`),
    cloud.floatingIps(client),
  ]);
  return quota(networkSchema.parse(answer).quota.floatingip, inUse.length);
}

/** The services write -1 for "no bound". */
function quota(limit: number, used: number): Quota {
  return { limit: limit < 0 ? Infinity : limit, used };
}
