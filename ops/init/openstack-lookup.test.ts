import { type Answer, fakeCloud, type FakeCloud } from "../openstack/testing";
import { lookUpOpenstack } from "./openstack-lookup";

const services = ["compute", "image", "network", "volumev3", "load-balancer", "dns", "object-store"];

const complete = (): Record<string, Answer> => ({
  "/network/v2.0/networks": {
    body: {
      networks: [
        { id: "1", name: "public", "router:external": true, shared: true, project_id: "admin" },
        { id: "2", name: "private", "router:external": false, shared: false, project_id: "p1" },
      ],
    },
  },
  "/network/v2.0/subnets": {
    body: {
      subnets: [
        { cidr: "203.0.113.0/24", ip_version: 4, name: "public" },
        { cidr: "10.10.0.0/24", ip_version: 4 },
        { cidr: "10.10.0.0/24", ip_version: 4 },
        { cidr: "2001:db8::/64", ip_version: 6 },
      ],
    },
  },
  "/compute/flavors/detail?limit=1000": { body: { flavors: [{ id: "1", name: "m1", vcpus: 2, ram: 4096, disk: 20 }] } },
  "/image/v2/images?limit=500": {
    body: {
      images: [
        { id: "1", name: "kube", status: "active", kube_version: "v1.34.2" },
        { id: "2", name: "broken", status: "queued" },
      ],
    },
  },
  "/volumev3/types": { body: { volume_types: [{ name: "ssd" }, { name: "__DEFAULT__" }, { name: "ceph" }] } },
  "/volumev3/types/default": { body: { volume_type: { name: "ssd" } } },
  "/load-balancer/v2/lbaas/providers": { body: { providers: [{ name: "amphora" }] } },
  "/compute/os-availability-zone": {
    body: { availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true } }] },
  },
  "/compute/limits": {
    body: {
      limits: {
        absolute: {
          maxTotalCores: 100,
          totalCoresUsed: 4,
          maxTotalRAMSize: 204800,
          totalRAMUsed: 8192,
          maxTotalInstances: -1,
          totalInstancesUsed: 2,
          maxTotalKeypairs: 10,
          maxServerGroups: 10,
          totalServerGroupsUsed: 0,
        },
      },
    },
  },
  "/compute/os-keypairs": { body: { keypairs: [] } },
  "/volumev3/os-quota-sets/p1?usage=True": {
    body: { quota_set: { id: "p1", gigabytes: { limit: 1000, in_use: 15, reserved: 5 } } },
  },
  "/network/v2.0/quotas/p1": { body: { quota: { floatingip: 10 } } },
  ...Object.fromEntries(
    ["networks", "subnets", "routers", "ports", "floatingips", "security-groups", "security-group-rules"].map(
      (list) => [
        `/network/v2.0/${list}?project_id=p1&fields=id`,
        { body: { [list]: list === "floatingips" ? [{ id: "f" }] : [] } },
      ],
    ),
  ),
});

let cloud: FakeCloud;
afterEach(() => cloud.close());

test("everything that a site needs to know", async () => {
  cloud = await fakeCloud(services, complete());
  expect(await lookUpOpenstack(() => cloud.login())).toEqual({
    facts: {
      externalNetworks: ["public"],
      subnets: ["10.10.0.0/24", "203.0.113.0/24"],
      flavors: [{ id: "1", name: "m1", cpu: 2, memory: 4096, disk: 20 }],
      images: [{ id: "1", name: "kube", status: "active", kubernetesVersion: "v1.34.2" }],
      volumeTypes: ["ceph", "ssd"],
      defaultVolumeType: "ssd",
      loadBalancerProviders: ["amphora"],
      zones: ["nova"],
      dns: true,
      objectStore: true,
      quotas: {
        cores: { limit: 100, used: 4 },
        memory: { limit: 204800, used: 8192 },
        machines: { limit: Infinity, used: 2 },
        storage: { limit: 1000, used: 20 },
        floatingIps: { limit: 10, used: 1 },
      },
    },
    notes: [],
  });
  expect(cloud.requests.every((request) => request.startsWith("GET "))).toBe(true);
});

test("what is refused, odd or not there is noted, and the rest is known", async () => {
  const answers = complete();
  answers["/compute/flavors/detail?limit=1000"] = { status: 403, body: "policy" };
  answers["/volumev3/os-quota-sets/p1?usage=True"] = { body: {} };
  delete answers["/volumev3/types/default"];
  cloud = await fakeCloud(["compute", "image", "network", "volumev3"], answers);
  const { facts, notes } = await lookUpOpenstack(() => cloud.login());
  expect(notes).toEqual([
    `flavors could not be looked up: GET ${cloud.address}/compute/flavors/detail?limit=1000: 403 "policy"`,
    'load balancer providers could not be looked up: the cloud has no service of type "load-balancer"',
    "quota of volumes could not be looked up: the answer is not as expected (quota_set)",
  ]);
  expect(facts).toMatchObject({
    flavors: undefined,
    loadBalancerProviders: undefined,
    defaultVolumeType: undefined,
    volumeTypes: ["ceph", "ssd"],
    dns: false,
    objectStore: false,
  });
  expect(Object.keys(facts.quotas ?? {})).toEqual(["cores", "memory", "machines", "floatingIps"]);
});

test("a cloud that cannot be reached is one note", async () => {
  cloud = await fakeCloud(services, {});
  const { address } = cloud;
  await cloud.close();
  expect(await lookUpOpenstack(() => cloud.login())).toEqual({
    facts: {},
    notes: [
      `nothing could be looked up in the cloud: POST ${address}/v3/auth/tokens: fetch failed (connect ECONNREFUSED ${address.replace("http://", "")})`,
    ],
  });
  // For the afterEach.
  cloud = await fakeCloud([], {});
});
