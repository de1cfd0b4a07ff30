/** Finds what a project has of a site already. */
import { z } from "zod";
import { clusterName, generations } from "../../config/cluster-generations";
import type { OpenstackConfig } from "../../config/schema";
import { nodesNetworkName } from "../../infra/openstack/site";
import type { OpenstackClient } from "../openstack/client";
import { dnsZones, type Flavor, floatingIps, networks, routers } from "../openstack/lookup";
import type { Existing, NodeGroup } from "./parts";

const named = z.object({ name: z.string().nullable() });
const lists = {
  securityGroups: z.object({ security_groups: z.array(named) }),
  servers: z.object({ servers: z.array(named) }),
  keyPairs: z.object({ keypairs: z.array(z.object({ keypair: named })) }),
  volumes: z.object({ volumes: z.array(z.object({ name: z.string().nullable(), size: z.number() })) }),
  shares: z.object({ shares: z.array(z.object({ name: z.string().nullable(), size: z.number() })) }),
  ports: z.object({ ports: z.array(z.unknown()) }),
  loadBalancers: z.object({
    loadbalancers: z.array(z.object({ name: z.string(), vip_network_id: z.string().nullish() })),
  }),
  clusters: z.object({ clusters: z.array(z.object({ uuid: z.string(), name: z.string() })) }),
  nodeGroups: z.object({
    nodegroups: z.array(
      z.object({ name: z.string(), role: z.string(), flavor_id: z.string(), node_count: z.number() }),
    ),
  }),
  buckets: z.array(z.object({ name: z.string() })),
};

const names = (rows: readonly { name: string | null }[]): string[] => rows.flatMap(({ name }) => name ?? []);

/**
 * Services that the cloud does not have hold nothing.
 *
 * @param flavors Those of the cloud, for the sizes of nodes.
 */
export async function existingOf(
  client: OpenstackClient,
  config: OpenstackConfig,
  flavors: readonly Flavor[],
): Promise<Existing> {
  const project = `project_id=${client.projectId}`;
  const ask = async <T>(service: string, path: string, form: z.ZodType<T>): Promise<T | undefined> =>
    client.has(service) ? form.parse(await client.get(service, path)) : undefined;
  const own = (await networks(client)).find(
    (one) => one.name === nodesNetworkName({ name: config.site }) && one.project === client.projectId,
  );
  const [ports, balancers, gateways, groups, addresses, servers, keys, volumes, shares, nodeGroups, zones, buckets] =
    await Promise.all([
      own && ask("network", `/v2.0/ports?network_id=${own.id}&fields=id`, lists.ports),
      ask("load-balancer", `/v2/lbaas/loadbalancers?${project}`, lists.loadBalancers),
      routers(client),
      ask("network", `/v2.0/security-groups?${project}&fields=name`, lists.securityGroups),
      floatingIps(client),
      ask("compute", "/servers", lists.servers),
      ask("compute", "/os-keypairs", lists.keyPairs),
      ask("volumev3", "/volumes/detail", lists.volumes),
      ask("sharev2", "/shares/detail", lists.shares),
      Promise.all(
        generations(config).map(({ generation }) =>
          nodeGroupsOf(client, clusterName(config.site, generation), flavors),
        ),
      ),
      client.has("dns") ? dnsZones(client) : [],
      ask("object-store", "?format=json", lists.buckets),
    ]);
  const onNetwork = (balancers?.loadbalancers ?? []).filter((one) => own && one.vip_network_id === own.id);
  return {
    network: own !== undefined,
    ports: ports?.ports.length ?? 0,
    loadBalancers: names(onNetwork),
    routers: names(gateways),
    securityGroups: names(groups?.security_groups ?? []),
    addresses: addresses.map(({ description }) => description),
    servers: names(servers?.servers ?? []),
    keyPairs: names((keys?.keypairs ?? []).map(({ keypair }) => keypair)),
    volumes: (volumes?.volumes ?? []).map(({ name, size }) => ({ name: name ?? "", size })),
    shares: (shares?.shares ?? []).map(({ name, size }) => ({ name: name ?? "", size })),
    ...(nodeGroups[0] === undefined ? {} : { nodeGroups: nodeGroups[0] }),
    ...(nodeGroups[1] === undefined ? {} : { next: nodeGroups[1] }),
    zones,
    buckets: names(buckets ?? []),
  };
}

/** undefined when there is no cluster of the name. */
async function nodeGroupsOf(
  client: OpenstackClient,
  wanted: string,
  flavors: readonly Flavor[],
): Promise<NodeGroup[] | undefined> {
  if (!client.has("container-infra")) return undefined;
  const { clusters } = lists.clusters.parse(await client.get("container-infra", "/clusters"));
  const cluster = clusters.find(({ name }) => name === wanted);
  if (cluster === undefined) return undefined;
  const path = `/clusters/${cluster.uuid}/nodegroups`;
  const { nodegroups } = lists.nodeGroups.parse(await client.get("container-infra", path));
  return nodegroups.map(({ name, role, flavor_id, node_count }) => {
    const flavor = flavors.find((one) => one.id === flavor_id || one.name === flavor_id);
    return {
      name,
      control: role === "master",
      count: node_count,
      cpu: flavor?.cpu ?? 0,
      memory: flavor?.memory ?? 0,
    };
  });
}
