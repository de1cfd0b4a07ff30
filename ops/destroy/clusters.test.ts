import { fakeCloud } from "../openstack/testing";
import { formatNames, namesOf, parseNames } from "./clusters";

test.each<[string, object | undefined, string[]]>([
  ["a Heat driver, or an older Magnum", { stack_id: "s1" }, ["c1", "s1"]],
  ["Cluster API on a newer Magnum", { stack_id: null, cluster_id: "roe-x7m2" }, ["c1", "roe-x7m2"]],
  ["a cluster that failed early", { stack_id: "" }, ["c1"]],
  ["one name twice", { stack_id: "c1" }, ["c1"]],
  ["no such cluster", undefined, ["c1"]],
])("%s", async (_, body, names) => {
  const answer = body === undefined ? { status: 404 } : { body };
  const cloud = await fakeCloud(["container-infra"], { "/container-infra/clusters/c1": answer });
  expect(await namesOf(await cloud.login(), "c1")).toEqual(names);
  await cloud.close();
});

test("another refusal is one", async () => {
  const cloud = await fakeCloud(["container-infra"], { "/container-infra/clusters/c1": { status: 503, body: {} } });
  await expect(namesOf(await cloud.login(), "c1")).rejects.toThrow(/clusters\/c1: 503 /);
  await cloud.close();
});

test("names as the stack keeps them", () => {
  expect(parseNames("a,b\n")).toEqual(["a", "b"]);
  expect(parseNames("\n")).toEqual([]);
  expect(formatNames(["a", "b"])).toBe("a,b");
});

test("the oldest are dropped where there is no room", () => {
  const uuid = (digit: number) => `${digit}`.repeat(36);
  expect(formatNames([1, 2, 3, 4, 5, 6, 7].map(uuid))).toBe([1, 2, 3, 4, 5, 6].map(uuid).join(","));
});
