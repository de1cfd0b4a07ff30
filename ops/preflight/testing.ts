/** For tests: a cloud with everything that validConfig names, and nothing of the site in it. */
import type { Answer } from "../openstack/testing";

export const allServices = [
  "compute",
  "image",
  "network",
  "volumev3",
  "load-balancer",
  "container-infra",
  "dns",
  "object-store",
];

const body = (content: unknown): Answer => ({ body: content });
const empty = (path: string, key: string): [string, Answer] => [path, body({ [key]: [] })];

/** Path to answer. Quotas are large but for what `cores` says. */
export function emptyProject(cores = 1000): Record<string, Answer> {
  const absolute = {
    maxTotalInstances: 100,
    totalInstancesUsed: 0,
    maxTotalCores: cores,
    totalCoresUsed: 4,
    maxTotalRAMSize: -1,
    totalRAMUsed: 0,
    maxTotalKeypairs: 100,
    maxServerGroups: 10,
    totalServerGroupsUsed: 0,
  };
  const networkQuota = {
    network: 10,
    subnet: 10,
    router: 10,
    port: 500,
    floatingip: 10,
    security_group: 20,
    security_group_rule: 200,
  };
  const lists = ["networks", "subnets", "routers", "ports", "floatingips", "security-groups", "security-group-rules"];
  return Object.fromEntries<Answer>([
    ["/compute/limits", body({ limits: { absolute } })],
    [
      "/compute/flavors/detail?limit=1000",
      body({
        flavors: [
          { id: "1", name: "small", vcpus: 2, ram: 4096, disk: 20 },
          { id: "2", name: "large", vcpus: 8, ram: 65536, disk: 50 },
        ],
      }),
    ],
    [
      "/compute/os-availability-zone",
      body({ availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true } }] }),
    ],
    empty("/compute/os-keypairs", "keypairs"),
    empty("/compute/servers", "servers"),
    [
      "/image/v2/images?limit=500",
      body({
        images: [
          {
            id: "k",
            name: "ubuntu-jammy-kube-v1.34.2",
            status: "active",
            os_distro: "ubuntu",
            kube_version: "v1.34.2",
          },
          { id: "u", name: "ubuntu", status: "active" },
        ],
      }),
    ],
    [
      "/network/v2.0/networks",
      body({ networks: [{ id: "n1", name: "public", "router:external": true, shared: true, project_id: "admin" }] }),
    ],
    empty("/network/v2.0/routers", "routers"),
    empty("/network/v2.0/floatingips?project_id=p1", "floatingips"),
    empty("/network/v2.0/security-groups?project_id=p1&fields=name", "security_groups"),
    ["/network/v2.0/quotas/p1", body({ quota: networkQuota })],
    ...lists.map((list) => empty(`/network/v2.0/${list}?project_id=p1&fields=id`, list.replace(/-/g, "_"))),
    ["/volumev3/types", body({ volume_types: [{ name: "ceph" }] })],
    [
      "/volumev3/os-availability-zone",
      body({ availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true } }] }),
    ],
    empty("/volumev3/volumes/detail", "volumes"),
    [
      "/volumev3/os-quota-sets/p1?usage=True",
      body({ quota_set: { volumes: { limit: 100, in_use: 0 }, gigabytes: { limit: 10000, in_use: 0 } } }),
    ],
    ["/load-balancer/v2/lbaas/providers", body({ providers: [{ name: "amphora" }] })],
    ["/load-balancer/v2/lbaas/quotas/p1", body({ quota: { load_balancer: 10, listener: 50, pool: 50, member: 50 } })],
    ...["loadbalancers", "listeners", "pools", "healthmonitors"].map((list) =>
      empty(`/load-balancer/v2/lbaas/${list}?project_id=p1`, list),
    ),
    empty("/container-infra/clusters", "clusters"),
    ["/container-infra/quotas/p1/Cluster", body({ hard_limit: 20 })],
    empty("/dns/v2/zones?limit=1000", "zones"),
    ["/dns/v2/quotas/p1", body({ zones: 10, zone_recordsets: 500 })],
    ["HEAD /object-store", { headers: { "x-account-bytes-used": "0", "x-account-container-count": "0" } }],
    ["/object-store?format=json", body([])],
  ]);
}

/** What the same project answers when the site of validConfig has been made in it. */
export function withSite(answers: Record<string, Answer>): Record<string, Answer> {
  const own = { id: "n2", name: "test-nodes", "router:external": false, shared: false, project_id: "p1" };
  const external = { id: "n1", name: "public", "router:external": true, shared: true, project_id: "admin" };
  return {
    ...answers,
    "/network/v2.0/networks": body({ networks: [external, own] }),
    "/network/v2.0/ports?network_id=n2&fields=id": body({ ports: Array.from({ length: 9 }, (_, id) => ({ id })) }),
    "/network/v2.0/routers": body({
      routers: [{ id: "r", name: "test-router", project_id: "p1", external_gateway_info: { network_id: "n1" } }],
    }),
    "/network/v2.0/security-groups?project_id=p1&fields=name": body({
      security_groups: ["default", "test-ingress", "test-nodes", "test-files"].map((name) => ({ name })),
    }),
    "/network/v2.0/floatingips?project_id=p1": body({
      floatingips: [
        { id: "f", floating_ip_address: "203.0.113.8", description: "Ingress of test", port_id: "x", project_id: "p1" },
      ],
    }),
    "/compute/servers": body({ servers: [{ id: "s", name: "test-files" }] }),
    "/compute/os-keypairs": body({ keypairs: [{ keypair: { name: "test" } }] }),
    "/volumev3/volumes/detail": body({ volumes: [{ id: "v", name: "test-homes", size: 100 }] }),
    "/load-balancer/v2/lbaas/loadbalancers?project_id=p1": body({
      loadbalancers: [
        { id: "l", name: "kube_service_c1_ingress-nginx_controller", vip_network_id: "n2" },
        { id: "m", name: "kube_service_other", vip_network_id: "n9" },
      ],
    }),
    "/container-infra/clusters": body({ clusters: [{ uuid: "c1", name: "test" }] }),
    "/container-infra/clusters/c1/nodegroups": body({
      nodegroups: [
        { name: "default-master", role: "master", flavor_id: "small", node_count: 1 },
        { name: "default-worker", role: "worker", flavor_id: "2", node_count: 2 },
        { name: "notebook", role: "worker", flavor_id: "large", node_count: 1 },
      ],
    }),
    "/dns/v2/zones?limit=1000": body({ zones: [{ name: "test.example.", description: "Zone of test" }] }),
    "/object-store?format=json": body([{ name: "test-backup" }]),
  };
}
