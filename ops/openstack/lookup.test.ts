import * as lookup from "./lookup";
import { fakeCloud, type FakeCloud } from "./testing";

let cloud: FakeCloud;

beforeAll(async () => {
  cloud = await fakeCloud(["compute", "image", "network", "volumev3", "sharev2", "load-balancer", "dns"], {
    "/sharev2/types": { body: { share_types: [{ id: "1", name: "ceph01_cephfs" }] } },
    "/compute/flavors/detail?limit=1000": {
      body: {
        flavors: [
          { id: "2", name: "large", vcpus: 8, ram: 65536, disk: 0 },
          { id: "1", name: "huge", vcpus: 16, ram: 131072, disk: 50 },
        ],
      },
    },
    "/image/v2/images?limit=500": {
      body: {
        images: [{ id: "b", name: "ubuntu", status: "active" }],
        next: "/v2/images?limit=500&marker=b",
      },
    },
    "/image/v2/images?limit=500&marker=b": {
      body: {
        images: [
          { id: "a", name: "kube", status: "active", os_distro: "ubuntu", kube_version: "v1.34.2" },
          { id: "c", name: null, status: "queued" },
        ],
      },
    },
    "/network/v2.0/networks": {
      body: {
        networks: [
          { id: "n2", name: "test-nodes", "router:external": false, shared: false, project_id: "p1" },
          { id: "n1", name: "public", "router:external": true, shared: true, project_id: "admin" },
        ],
      },
    },
    "/network/v2.0/routers": {
      body: {
        routers: [
          { id: "r1", name: "with", project_id: "p1", external_gateway_info: { network_id: "n1" } },
          { id: "r2", name: "without", project_id: "p1", external_gateway_info: null },
        ],
      },
    },
    "/network/v2.0/floatingips?project_id=p1": {
      body: {
        floatingips: [
          { id: "f2", floating_ip_address: "203.0.113.9", description: "", port_id: "x", project_id: "p1" },
          { id: "f1", floating_ip_address: "203.0.113.8", description: "Ingress", port_id: null, project_id: "p1" },
        ],
      },
    },
    "/volumev3/types": { body: { volume_types: [{ name: "ssd" }, { name: "ceph" }] } },
    "/volumev3/os-availability-zone": {
      body: {
        availabilityZoneInfo: [
          { zoneName: "nova", zoneState: { available: true } },
          { zoneName: "closed", zoneState: { available: false } },
        ],
      },
    },
    "/load-balancer/v2/lbaas/providers": { body: { providers: [{ name: "ovn" }, { name: "amphora" }] } },
    "/dns/v2/zones?limit=1000": {
      body: { zones: [{ name: "b.example.", description: null }, { name: "a.example." }] },
    },
  });
});
afterAll(() => cloud.close());

test("flavors, by name", async () => {
  expect(await lookup.flavors(await cloud.login())).toEqual([
    { id: "1", name: "huge", cpu: 16, memory: 131072, disk: 50 },
    { id: "2", name: "large", cpu: 8, memory: 65536, disk: 0 },
  ]);
});

test("images of all pages, by name", async () => {
  expect(await lookup.images(await cloud.login())).toEqual([
    { id: "c", name: "", status: "queued" },
    { id: "a", name: "kube", status: "active", distribution: "ubuntu", kubernetesVersion: "v1.34.2" },
    { id: "b", name: "ubuntu", status: "active" },
  ]);
});

test("networks and routers, by name", async () => {
  const client = await cloud.login();
  expect(await lookup.networks(client)).toEqual([
    { id: "n1", name: "public", external: true, shared: true, project: "admin" },
    { id: "n2", name: "test-nodes", external: false, shared: false, project: "p1" },
  ]);
  expect(await lookup.routers(client)).toEqual([
    { id: "r1", name: "with", project: "p1", externalNetwork: "n1" },
    { id: "r2", name: "without", project: "p1" },
  ]);
});

test("floating IPs, by address", async () => {
  expect(await lookup.floatingIps(await cloud.login())).toEqual([
    { id: "f1", address: "203.0.113.8", description: "Ingress", project: "p1" },
    { id: "f2", address: "203.0.113.9", description: "", port: "x", project: "p1" },
  ]);
});

test("volume and share types, availability zones in use, load balancer providers, DNS zones", async () => {
  const client = await cloud.login();
  expect(await lookup.volumeTypes(client)).toEqual(["ceph", "ssd"]);
  expect(await lookup.shareTypes(client)).toEqual(["ceph01_cephfs"]);
  expect(await lookup.availabilityZones(client, "volumev3")).toEqual(["nova"]);
  expect(await lookup.loadBalancerProviders(client)).toEqual(["amphora", "ovn"]);
  expect(await lookup.dnsZones(client)).toEqual([
    { name: "a.example.", description: "" },
    { name: "b.example.", description: "" },
  ]);
});
