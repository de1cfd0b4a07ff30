/** Asks an OpenStack cloud what a new stack needs to know. Whatever is refused or missing is noted and left out. */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";
import { errorText } from "../error-text";
import * as cloud from "../openstack/lookup";
import { computeQuotas, networkQuotas, volumeQuotas } from "../openstack/quotas";
import type { Lookup, OpenstackFacts, Quotas } from "./facts";

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
  const [compute, volumes, network] = await Promise.all([
    attempt("quotas of machines", () => computeQuotas(client)),
    attempt("quota of volumes", () => volumeQuotas(client)),
    attempt("quota of floating IPs", () => networkQuotas(client)),
  ]);
  return {
    ...(compute && { cores: compute.cores, memory: compute.memory, machines: compute.instances }),
    ...(volumes && { storage: volumes.gigabytes }),
    ...(network && { floatingIps: network.floatingIps }),
  };
}
