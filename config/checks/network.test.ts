import type { GcpInput } from "../schema";
import { validConfig } from "../testing";
import { existingConfig, gcpConfig, onExisting, onGcp, onOpenstack } from "./testing";

const none = () => undefined;

describe("ranges on OpenStack", () => {
  onOpenstack([
    [
      "reserved ranges apart from ours, and overlapping each other",
      (input) => (input.network.reserved = { ceph: "10.19.4.0/24", other: "10.19.0.0/16" }),
      [],
    ],
    [
      "a reserved range inside the nodes'",
      (input) => (input.network.reserved = { ceph: "10.10.0.128/25" }),
      [
        {
          path: "network.cidr",
          message: '"10.10.0.0/24" overlaps network.reserved.ceph "10.10.0.128/25": choose another range',
        },
      ],
    ],
    [
      "a reserved range that is none, over the pods'",
      (input) => (input.network.reserved = { vpn: "172.17.0.1/16" }),
      [
        {
          path: "network.reserved.vpn",
          message: '"172.17.0.1/16" has host bits set: write the first address of the range',
        },
        {
          path: "network.pods",
          message: '"172.16.0.0/13" overlaps network.reserved.vpn "172.17.0.1/16": choose another range',
        },
      ],
    ],
    [
      "CephFS in the nodes' range",
      (input) =>
        Object.assign(input.storage.fileServer ?? {}, { cephfs: { network: "cephfs", range: "10.10.0.0/16" } }),
      [
        {
          path: "network.cidr",
          message: '"10.10.0.0/24" overlaps storage.fileServer.cephfs.range "10.10.0.0/16": choose another range',
        },
      ],
    ],
    [
      "CephFS whose range is reserved as well",
      (input) => {
        input.network.reserved = { cephfs: "10.21.0.0/16" };
        Object.assign(input.storage.fileServer ?? {}, { cephfs: { network: "cephfs", range: "10.21.0.0/16" } });
      },
      [],
    ],
    [
      "Services in a range that the API server refuses",
      (input) => Object.assign(input.network, { pods: "10.64.0.0/16", services: "172.0.0.0/8" }),
      [{ path: "network.services", message: '"172.0.0.0/8" is too wide: Kubernetes takes /12 and narrower' }],
    ],
  ]);
});

describe("ranges of other stacks", () => {
  // Our pods have 172.16.0.0/13.
  const apart = (input: GcpInput) => (input.network.controlPlane = "192.168.1.0/28");
  const other = validConfig((input) => (input.network.cidr = "10.10.0.0/16"));
  onOpenstack([
    ["apart", none, [], { others: { gke: gcpConfig(apart), old: existingConfig(none) } }],
    [
      "the nodes of another stack; its pods' range is its own affair",
      none,
      [
        {
          path: "network.cidr",
          message: '"10.10.0.0/24" overlaps network.cidr "10.10.0.0/16" of stack roe: choose another range',
        },
      ],
      { others: { roe: other } },
    ],
    [
      "on GKE its pods have addresses of the network",
      (input) => (input.network.cidr = "10.129.7.0/24"),
      [
        {
          path: "network.cidr",
          message: '"10.129.7.0/24" overlaps network.pods "10.129.0.0/16" of stack gke: choose another range',
        },
      ],
      { others: { gke: gcpConfig(apart) } },
    ],
    [
      "its control plane too",
      none,
      [
        {
          path: "network.pods",
          message: '"172.16.0.0/13" overlaps network.controlPlane "172.18.0.0/28" of stack gke: choose another range',
        },
      ],
      { others: { gke: gcpConfig((input) => (input.network.controlPlane = "172.18.0.0/28")) } },
    ],
    [
      "the nodes of a cluster that exists, for a stack that may choose",
      (input) => (input.network.cidr = "10.0.0.0/24"),
      [
        {
          path: "network.cidr",
          message: '"10.0.0.0/24" overlaps network.cidr "10.0.0.0/24" of stack old: choose another range',
        },
      ],
      { others: { old: existingConfig(none) } },
    ],
  ]);
  onExisting([
    ["a cluster that exists has the ranges that it has", none, [], { others: { old: existingConfig(none) } }],
  ]);
});

describe("ranges on Google Cloud", () => {
  onGcp([
    ["the valid configuration", none, []],
    [
      "a control plane that is no /28, inside the pods' range",
      (input) => (input.network.controlPlane = "10.129.0.0/24"),
      [
        {
          path: "network.controlPlane",
          message: '"10.129.0.0/24" overlaps network.pods "10.129.0.0/16": choose another range',
        },
        { path: "network.controlPlane", message: '"10.129.0.0/24" is not a /28, the only size that GKE takes' },
      ],
    ],
    [
      "ranges for Google's services, narrow and overlapping",
      (input) => Object.assign(input.network, { googleServices: "10.127.0.0/25", netapp: "10.127.0.0/24" }),
      [
        {
          path: "network.netapp",
          message: '"10.127.0.0/24" overlaps network.googleServices "10.127.0.0/25": choose another range',
        },
        { path: "network.googleServices", message: '"10.127.0.0/25" is too narrow: Google takes /24 and wider' },
      ],
    ],
  ]);
});

describe("ranges of a cluster that exists", () => {
  onExisting([
    ["the valid configuration", none, []],
    ["pods with addresses of the nodes' network", (input) => (input.network.pods = "10.0.0.0/16"), []],
    [
      "Services among the nodes",
      (input) => (input.network.services = "10.0.0.128/25"),
      [
        {
          path: "network.services",
          message: '"10.0.0.128/25" overlaps network.cidr "10.0.0.0/24": choose another range',
        },
      ],
    ],
  ]);
});

describe("administrators", () => {
  onOpenstack([
    ["two ranges and a single address", (input) => (input.network.administrators = ["10.0.0.0/8", "192.0.2.7/32"]), []],
    [
      "the world, half of it, and a range with host bits",
      (input) => (input.network.administrators = ["0.0.0.0/0", "128.0.0.0/1", "192.0.2.0/24", "198.51.100.7/24"]),
      [
        {
          path: "network.administrators[0]",
          message: '"0.0.0.0/0" is the whole world: name the ranges that administrators come from',
        },
        {
          path: "network.administrators[1]",
          message: '"128.0.0.0/1" is too wide: nothing wider than /8 may reach the API and SSH',
        },
        {
          path: "network.administrators[3]",
          message: '"198.51.100.7/24" has host bits set: write the first address of the range',
        },
      ],
    ],
  ]);
});

describe("addresses of nodes", () => {
  onOpenstack([
    // 16 - 5 addresses; 3 nodes, a control plane, 3 new ones, the file server, 6 of load balancers: 14.
    [
      "too few",
      (input) => (input.network.cidr = "10.10.0.0/28"),
      [
        {
          path: "network.cidr",
          message:
            '"10.10.0.0/28" has 11 addresses, but 14 are needed: 3 nodes at their maximum, 1 of the control plane, 3 new ones during an upgrade, 1 for the file server and 6 for load balancers. Choose a wider range',
        },
      ],
    ],
    ["enough", (input) => (input.network.cidr = "10.10.0.0/27"), []],
    [
      "enough until the autoscaler is done",
      (input) => {
        input.network.cidr = "10.10.0.0/27";
        input.cluster.nodePools = [{ name: "notebook", flavor: "large", count: 1, max: 15 }];
      },
      [
        {
          path: "network.cidr",
          message:
            '"10.10.0.0/27" has 27 addresses, but 28 are needed: 17 nodes at their maximum, 1 of the control plane, 3 new ones during an upgrade, 1 for the file server and 6 for load balancers. Choose a wider range',
        },
      ],
    ],
    [
      "the default workers' maximum stands in a label",
      (input) => {
        input.network.cidr = "10.10.0.0/27";
        input.cluster.labels = { max_node_count: "20" };
      },
      [
        {
          path: "network.cidr",
          message:
            '"10.10.0.0/27" has 27 addresses, but 32 are needed: 21 nodes at their maximum, 1 of the control plane, 3 new ones during an upgrade, 1 for the file server and 6 for load balancers. Choose a wider range',
        },
      ],
    ],
  ]);
  onGcp([
    [
      "too few on Google Cloud",
      (input) => (input.network.cidr = "10.128.0.0/29"),
      [
        {
          path: "network.cidr",
          message:
            '"10.128.0.0/29" has 4 addresses, but 8 are needed: 6 nodes at their maximum and 2 new ones during an upgrade. Choose a wider range',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "too few in a cluster that exists",
      (input) => (input.network.cidr = "10.0.0.0/30"),
      [
        {
          path: "network.cidr",
          message: '"10.0.0.0/30" has 2 addresses, but 5 are needed: 5 nodes at their maximum. Choose a wider range',
        },
      ],
    ],
  ]);
});

describe("blocks of pods", () => {
  onOpenstack([
    // 3 nodes, 2 new ones, the control plane and a new one: 7 blocks of 128.
    ["just enough", (input) => (input.network.pods = "172.16.0.0/22"), []],
    [
      "too few",
      (input) => Object.assign(input.network, { pods: "172.16.0.0/22", podsPerNode: 129 }),
      [
        {
          path: "network.pods",
          message:
            '"172.16.0.0/22" has room for 4 nodes of 256 addresses (network.podsPerNode 129), but there may be 7: choose a wider range or lower podsPerNode',
        },
      ],
    ],
  ]);
  onGcp([
    // 6 nodes and 2 new ones; GKE gives 110 pods 256 addresses.
    ["just enough on GKE", (input) => (input.network.pods = "10.129.0.0/21"), []],
    [
      "too few on GKE",
      (input) => (input.network.pods = "10.129.0.0/22"),
      [
        {
          path: "network.pods",
          message:
            '"10.129.0.0/22" has room for 4 nodes of 256 addresses (network.podsPerNode 110), but there may be 8: choose a wider range or lower podsPerNode',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "too few in a cluster that exists",
      (input) => (input.network.pods = "10.42.0.0/23"),
      [
        {
          path: "network.pods",
          message:
            '"10.42.0.0/23" has room for 4 nodes of 128 addresses (network.podsPerNode 110), but there may be 5: choose a wider range or lower podsPerNode',
        },
      ],
    ],
  ]);
});

describe("the ingress's address", () => {
  onOpenstack([
    ["public", (input) => (input.addresses = { ingress: "192.0.2.7" }), []],
    [
      "one of the nodes'",
      (input) => (input.addresses = { ingress: "10.10.0.7" }),
      [
        {
          path: "addresses.ingress",
          message: '"10.10.0.7" lies in network.cidr "10.10.0.0/24", which is private: write the public address',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "beside the nodes, where a load balancer of the cluster puts it",
      (input) => (input.addresses.ingress = "10.0.0.200"),
      [],
    ],
    [
      "a Service's",
      (input) => (input.addresses.ingress = "10.43.0.10"),
      [
        {
          path: "addresses.ingress",
          message: '"10.43.0.10" lies in network.services "10.43.0.0/16", which is private: write the public address',
        },
      ],
    ],
  ]);
});
