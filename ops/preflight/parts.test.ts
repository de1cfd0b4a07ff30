import { validConfig, type validInput } from "../../config/testing";
import { type Existing, nothing, type Part, parts } from "./parts";
import { missing, sum } from "./resources";

type Input = ReturnType<typeof validInput>;

const of = (change?: (input: Input) => void, existing?: Existing, hosts = ["rsp", "argo"]): Part[] =>
  parts(validConfig(change), hosts, existing);
const part = (all: Part[], name: string): Part =>
  all.find((one) => one.name === name) ?? { name: "?", want: {}, has: {} };
const need = (all: Part[]) => sum(all.map(({ want, has }) => missing(want, has)));

/** Everything of validConfig, made. */
const everything: Existing = {
  network: true,
  // Router, DHCP, four machines of the cluster, the file server, two load balancers.
  ports: 9,
  loadBalancers: ["k8s-clusterapi-cluster-test-kubeapi", "kube_service_test_ingress-nginx_controller"],
  routers: ["test-router"],
  securityGroups: ["default", "test-ingress", "test-nodes", "test-files"],
  addresses: ["Ingress of test"],
  servers: ["test-files"],
  keyPairs: ["test"],
  volumes: [{ name: "test-homes", size: 100 }],
  shares: [],
  nodeGroups: [
    { name: "default-master", control: true, count: 1, cpu: 2, memory: 4096 },
    { name: "default-worker", control: false, count: 2, cpu: 8, memory: 65536 },
    { name: "notebook", control: false, count: 1, cpu: 8, memory: 65536 },
  ],
  zones: [{ name: "test.example.", description: "Zone of test" }],
  buckets: ["test-backup"],
};

test("an empty project: everything is needed", () => {
  expect(need(of())).toEqual({
    instances: 5,
    cores: 2 + 2 * 8 + 8 + 2,
    memory: 4096 + 3 * 65536 + 4096,
    keyPairs: 1,
    // A disk for each node and for the file server, and the data.
    volumes: 6,
    gigabytes: 4 * 100 + 20 + 100,
    "volumes/ceph": 1,
    "gigabytes/ceph": 100,
    networks: 1,
    subnets: 1,
    routers: 1,
    ports: 9,
    floatingIps: 2,
    // Three of ours, two of Magnum's, one for the ingress's load balancer.
    securityGroups: 6,
    securityGroupRules: 4 + 6 + 5 + 16 + 6,
    loadBalancers: 2,
    listeners: 3,
    pools: 3,
    members: 1 + 2 * 3,
    healthMonitors: 3,
    clusters: 1,
    zones: 1,
    recordSets: 4,
    buckets: 1,
  });
});

test("a site that is whole needs nothing more", () => {
  expect(need(of(undefined, everything))).toEqual({});
});

describe("what the stack file says otherwise", () => {
  test.each<[string, (input: Input) => void, object]>([
    ["an address of the project's own", (input) => (input.addresses = { ingress: "192.0.2.9" }), { floatingIps: 1 }],
    ["a router that is there", (input) => (input.network.router = "campus"), { routers: undefined, ports: 9 }],
    [
      "names made by somebody else",
      (input) => (input.dns.provider = "none"),
      { zones: undefined, recordSets: undefined },
    ],
    [
      "no file server",
      (input) => delete (input.storage as { fileServer?: object }).fileServer,
      { instances: 4, volumes: 5, gigabytes: 500, ports: 8 },
    ],
    [
      "a pool that may grow: at its largest",
      (input) => Object.assign(input.cluster.nodePools[0] as object, { max: 4 }),
      { instances: 8, cores: 52, ports: 12, members: 1 + 2 * 6, volumes: 9 },
    ],
    ["ovn", (input) => (input.openstack.loadBalancerProvider = "ovn"), { healthMonitors: 1 }],
    [
      "a disk of its own for etcd, by type",
      (input) => (input.cluster.labels = { etcd_blockdevice_size: "10", etcd_blockdevice_volume_type: "ssd" }),
      { volumes: 7, gigabytes: 530, "volumes/ssd": 1, "gigabytes/ssd": 10 },
    ],
    [
      "etcd on a disk of the machine",
      (input) => (input.cluster.labels = { etcd_blockdevice_size: "10", etcd_blockdevice_type: "local" }),
      { volumes: 6, gigabytes: 520 },
    ],
    [
      "nodes on disks of a type",
      (input) => (input.cluster.labels = { boot_volume_type: "ssd" }),
      { "volumes/ssd": 4, "gigabytes/ssd": 400 },
    ],
    [
      "a further network",
      (input) => (input.cluster.labels = { extra_network_names: "cephfs campus" }),
      { ports: 9 + 2 * 3 },
    ],
    [
      "the file server's port to CephFS",
      (input) => (input.storage.fileServer.cephfs = { network: "cephfs", range: "10.21.0.0/16" }),
      { ports: 10, securityGroups: 7, securityGroupRules: 37 + 2 },
    ],
    [
      "shares, which are Manila's and no volumes",
      (input) =>
        (input.storage.fileServer.cephfs = {
          network: "cephfs",
          range: "10.21.0.0/16",
          shareType: "ceph",
          shares: [
            { name: "butler", size: 400 },
            { name: "scratch", size: 50 },
          ],
        }),
      { shares: 2, shareGigabytes: 450, volumes: 6 },
    ],
    [
      "the Heat driver: a load balancer for etcd, and server groups",
      (input) => (input.cluster.driver = "heat"),
      { loadBalancers: 3, serverGroups: 3, ports: 10, members: 8, securityGroupRules: 51, volumes: 6 },
    ],
    [
      "the Heat driver on flavors without a disk: two volumes for each node",
      (input) => {
        input.cluster.driver = "heat";
        Object.assign(input.openstack.flavors, { large: { cpu: 8, memory: 65536, disk: 0 } });
      },
      { volumes: 10, gigabytes: 520 + 4 * 50 },
    ],
  ])("%s", (_, change, expected) => {
    const found = need(of(change)) as Record<string, number>;
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]))).toEqual(expected);
  });
});

describe("what is there already", () => {
  test("a cluster that is to grow takes the difference", () => {
    const grown = of((input) => {
      input.cluster.control.count = 3;
      input.cluster.workers.count = 3;
    }, everything);
    expect(need(grown)).toEqual({
      instances: 3,
      cores: 2 * 2 + 8,
      memory: 2 * 4096 + 65536,
      volumes: 3,
      gigabytes: 300,
      ports: 3,
    });
  });

  test("nodes of another size, too", () => {
    const nodeGroups = (everything.nodeGroups ?? []).map((group) => (group.control ? group : { ...group, cpu: 4 }));
    expect(need(of(undefined, { ...everything, nodeGroups }))).toEqual({ cores: 3 * 4 });
  });

  test("and a volume", () => {
    const existing = { ...everything, volumes: [{ name: "test-homes", size: 60 }] };
    expect(need(of(undefined, existing))).toEqual({ gigabytes: 40, "gigabytes/ceph": 40 });
    const shared = (input: Input) =>
      (input.storage.fileServer.cephfs = {
        network: "cephfs",
        range: "10.21.0.0/16",
        shareType: "ceph",
        shares: [{ name: "butler", size: 400 }],
      });
    const { securityGroups } = everything;
    const there = {
      ...everything,
      securityGroups: [...securityGroups, "test-files-cephfs"],
      shares: [{ name: "test-butler", size: 300 }],
    };
    expect(need(of(shared, there))).toEqual({ shareGigabytes: 100 });
  });

  test("things of another site of a longer name are not ours", () => {
    const existing: Existing = {
      ...nothing,
      routers: ["test-dev-router"],
      securityGroups: ["test-dev-nodes"],
      addresses: ["Ingress of test-dev"],
      servers: ["test-dev-files"],
      keyPairs: ["test-dev"],
      volumes: [{ name: "test-dev-homes", size: 100 }],
      buckets: ["test-dev-backup"],
      zones: [{ name: "dev.test.example.", description: "Zone of test-dev" }],
    };
    expect(need(of(undefined, existing))).toEqual(need(of()));
  });

  test("a part that is half there is told as such", () => {
    const all = of(undefined, { ...nothing, network: true, ports: 2 });
    expect(part(all, "network of the nodes")).toEqual({
      name: "network of the nodes",
      want: { networks: 1, subnets: 1 },
      has: { networks: 1, subnets: 1 },
    });
    expect(part(all, "ports in the nodes' network")).toEqual({
      name: "ports in the nodes' network",
      want: { ports: 9 },
      has: { ports: 2 },
    });
  });
});

describe("a cluster that is to take the first one's place", () => {
  const beside = (input: Input) =>
    void (input.cluster.next = { generation: "green", workers: { flavor: "large", count: 4 } });
  const ofNext = (all: Part[]) => all.filter(({ name }) => name.endsWith(" (cluster.next)"));

  test("needs all that a cluster needs, but for the ingress", () => {
    const made = ofNext(of(beside, everything));
    expect(made.map(({ name }) => name.replace(" (cluster.next)", ""))).toEqual([
      "cluster",
      "control plane",
      "pool default-worker",
      "pool notebook",
      "load balancer of the API",
      "ports in the nodes' network",
    ]);
    expect(need(of(beside, everything))).toEqual({
      instances: 6,
      cores: 2 + 5 * 8,
      memory: 4096 + 5 * 65536,
      volumes: 6,
      gigabytes: 600,
      // Six machines and a load balancer.
      ports: 7,
      floatingIps: 1,
      securityGroups: 2,
      securityGroupRules: 16,
      loadBalancers: 1,
      listeners: 1,
      pools: 1,
      members: 1,
      healthMonitors: 1,
      clusters: 1,
    });
  });

  test("and nothing once it is there", () => {
    const next = [
      { name: "default-master", control: true, count: 1, cpu: 2, memory: 4096 },
      { name: "default-worker", control: false, count: 4, cpu: 8, memory: 65536 },
      { name: "notebook", control: false, count: 1, cpu: 8, memory: 65536 },
    ];
    expect(need(of(beside, { ...everything, next }))).toEqual({});
  });
});
