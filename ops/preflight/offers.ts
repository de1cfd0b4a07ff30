/** Asks a cloud what it offers and how much of it. What it refuses to tell is noted, so that the rest can be said all the same. */
import { errorText } from "../error-text";
import type { OpenstackClient } from "../openstack/client";
import * as lookup from "../openstack/lookup";
import * as quotas from "../openstack/quotas";

/** undefined: the cloud did not tell. */
export interface Offers {
  /** Service types that the catalog has. */
  services: ReadonlySet<string>;
  flavors?: lookup.Flavor[];
  images?: lookup.Image[];
  networks?: lookup.Network[];
  routers?: lookup.Router[];
  floatingIps?: lookup.FloatingIp[];
  volumeTypes?: string[];
  shareTypes?: string[];
  machineZones?: string[];
  volumeZones?: string[];
  loadBalancerProviders?: string[];
}

export interface AllQuotas {
  compute?: quotas.ComputeQuotas;
  volumes?: quotas.VolumeQuotas;
  shares?: quotas.ShareQuotas;
  network?: quotas.NetworkQuotas;
  loadBalancers?: quotas.LoadBalancerQuotas;
  clusters?: quotas.Quota;
  dns?: quotas.DnsQuotas;
  objects?: quotas.ObjectQuotas;
}

export interface Asked {
  offers: Offers;
  quotas: AllQuotas;
  /** What could not be learned, and why. */
  notes: string[];
}

/** Service type to what it is for people. */
export const services = {
  compute: "machines (Nova)",
  image: "images (Glance)",
  network: "networks (Neutron)",
  volumev3: "volumes (Cinder)",
  sharev2: "shares (Manila)",
  "load-balancer": "load balancers (Octavia)",
  "container-infra": "Kubernetes clusters (Magnum)",
  dns: "DNS zones (Designate)",
  "object-store": "object store (Swift or Ceph)",
} as const;

export type Service = keyof typeof services;

export async function ask(client: OpenstackClient): Promise<Asked> {
  const notes: string[] = [];
  const attempt = async <T>(service: Service, what: string, question: () => Promise<T>): Promise<T | undefined> => {
    // That a service is missing is said once, where it is needed.
    if (!client.has(service)) return undefined;
    try {
      return await question();
    } catch (error) {
      notes.push(`${what}: ${errorText(error)}`);
      return undefined;
    }
  };
  const [offers, found] = await Promise.all([
    settle({
      flavors: attempt("compute", "flavors", () => lookup.flavors(client)),
      images: attempt("image", "images", () => lookup.images(client)),
      networks: attempt("network", "networks", () => lookup.networks(client)),
      routers: attempt("network", "routers", () => lookup.routers(client)),
      floatingIps: attempt("network", "floating IPs", () => lookup.floatingIps(client)),
      volumeTypes: attempt("volumev3", "volume types", () => lookup.volumeTypes(client)),
      shareTypes: attempt("sharev2", "share types", () => lookup.shareTypes(client)),
      machineZones: attempt("compute", "zones of machines", () => lookup.availabilityZones(client, "compute")),
      volumeZones: attempt("volumev3", "zones of volumes", () => lookup.availabilityZones(client, "volumev3")),
      loadBalancerProviders: attempt("load-balancer", "load balancer providers", () =>
        lookup.loadBalancerProviders(client),
      ),
    }),
    settle({
      compute: attempt("compute", "quotas of machines", () => quotas.computeQuotas(client)),
      volumes: attempt("volumev3", "quotas of volumes", () => quotas.volumeQuotas(client)),
      shares: attempt("sharev2", "quotas of shares", () => quotas.shareQuotas(client)),
      network: attempt("network", "quotas of networks", () => quotas.networkQuotas(client)),
      loadBalancers: attempt("load-balancer", "quotas of load balancers", () => quotas.loadBalancerQuotas(client)),
      clusters: attempt("container-infra", "quota of clusters", () => quotas.clusterQuota(client)),
      dns: attempt("dns", "quotas of DNS", () => quotas.dnsQuotas(client)),
      objects: attempt("object-store", "quota of the object store", () => quotas.objectQuotas(client)),
    }),
  ]);
  const present = Object.keys(services).filter((service) => client.has(service));
  return { offers: { services: new Set(present), ...offers }, quotas: found, notes: notes.sort() };
}

/** Waits for all; what came to nothing is left out. */
async function settle<T extends Record<string, Promise<unknown>>>(
  questions: T,
): Promise<{ [K in keyof T]?: NonNullable<Awaited<T[K]>> }> {
  const answers = Object.entries(questions).map(async ([key, answer]) => [key, await answer] as const);
  const told = (await Promise.all(answers)).filter(([, answer]) => answer !== undefined);
  return Object.fromEntries(told) as { [K in keyof T]?: NonNullable<Awaited<T[K]>> };
}
