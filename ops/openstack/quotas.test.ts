import * as quotas from "./quotas";
import { fakeCloud, type Answer, type FakeCloud } from "./testing";

const list = (key: string, length: number): Answer => ({
  body: { [key]: Array.from({ length }, (_, id) => ({ id })) },
});
const services = [
  "compute",
  "volumev3",
  "sharev2",
  "network",
  "load-balancer",
  "dns",
  "container-infra",
  "object-store",
];

let cloud: FakeCloud;
beforeAll(async () => {
  cloud = await fakeCloud(services, {
    "/compute/limits": {
      body: {
        limits: {
          rate: [],
          absolute: {
            maxTotalInstances: 20,
            totalInstancesUsed: 5,
            maxTotalCores: 80,
            totalCoresUsed: 15,
            maxTotalRAMSize: -1,
            totalRAMUsed: 30720,
            maxTotalKeypairs: 100,
            maxServerGroups: 10,
            totalServerGroupsUsed: 1,
          },
        },
      },
    },
    "/compute/os-keypairs": list("keypairs", 2),
    "/sharev2/limits": {
      body: {
        limits: {
          rate: [],
          absolute: {
            maxTotalShares: 50,
            totalSharesUsed: 4,
            maxTotalShareGigabytes: -1,
            totalShareGigabytesUsed: 900,
            maxTotalShareSnapshots: 50,
          },
        },
      },
    },
    "/volumev3/os-quota-sets/p1?usage=True": {
      body: {
        quota_set: {
          id: "p1",
          volumes: { limit: 50, in_use: 2, reserved: 1 },
          gigabytes: { limit: 10000, in_use: 110, reserved: 0 },
          volumes_ceph: { limit: -1, in_use: 2, reserved: 0 },
          gigabytes_ceph: { limit: -1, in_use: 110, reserved: 0 },
          volumes_ssd: { limit: -1, in_use: 0, reserved: 0 },
          gigabytes_ssd: { limit: 500, in_use: 20, reserved: 5 },
        },
      },
    },
    "/network/v2.0/quotas/p1": {
      body: {
        quota: {
          network: 10,
          subnet: 20,
          router: -1,
          port: 500,
          floatingip: 3,
          security_group: 10,
          security_group_rule: 100,
        },
      },
    },
    "/network/v2.0/networks?project_id=p1&fields=id": list("networks", 1),
    "/network/v2.0/subnets?project_id=p1&fields=id": list("subnets", 2),
    "/network/v2.0/routers?project_id=p1&fields=id": list("routers", 1),
    "/network/v2.0/ports?project_id=p1&fields=id": list("ports", 8),
    "/network/v2.0/floatingips?project_id=p1&fields=id": list("floatingips", 3),
    "/network/v2.0/security-groups?project_id=p1&fields=id": list("security_groups", 4),
    "/network/v2.0/security-group-rules?project_id=p1&fields=id": list("security_group_rules", 18),
    "/load-balancer/v2/lbaas/quotas/p1": {
      body: { quota: { load_balancer: 5, listener: -1, pool: 10, member: 50, health_monitor: null } },
    },
    "/load-balancer/v2/lbaas/loadbalancers?project_id=p1": {
      body: { loadbalancers: [{ id: "l" }], loadbalancers_links: [] },
    },
    "/load-balancer/v2/lbaas/listeners?project_id=p1": list("listeners", 2),
    "/load-balancer/v2/lbaas/pools?project_id=p1": {
      body: {
        pools: [
          { id: "a", members: [{ id: "1" }, { id: "2" }] },
          { id: "b", members: [{ id: "3" }] },
        ],
      },
    },
    "/load-balancer/v2/lbaas/healthmonitors?project_id=p1": list("healthmonitors", 0),
    "/dns/v2/quotas/p1": { body: { zones: 10, zone_recordsets: 500, zone_records: 500 } },
    "/dns/v2/zones?limit=1000": { body: { zones: [{ name: "a.example.", description: null }] } },
    "/container-infra/quotas/p1/Cluster": { body: { hard_limit: 20, resource: "Cluster" } },
    "/container-infra/clusters": list("clusters", 1),
    "HEAD /object-store": {
      headers: {
        "x-account-bytes-used": "2048",
        "x-account-container-count": "3",
        "x-account-meta-quota-bytes": "1099511627776",
      },
    },
  });
});
afterAll(() => cloud.close());

test("machines", async () => {
  expect(await quotas.computeQuotas(await cloud.login())).toEqual({
    instances: { limit: 20, used: 5 },
    cores: { limit: 80, used: 15 },
    memory: { limit: Infinity, used: 30720 },
    keyPairs: { limit: 100, used: 2 },
    serverGroups: { limit: 10, used: 1 },
  });
});

test("shares", async () => {
  expect(await quotas.shareQuotas(await cloud.login())).toEqual({
    shares: { limit: 50, used: 4 },
    shareGigabytes: { limit: Infinity, used: 900 },
  });
});

test("volumes: what is being made counts as used; only types with a bound are told", async () => {
  expect(await quotas.volumeQuotas(await cloud.login())).toEqual({
    volumes: { limit: 50, used: 3 },
    gigabytes: { limit: 10000, used: 110 },
    types: { ssd: { volumes: { limit: Infinity, used: 0 }, gigabytes: { limit: 500, used: 25 } } },
  });
});

test("networks", async () => {
  expect(await quotas.networkQuotas(await cloud.login())).toEqual({
    networks: { limit: 10, used: 1 },
    subnets: { limit: 20, used: 2 },
    routers: { limit: Infinity, used: 1 },
    ports: { limit: 500, used: 8 },
    floatingIps: { limit: 3, used: 3 },
    securityGroups: { limit: 10, used: 4 },
    securityGroupRules: { limit: 100, used: 18 },
  });
});

test("load balancers: members are counted in the pools", async () => {
  expect(await quotas.loadBalancerQuotas(await cloud.login())).toEqual({
    loadBalancers: { limit: 5, used: 1 },
    listeners: { limit: Infinity, used: 2 },
    pools: { limit: 10, used: 2 },
    healthMonitors: { limit: Infinity, used: 0 },
    members: { limit: 50, used: 3 },
  });
});

test("zones, clusters, objects", async () => {
  const client = await cloud.login();
  expect(await quotas.dnsQuotas(client)).toEqual({ zones: { limit: 10, used: 1 }, recordSetsOfZone: 500 });
  expect(await quotas.clusterQuota(client)).toEqual({ limit: 20, used: 1 });
  expect(await quotas.objectQuotas(client)).toEqual({ bytes: { limit: 2 ** 40, used: 2048 }, buckets: 3 });
});

test("an object store without a quota", async () => {
  const other = await fakeCloud(["object-store"], {
    "HEAD /object-store": { headers: { "x-account-bytes-used": "1" } },
  });
  expect(await quotas.objectQuotas(await other.login())).toEqual({ bytes: { limit: Infinity, used: 1 }, buckets: 0 });
  await other.close();
});
