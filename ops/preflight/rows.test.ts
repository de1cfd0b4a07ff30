import type { AllQuotas } from "./offers";
import type { Part } from "./parts";
import { inOrder, resourceOf } from "./resources";
import { rowsOf } from "./rows";

const part = (want: Part["want"], has: Part["has"] = {}): Part => ({ name: "part", want, has });
const rows = (parts: Part[], quotas: AllQuotas) =>
  rowsOf(parts, quotas).map(({ key, need, used, limit, missing }) => [key, need, used, limit, missing]);

const volumes = {
  volumes: { limit: 10, used: 4 },
  gigabytes: { limit: 1000, used: 100 },
  types: { ssd: { volumes: { limit: Infinity, used: 1 }, gigabytes: { limit: 50, used: 20 } } },
};

test.each<[string, Part[], AllQuotas, unknown[]]>([
  [
    "what fits, to the last",
    [part({ volumes: 4, gigabytes: 900 }), part({ volumes: 2 })],
    { volumes },
    [
      ["volumes", 6, 4, 10, 0],
      ["gigabytes", 900, 100, 1000, 0],
    ],
  ],
  ["what does not", [part({ volumes: 7 })], { volumes }, [["volumes", 7, 4, 10, 1]]],
  [
    "more in use than allowed already: what is over counts as well",
    [part({ volumes: 1 })],
    { volumes: { ...volumes, volumes: { limit: 10, used: 12 } } },
    [["volumes", 1, 12, 10, 3]],
  ],
  [
    "no bound",
    [part({ routers: 1 })],
    { network: { routers: { limit: Infinity, used: 3 } } as never },
    [["routers", 1, 3, Infinity, 0]],
  ],
  ["the cloud did not tell", [part({ cores: 80 })], {}, [["cores", 80, undefined, undefined, 0]]],
  [
    "what is there is not needed again, and too much of one does not make up for another",
    [part({ cores: 8 }, { cores: 12 }), part({ cores: 4 })],
    {},
    [["cores", 4, undefined, undefined, 0]],
  ],
  [
    "a volume type counts as such only where it has a bound",
    [part({ volumes: 1, gigabytes: 40, "volumes/ssd": 1, "gigabytes/ssd": 40 }), part({ "volumes/hdd": 1 })],
    { volumes },
    [
      ["volumes", 1, 4, 10, 0],
      ["volumes/ssd", 1, 1, Infinity, 0],
      ["gigabytes", 40, 100, 1000, 0],
      ["gigabytes/ssd", 40, 20, 50, 10],
    ],
  ],
  [
    "zones, clusters, buckets and objects",
    [part({ buckets: 2, zones: 1, recordSets: 3, clusters: 1 })],
    {
      clusters: { limit: 1, used: 1 },
      dns: { zones: { limit: 10, used: 0 }, recordSetsOfZone: 2 },
      objects: { bytes: { limit: 10 * 2 ** 30, used: 1 }, buckets: 5 },
    },
    [
      ["clusters", 1, 1, 1, 1],
      ["zones", 1, 0, 10, 0],
      ["recordSets", 3, undefined, 2, 1],
      ["buckets", 2, 5, undefined, 0],
      ["objectGigabytes", 0, 1, 10, 0],
    ],
  ],
  [
    "an object store without a bound has no row",
    [part({ buckets: 1 })],
    { objects: { bytes: { limit: Infinity, used: 1 }, buckets: 0 } },
    [["buckets", 1, 0, undefined, 0]],
  ],
])("%s", (_, parts, quotas, expected) => {
  expect(rows(parts, quotas)).toEqual(expected);
});

test("a type's row says so, and its command names it", () => {
  expect(resourceOf("gigabytes/ceph-ssd")).toEqual({
    service: "Volumes",
    title: "size, GiB of type ceph-ssd",
    command: { program: "openstack quota set --volume-type ceph-ssd", flag: "--gigabytes" },
  });
});

test("order of the rows: by service, each type behind the sum", () => {
  expect(inOrder(["zones", "gigabytes/a/b", "cores", "gigabytes", "volumes", "cores"])).toEqual([
    "cores",
    "volumes",
    "gigabytes",
    "gigabytes/a/b",
    "zones",
  ]);
});
