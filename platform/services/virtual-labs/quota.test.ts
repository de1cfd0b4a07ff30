import { exampleSite } from "../testing";
import { example } from "./example";
import { labs, seconds, type Lab } from "./lab";
import { labBounds } from "./quota";

function bounds(change: Partial<Lab>, nodes?: { cpu: number; memory: number }) {
  const config = exampleSite(example, nodes);
  const [birds] = labs(config) as [Lab, Lab];
  return labBounds({ ...birds, ...change }, config);
}

test("a lab has room for all users at the largest size, and for its own pods", () => {
  // 4 users x 4 cores, hub 1, proxy 0.5, a puller of 0.05 on each of 2 nodes; 4 x 12288M, 1Gi, 256Mi, 2 x 32Mi.
  expect(bounds({})).toEqual({
    quota: { cpu: "17600m", memory: "48219Mi", pods: 10, storage: "22528Mi", claims: 6 },
    homes: "20480Mi",
    largest: { cpu: "4", memory: "11719Mi" },
  });
});

test("without image pullers nothing is kept for them", () => {
  expect(bounds({ prepull: false }).quota).toMatchObject({ cpu: "17500m", memory: "48155Mi", pods: 8 });
});

test("no more than the nodes have", () => {
  expect(bounds({}, { cpu: 2, memory: 4096 }).quota).toMatchObject({ cpu: "4", memory: "8192Mi" });
});

test("a quota of its own is for users and homes, the lab's own needs come on top", () => {
  const quota = { cpu: "8", memory: "16Gi", pods: 10, storage: "40Gi", claims: 30 };
  expect(bounds({ quota, mounts: [] })).toEqual({
    quota: { cpu: "9600m", memory: "17728Mi", pods: 16, storage: "41984Mi", claims: 31 },
    homes: "40960Mi",
    largest: { cpu: "4", memory: "11719Mi" },
  });
});

test("storageQuota bounds the homes alone", () => {
  expect(bounds({ storageQuota: "12Gi" })).toMatchObject({ quota: { claims: 4 }, homes: "12288Mi" });
});

test("a container of the lab may always be as large as the hub", () => {
  const sizes = [{ name: "s", cpu: { request: "0.1", limit: "0.5" }, memory: { request: "256Mi", limit: "512Mi" } }];
  expect(bounds({ sizes }).largest).toEqual({ cpu: "1", memory: "1024Mi" });
});

test.each([
  ["1h", 3600],
  ["1h30m", 5400],
  ["45s", 45],
])("%s are %d seconds", (duration, expected) => expect(seconds(duration)).toBe(expected));
