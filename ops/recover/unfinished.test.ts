import { exportSchema } from "./plan";
import { dependents, endingOf, settled, unfinished } from "./unfinished";

const cluster = "openstack:containerinfra/cluster:Cluster";
const stack = exportSchema.parse({
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:network", type: "openstack:networking/network:Network", id: "n", initErrors: ["odd"] },
      { urn: "urn:whole", type: cluster, id: "c0", outputs: { name: "a" } },
      { urn: "urn:failed", type: cluster, id: "c1", initErrors: ["it failed"], outputs: { name: "b" }, protect: true },
      { urn: "urn:component", type: "science-platform:infra:Cluster", initErrors: ["x"] },
      { urn: "urn:child", type: "t", parent: "urn:failed" },
      { urn: "urn:user", type: "t", dependencies: ["urn:whole", "urn:failed"] },
    ],
  },
});
const urns = (one: typeof stack) => one.deployment.resources.map(({ urn }) => urn);

test("only what has an id, did not end well, and can be asked for", () => {
  expect(unfinished(stack, [cluster])).toEqual([{ urn: "urn:failed", type: cluster, id: "c1" }]);
});

test.each([
  ["CREATE_FAILED", "failed"],
  ["ERROR", "failed"],
  ["error", "failed"],
  ["CREATE_IN_PROGRESS", "in progress"],
  ["DELETE_IN_PROGRESS", "in progress"],
  ["BUILD", "in progress"],
  ["creating", "in progress"],
  ["PENDING", "in progress"],
  ["CREATE_COMPLETE", "complete"],
  ["ACTIVE", "complete"],
  ["in-use", "complete"],
  [undefined, "gone"],
] as const)("%s is %s", (status, ending) => {
  expect(endingOf(status)).toBe(ending);
});

test("its children and those who depend on it", () => {
  expect(dependents(stack, "urn:failed")).toEqual(["urn:child", "urn:user"]);
  expect(dependents(stack, "urn:network")).toEqual([]);
});

test.each(["failed", "gone"] as const)("what is %s is forgotten", (ending) => {
  expect(urns(settled(stack, new Map([["urn:failed", ending]])))).toEqual(
    urns(stack).filter((urn) => urn !== "urn:failed"),
  );
});

test("what became whole keeps its id and nothing else of the cloud", () => {
  const { deployment } = settled(stack, new Map([["urn:failed", "complete"]]));
  expect(deployment.resources[2]).toEqual({ urn: "urn:failed", type: cluster, id: "c1", outputs: {}, protect: true });
});

test("what is in progress stays as it is, and so does all else", () => {
  expect(settled(stack, new Map([["urn:failed", "in progress"]]))).toEqual(stack);
  expect(settled(stack, new Map())).toEqual(stack);
});
