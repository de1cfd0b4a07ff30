import { validConfig } from "../../config/testing";
import { isAutoscaled, nodePools } from "./node-pools";

test("Magnum's default group comes first, sizes are the flavors'", () => {
  const taint = { key: "dedicated", value: "notebook", effect: "NoSchedule" as const };
  const config = validConfig((input) =>
    Object.assign(input.cluster.nodePools[0] as object, { labels: { purpose: "notebook" }, taints: [taint] }),
  );
  expect(nodePools(config)).toEqual([
    { name: "default-worker", count: 2, cpu: 8, memory: 65536, labels: {}, taints: [] },
    { name: "notebook", count: 1, cpu: 8, memory: 65536, labels: { purpose: "notebook" }, taints: [taint] },
  ]);
});

test("a flavor that nobody described is an error", () => {
  const config = validConfig((input) => (input.cluster.workers.flavor = "huge"));
  expect(() => nodePools(config)).toThrow('flavor "huge" of pool "default-worker" is not in cloud.flavors');
});

test("a pool is autoscaled when it has a max", () => {
  expect(isAutoscaled({})).toBe(false);
  expect(isAutoscaled({ max: 3 })).toBe(true);
});
