import { autoscaling, isAutoscaled, nodesAtStart, nodesPerZone } from "./pool-size";

test.each([
  [3, 1, 3, 3],
  [3, 3, 1, 3],
  [1, 3, 1, 3],
  [4, 3, 2, 6],
  [5, 2, 3, 6],
])("%d nodes in %d zones: %d in each, %d in all", (count, zones, each, all) => {
  expect([nodesPerZone({ count }, zones), nodesAtStart({ count }, zones)]).toEqual([each, all]);
});

test("a pool is autoscaled when it has a max; the bounds hold for all zones together", () => {
  expect([isAutoscaled({}), isAutoscaled({ max: 3 })]).toEqual([false, true]);
  expect(autoscaling({ count: 2 })).toBeUndefined();
  expect(autoscaling({ count: 2, max: 9 })).toEqual({
    totalMinNodeCount: 1,
    totalMaxNodeCount: 9,
    locationPolicy: "BALANCED",
  });
  expect(autoscaling({ count: 3, min: 2, max: 9 })).toMatchObject({ totalMinNodeCount: 2 });
});
