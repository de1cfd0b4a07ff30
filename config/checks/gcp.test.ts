import type { GcpInput } from "../schema";
import { onExisting, onGcp } from "./testing";

const pool = (input: GcpInput, index: number) => input.cluster.nodePools[index] as GcpInput["cluster"]["nodePools"][0];
const sql = (tier: string) => (input: GcpInput) => (input.cloudSql = { tier, databases: ["tap"] });

describe("zones", () => {
  onGcp([
    [
      "of a region with a number of two digits",
      (input) => Object.assign(input.gcp, { region: "europe-west10", zones: ["europe-west10-a", "europe-west10-c"] }),
      [],
    ],
    [
      "of another region, and one twice",
      (input) => (input.gcp.zones = ["europe-west2-a", "us-central1-b", "europe-west2-a"]),
      [
        {
          path: "gcp.zones[1]",
          message: '"us-central1-b" is not in gcp.region "europe-west2": choose one of its zones',
        },
        { path: "gcp.zones[2]", message: '"europe-west2-a" is in the list already: remove it' },
      ],
    ],
  ]);
});

describe("pools", () => {
  onGcp([
    [
      "of one name, and with counts that do not fit",
      (input) => {
        pool(input, 1).name = "core";
        Object.assign(pool(input, 0), { min: 3 });
        Object.assign(pool(input, 1), { count: 5, max: 4 });
      },
      [
        { path: "cluster.nodePools[1].name", message: '"core" is taken: choose another name' },
        { path: "cluster.nodePools[0].min", message: "3 has no meaning without max: give both, or only count" },
        { path: "cluster.nodePools[0].min", message: "3 is more than count 2: min <= count <= max" },
        { path: "cluster.nodePools[1].max", message: "4 is less than count 5: min <= count <= max" },
      ],
    ],
  ]);
  onExisting([
    [
      "of one name, and with counts that do not fit, in a cluster that exists",
      (input) => {
        const [first] = input.cluster.nodePools;
        if (first) input.cluster.nodePools.push({ ...first, max: 2 });
      },
      [
        { path: "cluster.nodePools[1].name", message: '"all" is taken: choose another name' },
        { path: "cluster.nodePools[1].max", message: "2 is less than count 3: count <= max" },
      ],
    ],
  ]);
});

describe("machine types", () => {
  onGcp([
    [
      "a size that the series does not have, a slip, and an unknown one",
      (input) => {
        pool(input, 0).machineType = "c2-standard-5";
        pool(input, 1).machineType = "n2-standart-8";
        input.storage.fileServer = { kind: "vm", machineType: "z9-mega-1", exports: [{ name: "homes", size: 100 }] };
      },
      [
        {
          path: "cluster.nodePools[0].machineType",
          message:
            '"c2-standard-5" is not a known machine type: there are c2-standard-4, c2-standard-8, c2-standard-16, c2-standard-30, c2-standard-60',
        },
        {
          path: "cluster.nodePools[1].machineType",
          message: '"n2-standart-8" is not a known machine type: did you mean "n2-standard-8"?',
        },
        {
          path: "storage.fileServer.machineType",
          message:
            '"z9-mega-1" is not a known machine type: if Google Cloud has it, add its size to config/machine-types.ts',
        },
      ],
    ],
    ["a custom one", (input) => (pool(input, 0).machineType = "n2-custom-6-20480"), []],
  ]);
});

describe("names", () => {
  onGcp([
    ["a site of 16 characters", (input) => (input.site = "science-platform"), []],
    [
      "a site of 17",
      (input) => (input.site = "science-platforms"),
      [
        {
          path: "site",
          message:
            '"science-platforms" has 17 characters, but on Google Cloud it may have 16: names of service accounts begin with it, and have room for 30',
        },
      ],
    ],
  ]);
});

describe("Cloud SQL", () => {
  const path = "cloudSql.tier";
  const missing = (tier: string, rule: string) => [{ path, message: `"${tier}" does not exist: ${rule}` }];
  onGcp([
    ["the default", (input) => (input.cloudSql = { databases: ["tap", "gafaelfawr"] }), []],
    ["the smallest", sql("db-custom-1-3840"), []],
    ["the most memory for two cores", sql("db-custom-2-13312"), []],
    ["the least memory for eight cores", sql("db-custom-8-7424"), []],
    [
      "a machine type",
      sql("n2-standard-8"),
      [{ path, message: '"n2-standard-8" is no size: write db-custom-<cores>-<MiB>, like db-custom-4-16384' }],
    ],
    ["three cores", sql("db-custom-3-16384"), missing("db-custom-3-16384", "cores are 1, or an even number up to 96")],
    ["no cores", sql("db-custom-0-3840"), missing("db-custom-0-3840", "cores are 1, or an even number up to 96")],
    ["odd memory", sql("db-custom-4-16000"), missing("db-custom-4-16000", "memory comes in steps of 256 MiB")],
    ["too much", sql("db-custom-2-16384"), missing("db-custom-2-16384", "2 cores go with 3840 to 13312 MiB")],
    ["too little", sql("db-custom-8-4096"), missing("db-custom-8-4096", "8 cores go with 7424 to 53248 MiB")],
    [
      "one database twice",
      (input) => (input.cloudSql = { databases: ["tap", "tap"] }),
      [{ path: "cloudSql.databases[1]", message: '"tap" is taken: choose another name' }],
    ],
  ]);
});

describe("storage", () => {
  onGcp([
    [
      "days for a bucket that is not there",
      (input) => (input.objectStore = { buckets: ["backup", "logs"], deleteAfter: { log: 7, backup: 90 } }),
      [{ path: "objectStore.deleteAfter.log", message: '"log" is not in objectStore.buckets: did you mean "logs"?' }],
    ],
    [
      "a Filestore that is too small for its tier",
      (input) =>
        (input.storage.fileServer = {
          kind: "filestore",
          tier: "BASIC_SSD",
          exports: [
            { name: "homes", size: 1024 },
            { name: "data", size: 2560 },
          ],
        }),
      [
        {
          path: "storage.fileServer.exports[0].size",
          message: "1024 is too small for tier BASIC_SSD, which begins at 2560 GiB",
        },
      ],
    ],
    [
      "a large volume that is not, and a name twice",
      (input) =>
        (input.storage.fileServer = {
          kind: "netapp",
          exports: [
            { name: "homes", size: 2048, largeCapacity: true },
            { name: "homes", size: 15360, largeCapacity: true },
          ],
        }),
      [
        {
          path: "storage.fileServer.exports[0].size",
          message: "2048 is too small with largeCapacity, which begins at 15360 GiB",
        },
        { path: "storage.fileServer.exports[1].name", message: '"homes" is taken: choose another name' },
      ],
    ],
    [
      "a regional class with nodes in one zone",
      (input) => {
        input.gcp.zones = ["europe-west2-a"];
        input.storage.classes = [
          { name: "standard", diskType: "pd-balanced", reclaim: "Delete", default: true, regional: true },
        ];
      },
      [
        {
          path: "storage.classes[0].regional",
          message: 'true needs nodes in two zones, but gcp.zones has only "europe-west2-a": add one, or remove it',
        },
      ],
    ],
  ]);
});
