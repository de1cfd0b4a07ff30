import { validConfig } from "../../config/testing";
import { isAutoscaled, nodeMarks, nodePools } from "./node-pools";

test("Magnum's default group comes first, sizes are the flavors', the label is the driver's", () => {
  const group = (key: string) => [
    { name: "default-worker", count: 2, cpu: 8, memory: 65536, labels: { [key]: "default-worker" }, taints: [] },
    { name: "notebook", count: 1, cpu: 8, memory: 65536, labels: { [key]: "notebook" }, taints: [] },
  ];
  expect(nodePools(validConfig())).toEqual(group("capi.stackhpc.com/node-group"));
  expect(nodePools(validConfig((input) => (input.cluster.driver = "heat")))).toEqual(
    group("magnum.openstack.org/nodegroup"),
  );
});

test("a flavor that nobody described is an error", () => {
  const config = validConfig((input) => (input.cluster.workers.flavor = "huge"));
  expect(() => nodePools(config)).toThrow('flavor "huge" of pool "default-worker" is not in openstack.flavors');
});

test("a pool is autoscaled when it has a max", () => {
  expect(isAutoscaled({})).toBe(false);
  expect(isAutoscaled({ max: 3 })).toBe(true);
});

const marked = {
  name: "gpu",
  flavor: "large",
  count: 2,
  labels: { purpose: "gpu" },
  taints: [{ key: "gpu", effect: "NoSchedule" as const }],
};

test("with driver capi the platform marks the nodes, which the driver lets nobody do", () => {
  const taints = [{ key: "gpu", value: "", effect: "NoSchedule" }];
  const config = validConfig((input) => void input.cluster.nodePools.push(marked));
  expect(nodeMarks(config)).toEqual([
    {
      pool: "gpu",
      selector: ["capi.stackhpc.com/node-group", "gpu"],
      labels: { purpose: "gpu" },
      taints,
      annotations: {},
    },
  ]);
  expect(nodePools(config)[2]).toMatchObject({
    labels: { purpose: "gpu", "capi.stackhpc.com/node-group": "gpu" },
    taints,
  });
});

test("beside an autoscaled pool the autoscaler is kept from those of fixed size", () => {
  const config = validConfig(
    (input) => void input.cluster.nodePools.push({ name: "batch", flavor: "large", count: 1, max: 4 }),
  );
  expect(nodeMarks(config)).toEqual([
    {
      pool: "notebook",
      selector: ["capi.stackhpc.com/node-group", "notebook"],
      labels: {},
      taints: [],
      annotations: { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" },
    },
  ]);
});

test("the Heat driver marks its nodes itself, and nothing to mark is nothing", () => {
  expect(nodeMarks(validConfig())).toEqual([]);
  const heat = validConfig((input) => {
    input.cluster.driver = "heat";
    input.cluster.nodePools = [marked, { name: "batch", flavor: "large", count: 1, max: 4 }];
  });
  expect(nodeMarks(heat)).toEqual([]);
});
