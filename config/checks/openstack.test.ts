import type { OpenstackInput } from "../schema";
import { onOpenstack } from "./testing";

const tiny = (input: OpenstackInput) => {
  input.openstack.flavors = {
    ...input.openstack.flavors,
    tiny: { cpu: 1, memory: 4096 },
    narrow: { cpu: 2, memory: 1024 },
  };
};

describe("flavors of nodes", () => {
  onOpenstack([
    [
      "too few cores for the control plane, too little memory for a pool; the file server may be small",
      (input) => {
        tiny(input);
        input.cluster.control.flavor = "tiny";
        input.cluster.nodePools = [{ name: "notebook", flavor: "narrow", count: 1 }];
        Object.assign(input.storage.fileServer ?? {}, { flavor: "tiny" });
      },
      [
        {
          path: "cluster.control.flavor",
          message:
            '"tiny" has 1 core and 4096 MiB, but nodes need 2 cores and 2048 MiB at least: choose a larger flavor',
        },
        {
          path: "cluster.nodePools[0].flavor",
          message:
            '"narrow" has 2 cores and 1024 MiB, but nodes need 2 cores and 2048 MiB at least: choose a larger flavor',
        },
      ],
    ],
    [
      "driver heat takes any",
      (input) => {
        tiny(input);
        Object.assign(input.cluster, { driver: "heat" });
        input.cluster.control.flavor = "tiny";
      },
      [],
    ],
  ]);
});

describe("names that every object of JavaScript has", () => {
  onOpenstack([
    [
      "are no flavors",
      (input) => (input.cluster.workers.flavor = "constructor"),
      [
        {
          path: "cluster.workers.flavor",
          message: '"constructor" is not in openstack.flavors: known there: large, small',
        },
      ],
    ],
  ]);
});

describe("network driver", () => {
  onOpenstack([
    [
      "flannel with driver capi",
      (input) => (input.cluster.networkDriver = "flannel"),
      [
        {
          path: "cluster.networkDriver",
          message:
            '"flannel" is not known to driver capi: write "calico" or "cilium", which also enforce network policies',
        },
      ],
    ],
    [
      "flannel with driver heat",
      (input) => Object.assign(input.cluster, { driver: "heat", networkDriver: "flannel" }),
      [],
    ],
    ["cilium with driver capi", (input) => (input.cluster.networkDriver = "cilium"), []],
  ]);
});

describe("labels and taints of nodes", () => {
  const marked = {
    name: "notebook",
    flavor: "large",
    count: 1,
    labels: { purpose: "lab" },
    taints: [{ key: "lab", effect: "NoSchedule" as const }],
  };
  const message =
    "driver capi does not hand them to the nodes: remove them; services are sent to a pool by its name (nodePool)";
  onOpenstack([
    [
      "with driver capi",
      (input) => (input.cluster.nodePools = [marked]),
      [
        { path: "cluster.nodePools[0].labels", message },
        { path: "cluster.nodePools[0].taints", message },
      ],
    ],
    ["with driver heat", (input) => Object.assign(input.cluster, { driver: "heat", nodePools: [marked] }), []],
  ]);
});
