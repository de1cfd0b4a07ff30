import type { GcpInput, OpenstackInput } from "../schema";
import { addLab, onGcp, onOpenstack } from "./testing";

const size = (name: string, cpu: [string, string], memory: [string, string]) => ({
  name,
  cpu: { request: cpu[0], limit: cpu[1] },
  memory: { request: memory[0], limit: memory[1] },
});
const path = "services.virtualLabs";

describe("names", () => {
  onOpenstack([
    [
      "of labs and of sizes",
      (input) => {
        addLab(input, { host: "one" });
        addLab(input, {
          host: "two",
          sizes: [size("small", ["1", "2"], ["1G", "2G"]), size("small", ["1", "2"], ["1G", "2G"])],
        });
      },
      [
        { path: `${path}.labs[1].name`, message: '"demo" is taken: choose another name' },
        { path: `${path}.labs[1].sizes[1].name`, message: '"small" is taken: choose another name' },
      ],
    ],
  ]);
});

describe("versions", () => {
  onOpenstack([
    ["both that are pinned", (input) => addLab(input, { version: "3.3.7" }, { version: "4.3.5" }), []],
    [
      "others, for all labs and for one",
      (input) => addLab(input, { version: "3.3.8" }, { version: "4.3.6" }),
      [
        { path: `${path}.version`, message: '"4.3.6" is not in platform/catalog.ts, which has 4.3.5 and 3.3.7' },
        {
          path: `${path}.labs[0].version`,
          message: '"3.3.8" is not in platform/catalog.ts, which has 4.3.5 and 3.3.7',
        },
      ],
    ],
  ]);
});

describe("pools", () => {
  onOpenstack([
    [
      "one of the configuration, and Magnum's own",
      (input) => {
        addLab(input, { nodePool: "default-worker" }, { nodePool: "notebook" });
        addLab(input, { name: "other" });
      },
      [],
    ],
    [
      "ones that are not there",
      (input) => addLab(input, { nodePool: "gpu" }, { nodePool: "notebok" }),
      [
        { path: `${path}.nodePool`, message: '"notebok" is not in cluster.nodePools: did you mean "notebook"?' },
        {
          path: `${path}.labs[0].nodePool`,
          message: '"gpu" is not in cluster.nodePools: known there: default-worker, notebook',
        },
      ],
    ],
  ]);
});

describe("sizes", () => {
  const sizes =
    (...all: ReturnType<typeof size>[]) =>
    (input: OpenstackInput) =>
      addLab(input, {}, { sizes: all });
  onOpenstack([
    ["the least of DMTN-084", sizes(size("least", ["100m", "500m"], ["100M", "512M"])), []],
    [
      "less than that",
      sizes(size("less", ["100m", "0.4"], ["100M", "511M"])),
      [
        {
          path: `${path}.sizes[0].cpu.limit`,
          message: '"0.4" is less than a user at work needs, "0.5" (DMTN-084): raise it',
        },
        {
          path: `${path}.sizes[0].memory.limit`,
          message: '"511M" is less than a user at work needs, "512M" (DMTN-084): raise it',
        },
      ],
    ],
    [
      "all cores of a node, and the memory that it has for pods",
      (input) => {
        sizes(size("whole", ["1", "8"], ["1G", "57Gi"]))(input);
        input.policies = { container: { memory: "64Gi" } };
      },
      [],
    ],
    [
      "more memory than a node has for pods",
      (input) => {
        sizes(size("more", ["1", "8"], ["1G", "58Gi"]))(input);
        input.policies = { container: { memory: "64Gi" } };
      },
      [
        {
          path: `${path}.sizes[0]`,
          message:
            '"more" may take 8 cores and 58 GiB, but a node of "default-worker" has 8 cores and 57.6 GiB for pods and "notebook" has 8 cores and 57.6 GiB for pods: lower the limits, or choose larger nodes',
        },
      ],
    ],
    [
      "the usual sizes on small nodes, once for both labs; a lab of its own sizes fits",
      (input) => {
        input.cluster.nodePools = [{ name: "notebook", flavor: "small", count: 4 }];
        addLab(input, {}, { nodePool: "notebook" });
        addLab(input, { name: "other" });
        addLab(input, { name: "tiny", users: 1, sizes: [size("tiny", ["100m", "1"], ["256M", "1G"])] });
      },
      [
        {
          path: `${path}.sizes[1]`,
          message:
            '"medium" may take 2 cores and 5.7 GiB, but a node of "notebook" has 2 cores and 3.6 GiB for pods: lower the limits, or choose larger nodes',
        },
        {
          path: `${path}.sizes[2]`,
          message:
            '"large" may take 4 cores and 11.4 GiB, but a node of "notebook" has 2 cores and 3.6 GiB for pods: lower the limits, or choose larger nodes',
        },
      ],
    ],
    [
      "sure of all cores of a node, which keeps half a core",
      (input) => addLab(input, { users: 1, sizes: [size("sure", ["8", "8"], ["1G", "2G"])] }),
      [
        {
          path: `${path}.labs[0].sizes[0]`,
          message:
            '"sure" is sure of 8 cores and 0.9 GiB, but the largest node of pools "default-worker" and "notebook" has 7.5 cores and 57.6 GiB for pods: lower the requests, or choose larger nodes',
        },
      ],
    ],
  ]);
});

describe("users", () => {
  const grows = (max: number) => (input: OpenstackInput) =>
    (input.cluster.nodePools = [{ name: "notebook", flavor: "large", count: 1, max }]);
  // At the usual first size, 250m and 768M: 7.5 cores are room for 30.
  const many = (users: number, max: number) => (input: OpenstackInput) => {
    grows(max)(input);
    addLab(input, { users, homeQuota: "1Gi" }, { nodePool: "notebook" });
  };
  onOpenstack([
    ["as many as fit the pool when it has grown", many(60, 2), []],
    [
      "one more",
      many(61, 2),
      [
        {
          path: `${path}.labs[0].users`,
          message:
            '61 users of demo need 15.25 cores and 43.6 GiB at the default size, but pool "notebook" has 15 cores and 115.2 GiB for pods on 2 nodes at the most: raise max, choose larger nodes, or expect fewer users',
        },
      ],
    ],
    [
      "of two labs on one pool",
      (input) => {
        addLab(input, { users: 20, homeQuota: "1Gi" }, { nodePool: "notebook" });
        addLab(input, { name: "other", users: 11, homeQuota: "1Gi" });
      },
      [
        {
          path: `${path}.labs`,
          message:
            '31 users of demo and other need 7.75 cores and 22.2 GiB at the default size, but pool "notebook" has 7.5 cores and 57.6 GiB for pods on 1 node at the most: raise max, choose larger nodes, or expect fewer users',
        },
      ],
    ],
    [
      "of two labs on two pools",
      (input) => {
        addLab(input, { users: 30, homeQuota: "1Gi", nodePool: "notebook" });
        addLab(input, { name: "other", users: 60, homeQuota: "1Gi", nodePool: "default-worker" });
      },
      [],
    ],
    [
      "a lab that may run anywhere counts with all others",
      (input) => {
        addLab(input, { users: 30, homeQuota: "1Gi", nodePool: "notebook" });
        addLab(input, { name: "other", users: 61, homeQuota: "1Gi" });
      },
      [
        {
          path: `${path}.labs`,
          message:
            '91 users of demo and other need 22.75 cores and 65.1 GiB at the default size, but pools "default-worker" and "notebook" have 22.5 cores and 172.8 GiB for pods on 3 nodes at the most: raise max, choose larger nodes, or expect fewer users',
        },
      ],
    ],
    [
      "more than a node may have pods",
      (input) => {
        input.network.podsPerNode = 40;
        addLab(input, { users: 26, homeQuota: "1Gi" }, { nodePool: "notebook" });
      },
      [
        {
          path: `${path}.labs[0].users`,
          message:
            '26 users of demo need a pod each, but the nodes of pool "notebook" have room for 24 at the most (network.podsPerNode 40, of which each node keeps 16, 1 of them for prepull): raise max or podsPerNode, or set prepull: false',
        },
      ],
    ],
  ]);
  onGcp([
    [
      "nodes of an unknown size are told of once",
      (input: GcpInput) => {
        input.storage.classes = [{ name: "homes", diskType: "pd-ssd", reclaim: "Delete", default: true }];
        const [, lab] = input.cluster.nodePools;
        if (lab) lab.machineType = "z9-mega-1";
        addLab(input, { users: 400 }, { nodePool: "lab" });
      },
      [
        {
          path: "cluster.nodePools[1].machineType",
          message:
            '"z9-mega-1" is not a known machine type: if Google Cloud has it, add its size to config/machine-types.ts',
        },
        {
          path: `${path}.labs[0].users`,
          message:
            '400 users of demo need a pod each, but the nodes of pool "lab" have room for 376 at the most (network.podsPerNode 110, of which each node keeps 16, 1 of them for prepull): raise max or podsPerNode, or set prepull: false',
        },
      ],
    ],
  ]);
});

describe("a lab's own quota", () => {
  const quota = { cpu: "4", memory: "12288M", pods: 4, storage: "100Gi", claims: 10 };
  onOpenstack([
    ["just enough for four of the default size", (input) => addLab(input, { quota }), []],
    [
      "too small",
      (input) => addLab(input, { users: 5, quota }),
      [
        {
          path: `${path}.labs[0].quota.cpu`,
          message: '"4" is not enough for 5 users, who may take 5 cores at the default size: raise it',
        },
        {
          path: `${path}.labs[0].quota.memory`,
          message: '"12288M" is not enough for 5 users, who may take 14.3 GiB at the default size: raise it',
        },
        { path: `${path}.labs[0].quota.pods`, message: "4 is not enough for 5 users: raise it" },
      ],
    ],
  ]);
});
