/** What a cloud offers to a project: flavors, images, networks, volume types, zones. Read-only; every list is sorted by name. */
import { z } from "zod";
import type { OpenstackClient } from "./client";

export interface Flavor {
  id: string;
  name: string;
  /** Cores. */
  cpu: number;
  /** MiB. */
  memory: number;
  /** GiB of its own root disk; 0: the machine boots from a volume. */
  disk: number;
}

export interface Image {
  id: string;
  name: string;
  /** "active" when machines can be made of it. */
  status: string;
  /** What Magnum's drivers ask of an image: its distribution, and with Cluster API the version of Kubernetes in it. */
  distribution?: string;
  kubernetesVersion?: string;
}

export interface Network {
  id: string;
  name: string;
  /** True for networks that floating IPs come from. */
  external: boolean;
  shared: boolean;
  project: string;
}

export interface Router {
  id: string;
  name: string;
  project: string;
  /** Network of its gateway, if it has one. */
  externalNetwork?: string;
}

export interface FloatingIp {
  id: string;
  address: string;
  description: string;
  /** Port that it leads to, if any. */
  port?: string;
  project: string;
}

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

const flavorsSchema = z.object({
  flavors: z.array(
    z.object({ id: z.string(), name: z.string(), vcpus: z.number(), ram: z.number(), disk: z.number() }),
  ),
});

/** Flavors that the project may use: public ones and those that were shared with it. */
export async function flavors(client: OpenstackClient): Promise<Flavor[]> {
  const answer = flavorsSchema.parse(await client.get("compute", "/flavors/detail?limit=1000"));
  return answer.flavors
    .map(({ id, name, vcpus, ram, disk }) => ({ id, name, cpu: vcpus, memory: ram, disk }))
    .sort(byName);
}

const imagesSchema = z.object({
  images: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      status: z.string(),
      os_distro: z.string().optional(),
      kube_version: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
});

/** Images that the project can see. Glance gives them by pages. */
export async function images(client: OpenstackClient): Promise<Image[]> {
  const found: Image[] = [];
  for (let path: string | undefined = "/v2/images?limit=500"; path !== undefined; ) {
    const page: z.infer<typeof imagesSchema> = imagesSchema.parse(await client.get("image", path));
    found.push(
      ...page.images.map(({ id, name, status, os_distro, kube_version }) => ({
        id,
        name: name ?? "",
        status,
        ...(os_distro === undefined ? {} : { distribution: os_distro }),
        ...(kube_version === undefined ? {} : { kubernetesVersion: kube_version }),
      })),
    );
    path = page.next;
  }
  return found.sort(byName);
}

const networksSchema = z.object({
  networks: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      "router:external": z.boolean().default(false),
      shared: z.boolean().default(false),
      project_id: z.string(),
    }),
  ),
});

/** Networks that the project can see: its own, shared ones and external ones. */
export async function networks(client: OpenstackClient): Promise<Network[]> {
  const answer = networksSchema.parse(await client.get("network", "/v2.0/networks"));
  return answer.networks
    .map((one) => ({
      id: one.id,
      name: one.name,
      external: one["router:external"],
      shared: one.shared,
      project: one.project_id,
    }))
    .sort(byName);
}

const routersSchema = z.object({
  routers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      project_id: z.string(),
      external_gateway_info: z.object({ network_id: z.string() }).nullish(),
    }),
  ),
});

export async function routers(client: OpenstackClient): Promise<Router[]> {
  const answer = routersSchema.parse(await client.get("network", "/v2.0/routers"));
  return answer.routers
    .map(({ id, name, project_id, external_gateway_info: gateway }) => ({
      id,
      name,
      project: project_id,
      ...(gateway ? { externalNetwork: gateway.network_id } : {}),
    }))
    .sort(byName);
}

const floatingIpsSchema = z.object({
  floatingips: z.array(
    z.object({
      id: z.string(),
      floating_ip_address: z.string(),
      description: z.string().nullish(),
      port_id: z.string().nullish(),
      project_id: z.string(),
    }),
  ),
});

/** The project's floating IPs, sorted by address. */
export async function floatingIps(client: OpenstackClient): Promise<FloatingIp[]> {
  const path = `/v2.0/floatingips?project_id=${client.projectId}`;
  const answer = floatingIpsSchema.parse(await client.get("network", path));
  return answer.floatingips
    .map(({ id, floating_ip_address, description, port_id, project_id }) => ({
      id,
      address: floating_ip_address,
      description: description ?? "",
      ...(port_id ? { port: port_id } : {}),
      project: project_id,
    }))
    .sort((a, b) => a.address.localeCompare(b.address));
}

const volumeTypesSchema = z.object({ volume_types: z.array(z.object({ name: z.string() })) });

/** Names of Cinder's volume types. */
export async function volumeTypes(client: OpenstackClient): Promise<string[]> {
  const answer = volumeTypesSchema.parse(await client.get("volumev3", "/types"));
  return answer.volume_types.map(({ name }) => name).sort();
}

const shareTypesSchema = z.object({ share_types: z.array(z.object({ name: z.string() })) });

/** Names of Manila's share types. */
export async function shareTypes(client: OpenstackClient): Promise<string[]> {
  const answer = shareTypesSchema.parse(await client.get("sharev2", "/types"));
  return answer.share_types.map(({ name }) => name).sort();
}

const zonesSchema = z.object({
  availabilityZoneInfo: z.array(z.object({ zoneName: z.string(), zoneState: z.object({ available: z.boolean() }) })),
});

/** Names of the availability zones in use, of machines ("compute") or of volumes ("volumev3"). */
export async function availabilityZones(client: OpenstackClient, service: "compute" | "volumev3"): Promise<string[]> {
  const answer = zonesSchema.parse(await client.get(service, "/os-availability-zone"));
  return answer.availabilityZoneInfo
    .filter(({ zoneState }) => zoneState.available)
    .map(({ zoneName }) => zoneName)
    .sort();
}

const providersSchema = z.object({ providers: z.array(z.object({ name: z.string() })) });

/** Names of Octavia's providers, like "amphora" and "ovn". */
export async function loadBalancerProviders(client: OpenstackClient): Promise<string[]> {
  const answer = providersSchema.parse(await client.get("load-balancer", "/v2/lbaas/providers"));
  return answer.providers.map(({ name }) => name).sort();
}

const dnsZonesSchema = z.object({ zones: z.array(z.object({ name: z.string(), description: z.string().nullish() })) });

/** The project's DNS zones in Designate: name, with the closing dot, and description. */
export async function dnsZones(client: OpenstackClient): Promise<{ name: string; description: string }[]> {
  const answer = dnsZonesSchema.parse(await client.get("dns", "/v2/zones?limit=1000"));
  return answer.zones.map(({ name, description }) => ({ name, description: description ?? "" })).sort(byName);
}
