import type { Cluster } from "./cluster-file";
import { desiredNodes, isReady, nodeChanges, quantity, wantedNodes, type NodeObject } from "./nodes";

const cluster: Cluster = {
  uuid: "c1",
  name: "demo",
  generation: 1,
  deleted: false,
  port: 16443,
  version: "v1.34.2",
  labels: {},
  nodeGroups: [
    {
      name: "default-master",
      role: "master",
      flavor: { name: "m1.medium", vcpus: 2, ram: 4096, disk: 0 },
      zone: "nova",
      labels: {},
      nodes: [{ name: "demo-default-master-0", address: "10.0.0.5", serverId: "s-0" }],
    },
    {
      name: "default-worker",
      role: "worker",
      flavor: { name: "m1.large", vcpus: 4, ram: 8192, disk: 40 },
      zone: "az2",
      labels: { pool: "big" },
      nodes: [{ name: "demo-default-worker-0", address: "10.0.0.6" }, { name: "demo-default-worker-1" }],
    },
  ],
};

/** A node as the API gives it back: sizes rewritten, fields added by others. */
function stored(node: NodeObject, change: (node: NodeObject) => void = () => undefined): NodeObject {
  const copy = JSON.parse(JSON.stringify(node)) as NodeObject;
  copy.metadata.labels["beta.kubernetes.io/os"] = "linux";
  copy.status.conditions = [{ type: "Ready", status: "True" }];
  change(copy);
  return copy;
}

test("a master node carries the control plane's taint and role, and the server's id and address", () => {
  const [master] = desiredNodes(cluster);
  expect(master).toEqual({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: "demo-default-master-0",
      labels: {
        "kubernetes.io/hostname": "demo-default-master-0",
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "node.kubernetes.io/instance-type": "m1.medium",
        "topology.kubernetes.io/zone": "nova",
        "topology.kubernetes.io/region": "lab",
        "magnum.openstack.org/role": "master",
        "magnum.openstack.org/nodegroup": "default-master",
        "capi.stackhpc.com/node-group": "default-master",
        "node-role.kubernetes.io/control-plane": "",
      },
      annotations: { "kwok.x-k8s.io/node": "fake" },
    },
    spec: {
      providerID: "openstack:///s-0",
      taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
    },
    status: {
      capacity: { cpu: "2", memory: "4096Mi", "ephemeral-storage": "20Gi", pods: "110" },
      allocatable: { cpu: "2", memory: "4096Mi", "ephemeral-storage": "20Gi", pods: "110" },
      addresses: [
        { type: "InternalIP", address: "10.0.0.5" },
        { type: "Hostname", address: "demo-default-master-0" },
      ],
      nodeInfo: {
        kubeletVersion: "v1.34.2",
        kubeProxyVersion: "v1.34.2",
        operatingSystem: "linux",
        architecture: "amd64",
        containerRuntimeVersion: "kwok://0",
        osImage: "Lab",
        kernelVersion: "",
        machineID: "s-0",
        systemUUID: "s-0",
        bootID: "",
      },
    },
  });
});

test("a worker has its group's zone and labels, no taint, and is left out as long as its server has no address", () => {
  const nodes = desiredNodes(cluster);
  expect(nodes.map((node) => node.metadata.name)).toEqual(["demo-default-master-0", "demo-default-worker-0"]);
  expect(wantedNodes(cluster)).toBe(3);
  expect(nodes[1]?.spec).toEqual({});
  expect(nodes[1]?.metadata.labels).toMatchObject({
    pool: "big",
    "topology.kubernetes.io/zone": "az2",
    "magnum.openstack.org/role": "worker",
  });
  expect(nodes[1]?.status.capacity).toMatchObject({ cpu: "4", memory: "8192Mi", "ephemeral-storage": "40Gi" });
});

describe("nodeChanges", () => {
  const wanted = desiredNodes(cluster);
  const same = wanted.map((node) => stored(node));
  const none = { create: [], patch: [], patchStatus: [], remove: [] };
  const [master, worker] = wanted;

  test.each<[string, NodeObject[], NodeObject[], object]>([
    ["nothing to do", wanted, same, none],
    ["an empty cluster", wanted, [], { ...none, create: wanted }],
    [
      "a node group shrank",
      [master].flatMap((node) => node ?? []),
      same,
      { ...none, remove: ["demo-default-worker-0"] },
    ],
    ["somebody removed a node", wanted, same.slice(0, 1), { ...none, create: [worker] }],
    [
      "an upgrade",
      wanted,
      wanted.map((node) => stored(node, (copy) => (copy.status.nodeInfo.kubeletVersion = "v1.33.2"))),
      { ...none, patchStatus: wanted },
    ],
    [
      "a label was taken away",
      wanted,
      wanted.map((node) => stored(node, (copy) => delete copy.metadata.labels["topology.kubernetes.io/zone"])),
      { ...none, patch: wanted },
    ],
    [
      "a new server behind an old name",
      wanted,
      wanted.map((node) =>
        stored(node, (copy) => {
          if (copy.spec.providerID) copy.spec.providerID = "openstack:///before";
        }),
      ),
      { ...none, remove: ["demo-default-master-0"] },
    ],
    [
      "a quantity in another unit",
      wanted,
      wanted.map((node) =>
        stored(node, (copy) => {
          if (copy.status.capacity.memory === "8192Mi") copy.status.capacity.memory = "8Gi";
        }),
      ),
      none,
    ],
    [
      "a node that is not ours",
      wanted,
      [
        ...same,
        ...wanted.slice(0, 1).map((node) =>
          stored(node, (copy) => {
            copy.metadata.name = "by-hand";
            copy.metadata.annotations = {};
          }),
        ),
      ],
      none,
    ],
  ])("%s", (_, want, have, expected) => {
    expect(nodeChanges(want, have)).toEqual(expected);
  });
});

test.each([
  ["4", 4],
  ["1Ki", 1024],
  ["8192Mi", 8 * 1024 ** 3],
  ["8Gi", 8 * 1024 ** 3],
  ["many", NaN],
])("quantity %s", (text, expected) => {
  expect(quantity(text)).toBe(expected);
});

test("a node without conditions is not ready", () => {
  const [node] = desiredNodes(cluster);
  expect(node && isReady(node)).toBe(false);
  expect(node && isReady(stored(node))).toBe(true);
});
