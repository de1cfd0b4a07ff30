import { nodeLabels, nodePools, nodeTags, nodeTaints } from "./node-labels";
import { gcpConfig } from "./testing";

test("labels: the pool's own, and the two that Phalanx chooses nodes by", () => {
  expect(nodeLabels("rsp", { name: "core", labels: { infrastructure: "ok" } })).toEqual({
    infrastructure: "ok",
    cluster_name: "rsp",
    node_pool: "core",
  });
});

test("tags: the cluster's, the pool's, the site's own", () => {
  expect(nodeTags("rsp", { name: "core", tags: ["vpn"] })).toEqual(["gke-rsp", "gke-rsp-core", "vpn"]);
});

test.each([
  ["NoSchedule", "NO_SCHEDULE"],
  ["PreferNoSchedule", "PREFER_NO_SCHEDULE"],
  ["NoExecute", "NO_EXECUTE"],
] as const)("taint %s is GKE's %s", (effect, name) => {
  const taints = [{ key: "nublado.lsst.io/permitted", value: "true", effect }];
  expect(nodeTaints({ taints })).toEqual([{ key: "nublado.lsst.io/permitted", value: "true", effect: name }]);
});

test("pools as the platform sees them: sizes are the machine types', counts those of all zones", () => {
  const config = gcpConfig((input) => {
    input.gcp.zones = ["europe-west2-a", "europe-west2-b"];
    input.cluster.nodePools = [
      { name: "core", machineType: "n2-standard-4", count: 3, max: 6 },
      {
        name: "lab",
        machineType: "n2-highmem-16",
        count: 2,
        labels: { purpose: "lab" },
        taints: [{ key: "lab", effect: "NoExecute" }],
      },
    ];
  });
  expect(nodePools(config)).toEqual([
    {
      name: "core",
      count: 4,
      cpu: 4,
      memory: 16384,
      labels: { cluster_name: "test", node_pool: "core" },
      taints: [],
    },
    {
      name: "lab",
      count: 2,
      cpu: 16,
      memory: 131072,
      labels: { purpose: "lab", cluster_name: "test", node_pool: "lab" },
      taints: [{ key: "lab", value: "", effect: "NoExecute" }],
    },
  ]);
});

test("a machine type that nobody knows is an error", () => {
  const config = gcpConfig((input) => (input.cluster.nodePools = [{ name: "core", machineType: "z9-huge", count: 1 }]));
  expect(() => nodePools(config)).toThrow('machine type "z9-huge" of pool "core" is not known');
});
