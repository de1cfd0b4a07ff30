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

describe("classes that driver capi makes by itself", () => {
  const classes = (...more: OpenstackInput["storage"]["classes"]) => [
    { name: "standard", volumeType: "ceph", reclaim: "Delete" as const, default: true },
    ...more,
  ];
  onOpenstack([
    [
      "ours have other names, also than those of volumes' types",
      (input) => {
        input.storage.volumes = { homes: { size: 100, type: "Ceph_SSD" } };
        input.storage.classes = [
          { name: "ceph", volumeType: "ceph", reclaim: "Delete", default: true },
          { name: "ceph-ssd", volumeType: "ceph", reclaim: "Delete" },
        ];
      },
      [
        {
          path: "storage.classes[0].name",
          message:
            '"ceph" is what driver capi calls the class that it makes for volume type "ceph": choose another name, or use the driver\'s (create: false)',
        },
        {
          path: "storage.classes[1].name",
          message:
            '"ceph-ssd" is what driver capi calls the class that it makes for volume type "Ceph_SSD": choose another name, or use the driver\'s (create: false)',
        },
      ],
    ],
    [
      "one of the driver's is used as it is",
      (input) =>
        (input.storage.classes = classes({ name: "ceph", volumeType: "ceph", reclaim: "Delete", create: false })),
      [],
    ],
    [
      "one of the driver's has its own name and policy, and is not ours to make the default",
      (input) => {
        input.storage.classes = [
          { name: "fast", volumeType: "ceph-ssd", reclaim: "Retain", create: false },
          { name: "ceph", volumeType: "ceph", reclaim: "Delete", default: true, create: false },
        ];
      },
      [
        {
          path: "storage.classes[0].name",
          message: '"fast" is not what driver capi calls its class of volume type "ceph-ssd": write "ceph-ssd"',
        },
        {
          path: "storage.classes[0].reclaim",
          message:
            '"Retain" is not what driver capi\'s classes have, the default class\'s "Delete": write that, or make a class of your own',
        },
        {
          path: "storage.classes[1].default",
          message:
            "which of the driver's classes is the default, the site's Magnum says: make a class of your own the default",
        },
      ],
    ],
    [
      "driver heat makes none",
      (input) => {
        Object.assign(input.cluster, { driver: "heat" });
        input.storage.classes = [{ name: "ceph", volumeType: "ceph", reclaim: "Delete", default: true }];
      },
      [],
    ],
  ]);
});
