import { onGcp } from "./testing";

const pool = { name: "core", machineType: "n2-standard-8" };

describe("zones of a pool have the same number of nodes each", () => {
  onGcp([
    ["a fixed pool that divides", (input) => (input.cluster.nodePools = [{ ...pool, count: 4 }]), []],
    [
      "a fixed pool that does not",
      (input) => (input.cluster.nodePools = [{ ...pool, count: 3 }]),
      [{ path: "cluster.nodePools[0].count", message: "3 nodes do not divide evenly among 2 zones: write 4" }],
    ],
    ["an autoscaled pool is rounded up", (input) => (input.cluster.nodePools = [{ ...pool, count: 3, max: 4 }]), []],
    [
      "but not beyond its maximum",
      (input) => (input.cluster.nodePools = [{ ...pool, count: 3, max: 3 }]),
      [
        {
          path: "cluster.nodePools[0].max",
          message: "3 is less than the 4 nodes that count 3 makes, the same number in each of 2 zones",
        },
      ],
    ],
  ]);
});

describe("names", () => {
  const dash = (path: string, name: string) => ({
    path,
    message: `"${name}" ends in a dash, which Google Cloud refuses: take it off`,
  });
  onGcp([
    [
      "that end in a dash, wherever they stand",
      (input) => {
        input.site = "gke-";
        input.cluster.nodePools = [{ ...pool, name: "core-", count: 2 }];
        input.storage.fileServer = { kind: "vm", machineType: "e2-small", exports: [{ name: "homes-", size: 10 }] };
        input.objectStore.buckets = ["backup-"];
        input.cloudSql = { databases: ["tap-"] };
        input.artifactRegistry = ["lab-"];
      },
      [
        dash("site", "gke-"),
        dash("cluster.nodePools[0].name", "core-"),
        dash("storage.fileServer.exports[0].name", "homes-"),
        dash("objectStore.buckets[0]", "backup-"),
        dash("cloudSql.databases[0]", "tap-"),
        dash("artifactRegistry[0]", "lab-"),
      ],
    ],
    [
      "of buckets that are Google's own",
      (input) => (input.gcp.project = "my-google-test"),
      [
        {
          path: "objectStore.buckets[0]",
          message:
            '"backup" makes the name my-google-test-gke-backup, but Google refuses names of buckets with "google" in them or "goog" in front',
        },
      ],
    ],
  ]);
});

describe("Docker's own range", () => {
  const overlaps = (path: string, range: string) => ({
    path,
    message: `"${range}" overlaps 172.17.0.0/16, which Google's control planes and databases keep for themselves: choose another range`,
  });
  onGcp([
    [
      "nowhere that Google answers from",
      (input) => Object.assign(input.network, { controlPlane: "172.17.1.0/28", googleServices: "172.17.16.0/20" }),
      [overlaps("network.controlPlane", "172.17.1.0/28"), overlaps("network.googleServices", "172.17.16.0/20")],
    ],
    ["pods may have it without a database", (input) => (input.network.pods = "172.17.0.0/16"), []],
    [
      "but not with one",
      (input) => {
        input.network.pods = "172.16.0.0/15";
        input.network.controlPlane = "172.20.1.0/28";
        input.cloudSql = { databases: ["tap"] };
      },
      [overlaps("network.pods", "172.16.0.0/15")],
    ],
  ]);
});

describe("labels of nodes", () => {
  onGcp([
    [
      "that are set already, or Kubernetes'",
      (input) =>
        (input.cluster.nodePools = [
          {
            ...pool,
            count: 2,
            labels: {
              purpose: "lab",
              "example.org/kubernetes": "a",
              node_pool: "mine",
              "node-role.kubernetes.io/lab": "",
              "node.kubernetes.io/kind": "lab",
              // For pools that a ComputeClass names.
              "cloud.google.com/compute-class": "lab",
            },
          },
        ]),
      [
        {
          path: "cluster.nodePools[0].labels.node_pool",
          message: '"node_pool" is set on every node by itself: remove it',
        },
        {
          path: 'cluster.nodePools[0].labels["node-role.kubernetes.io/lab"]',
          message:
            '"node-role.kubernetes.io/lab" is one of Kubernetes\' own, which nodes may not be given: choose another',
        },
      ],
    ],
  ]);
});
