import { validConfig } from "../../config/testing";
import { isAutoscaled, nodePools } from "./node-pools";

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
