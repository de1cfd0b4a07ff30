import type { Cases } from "../case";
import type { Settings } from "./budget";

const settings = {
  cpu: "20",
  memory: "80Gi",
  storage: "1Ti",
  flavors: { small: { cpu: 2, memory: "4Gi" }, large: { cpu: 8, memory: "32Gi" } },
};
const machine = (flavorName: unknown, more: object = {}) => ({
  type: "openstack:compute/instance:Instance",
  name: "files",
  props: { flavorName, ...more },
});
const volume = (size: unknown) => ({ type: "openstack:blockstorage/volume:Volume", name: "homes", props: { size } });
const template = {
  type: "openstack:containerinfra/clusterTemplate:ClusterTemplate",
  name: "template",
  props: { masterFlavor: "small", flavor: "large", dockerVolumeSize: 50 },
};
const cluster = (masterCount: unknown, nodeCount: unknown) => ({
  type: "openstack:containerinfra/cluster:Cluster",
  name: "cluster",
  props: { masterCount, nodeCount },
});
const group = (more: object) => ({
  type: "openstack:containerinfra/nodeGroup:NodeGroup",
  name: "notebook",
  props: { flavorId: "large", ...more },
});
const pool = (more: object) => ({
  type: "gcp:container/nodePool:NodePool",
  name: "core",
  props: { nodeConfig: { machineType: "n2-standard-8", diskSizeGb: 100 }, ...more },
});
const over = (what: string) => `with all others takes ${what}`;

export const budgetCases: Cases<Settings> = {
  good: [
    { name: "below", of: [machine("small"), volume(100)], settings },
    { name: "exactly", of: [template, cluster(2, 2), volume(824)], settings },
    { name: "no budget", of: [machine("small"), volume(99999)] },
    {
      name: "a budget for storage only",
      of: [machine("unheard-of"), volume(1024)].slice(1),
      settings: { storage: "1Ti" },
    },
    { name: "nothing that costs", of: [{ type: "openstack:networking/network:Network", props: {} }], settings },
    { name: "GKE", of: [pool({ nodeCount: 2 })], settings },
    {
      name: "Cloud SQL",
      of: [
        {
          type: "gcp:sql/databaseInstance:DatabaseInstance",
          props: { settings: { tier: "db-custom-4-16384", diskSize: 100, availabilityType: "REGIONAL" } },
        },
      ],
      settings,
    },
  ],
  bad: [
    {
      name: "cores and memory",
      of: [template, cluster(1, 3)],
      settings,
      says: [
        over("26 cores of machines, more than the budget of 20 (Cluster cluster 26)"),
        over("100Gi memory of machines, more than the budget of 80Gi (Cluster cluster 100Gi)"),
      ],
    },
    {
      name: "storage",
      of: [volume(1025)],
      settings,
      says: [over("1025Gi storage, more than the budget of 1Ti (Volume homes 1025Gi)")],
    },
    {
      name: "what an autoscaler may grow to",
      of: [group({ nodeCount: 1, maxNodeCount: 3 }), machine("small")],
      settings: { ...settings, memory: "" },
      says: [over("26 cores of machines, more than the budget of 20 (NodeGroup notebook 24, Instance files 2)")],
    },
    {
      name: "boot volumes",
      of: [machine("small", { blockDevices: [{ destinationType: "volume", volumeSize: 30 }] }), volume(1000)],
      settings,
      says: [over("1030Gi storage, more than the budget of 1Ti (Volume homes 1000Gi, Instance files 30Gi)")],
    },
    {
      name: "a pool of GKE in several zones",
      of: [pool({ nodeLocations: ["a", "b", "c"], autoscaling: { maxNodeCount: 1 } })],
      settings: { ...settings, memory: "" },
      says: [over("24 cores of machines, more than the budget of 20 (NodePool core 24)")],
    },
    {
      name: "a machine whose size is not known",
      of: [machine("huge")],
      settings,
      says: ['flavorName is "huge", a machine whose size is not known'],
    },
    {
      name: "unknown sizes hide nothing",
      of: [machine("$unknown"), volume("$unknown"), { ...volume(2000), name: "datasets" }],
      settings,
      says: ["? flavorName", "? size", over("2000Gi storage, more than the budget of 1Ti (Volume datasets 2000Gi)")],
    },
  ],
};
