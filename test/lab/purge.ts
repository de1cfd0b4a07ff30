/**
 * Empties the tenant of the lab tests. A run that was killed leaves its things there and its state nowhere; without this every later run
 * would find the tenant in use.
 */
import { z } from "zod";
import type { OpenstackClient } from "../../ops/openstack/client";
import { inventory, type Item } from "../../ops/openstack/inventory";

const limitMs = 180_000;

/** How each kind is deleted; undefined for what goes with something else (subnets and ports with their network). */
const paths: Record<string, { service: string; path: (item: Item, client: OpenstackClient) => string }> = {
  cluster: { service: "container-infra", path: ({ id }) => `/clusters/${id}` },
  "load balancer": { service: "load-balancer", path: ({ id }) => `/v2/lbaas/loadbalancers/${id}?cascade=true` },
  server: { service: "compute", path: ({ id }) => `/servers/${id}` },
  "volume snapshot": { service: "volumev3", path: ({ id }) => `/snapshots/${id}` },
  volume: { service: "volumev3", path: ({ id }) => `/volumes/${id}` },
  "cluster template": { service: "container-infra", path: ({ id }) => `/clustertemplates/${id}` },
  keypair: { service: "compute", path: ({ id }) => `/os-keypairs/${id}` },
  "server group": { service: "compute", path: ({ id }) => `/os-server-groups/${id}` },
  "floating IP": { service: "network", path: ({ id }) => `/v2.0/floatingips/${id}` },
  port: { service: "network", path: ({ id }) => `/v2.0/ports/${id}` },
  router: { service: "network", path: ({ id }) => `/v2.0/routers/${id}` },
  network: { service: "network", path: ({ id }) => `/v2.0/networks/${id}` },
  "security group": { service: "network", path: ({ id }) => `/v2.0/security-groups/${id}` },
  "DNS zone": { service: "dns", path: ({ id }) => `/v2/zones/${id}` },
  bucket: { service: "object-store", path: ({ id }) => `/${id}` },
  "EC2 credential": { service: "identity", path: ({ id }, { userId }) => `/users/${userId}/credentials/OS-EC2/${id}` },
  "application credential": {
    service: "identity",
    path: ({ id }, { userId }) => `/users/${userId}/application_credentials/${id}`,
  },
};

const portsSchema = z.object({
  ports: z.array(z.object({ fixed_ips: z.array(z.object({ subnet_id: z.string() })) })),
});

async function detachSubnets(client: OpenstackClient, router: Item): Promise<void> {
  const owner = "network:router_interface";
  const { ports } = portsSchema.parse(
    await client.get("network", `/v2.0/ports?device_id=${router.id}&device_owner=${owner}`),
  );
  for (const { subnet_id } of ports.flatMap((port) => port.fixed_ips)) {
    await client.put("network", `/v2.0/routers/${router.id}/remove_router_interface`, { subnet_id });
  }
}

/** Deletes everything, again and again in that order, until nothing is left: most things are refused while others use them. */
export async function purge(client: OpenstackClient): Promise<void> {
  const deadline = Date.now() + limitMs;
  const kinds = Object.keys(paths);
  for (;;) {
    const items = await inventory(client);
    if (items.length === 0) return;
    let refusal = "";
    for (const item of items.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))) {
      const how = paths[item.kind];
      if (how === undefined) continue;
      try {
        if (item.kind === "router") await detachSubnets(client, item);
        await client.delete(how.service, how.path(item, client));
      } catch (error) {
        refusal = String(error);
      }
    }
    if (Date.now() > deadline) throw new Error(`the tenant of the tests cannot be emptied: ${refusal}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
