import type { Cluster } from "./cluster-file";
import { cloudConfig, loadBalancerMethod } from "./cloud-config";
import { componentsOf, fingerprint, type Component } from "./components";
import { layoutOf } from "./layout";
import { firstAddress } from "./network";

const bare: Cluster = {
  uuid: "c1",
  name: "demo",
  generation: 1,
  deleted: false,
  port: 16443,
  version: "v1.34.2",
  labels: {},
  nodeGroups: [],
};
const cloud = {
  authUrl: "http://127.0.0.1:5000/v3",
  region: "RegionOne",
  userId: "trustee",
  password: 'quo"te\\',
  trustId: "trust",
  projectId: "p",
  networkId: "net",
  subnetId: "sub",
  externalNetworkId: "ext",
};
const layout = layoutOf("/state/clusters/c1", "/state/log");
const plan = (cluster: Cluster): Component[] => componentsOf(cluster, layout, "/pods.yaml");

const control: [string, string][] = [
  ["etcd", "store"],
  ["kube-apiserver", "api"],
  ["kube-controller-manager", "controllers"],
  ["kube-scheduler", "controllers"],
  ["kwok", "controllers"],
];

test.each<[string, Cluster, [string, string][]]>([
  ["without a cloud", bare, control],
  [
    "with a cloud",
    { ...bare, cloud },
    [
      ...control,
      ["openstack-cloud-controller-manager", "controllers"],
      ["cinder-csi-plugin", "controllers"],
      ["csi-provisioner", "controllers"],
    ],
  ],
  ["deleted", { ...bare, cloud, deleted: true }, []],
])("components %s", (_, cluster, expected) => {
  expect(plan(cluster).map(({ name, stage }) => [name, stage])).toEqual(expected);
});

test("the API server listens on the cluster's port, the others on none", () => {
  const all = plan({ ...bare, cloud });
  const flags = new Map(all.map(({ name, args }) => [name, args.filter((arg) => /port|listen|endpoint=/.test(arg))]));
  expect(Object.fromEntries(flags)).toEqual({
    etcd: ["--listen-client-urls=unix://etcd:2379", "--listen-peer-urls=unix://etcd:2380"],
    "kube-apiserver": ["--secure-port=16443"],
    "kube-controller-manager": ["--secure-port=0"],
    "kube-scheduler": ["--secure-port=0"],
    kwok: [],
    "openstack-cloud-controller-manager": ["--secure-port=0"],
    "cinder-csi-plugin": ["--endpoint=unix://proc/self/cwd/csi.sock"],
    "csi-provisioner": [],
  });
});

test("ranges come from Magnum's labels", () => {
  const labels = { service_cluster_ip_range: "10.96.0.0/12", pods_network_cidr: "10.244.0.0/16" };
  const args = plan({ ...bare, labels }).flatMap((component) => component.args);
  expect(args.filter((arg) => arg.includes("range") || arg.includes("cidr="))).toEqual([
    "--service-cluster-ip-range=10.96.0.0/12",
    "--cluster-cidr=10.244.0.0/16",
    "--service-cluster-ip-range=10.96.0.0/12",
  ]);
});

test("one after the other, the components may take no longer than the 10 s of a stop", () => {
  const longest = new Map<string, number>();
  for (const { stage, graceMs } of plan({ ...bare, cloud }))
    longest.set(stage, Math.max(graceMs, longest.get(stage) ?? 0));
  expect([...longest.values()].reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(9000);
});

describe("fingerprint", () => {
  const [etcd] = plan(bare);
  if (!etcd) throw new Error("no etcd");
  const usual = fingerprint(etcd, "/bin/etcd", ["text"]);
  test.each<[string, string, boolean]>([
    ["the same", fingerprint({ ...etcd, graceMs: 1 }, "/bin/etcd", ["text"]), true],
    ["another program", fingerprint(etcd, "/usr/bin/etcd", ["text"]), false],
    ["another flag", fingerprint({ ...etcd, args: [] }, "/bin/etcd", ["text"]), false],
    ["another environment", fingerprint({ ...etcd, env: { HOME: "/" } }, "/bin/etcd", ["text"]), false],
    ["another input", fingerprint(etcd, "/bin/etcd", ["other"]), false],
  ])("%s", (_, print, same) => {
    expect(print === usual).toBe(same);
  });
});

test("cloud.conf holds the cluster's own credentials, quoted, and the place for load balancers", () => {
  const labels = { octavia_lb_healthcheck: "false" };
  expect(cloudConfig({ ...bare, labels }, cloud)).toBe(`[Global]
auth-url = "http://127.0.0.1:5000/v3"
user-id = "trustee"
password = "quo\\"te\\\\"
trust-id = "trust"
region = "RegionOne"

[LoadBalancer]
lb-provider = "ovn"
lb-method = "SOURCE_IP_PORT"
subnet-id = "sub"
network-id = "net"
floating-network-id = "ext"
create-monitor = "false"

[BlockStorage]
ignore-volume-az = "true"
`);
});

test.each([
  ["ovn", undefined, "SOURCE_IP_PORT"],
  ["amphora", undefined, "ROUND_ROBIN"],
  ["amphora", "LEAST_CONNECTIONS", "LEAST_CONNECTIONS"],
])("load balancer method of %s, asked for %s", (provider, wanted, expected) => {
  expect(loadBalancerMethod(provider, wanted)).toBe(expected);
});

test.each([
  ["10.254.0.0/16", "10.254.0.1"],
  ["10.254.3.9/16", "10.254.0.1"],
  ["192.168.1.128/25", "192.168.1.129"],
])("first address of %s", (range, expected) => {
  expect(firstAddress(range)).toBe(expected);
});

test.each(["10.254.0.0", "10.254.0.0/31", "10.300.0.0/16", "fd00::/64"])("%s is refused", (range) => {
  expect(() => firstAddress(range)).toThrow(`"${range}" is not an IPv4 range such as 10.254.0.0/16`);
});
