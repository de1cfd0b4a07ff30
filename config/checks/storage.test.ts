import type { OpenstackInput } from "../schema";
import { addLab, addPhalanx, onExisting, onGcp, onOpenstack } from "./testing";

describe("classes whose volumes must be kept", () => {
  const homesIn = (lifecycle: "production" | "disposable", reclaim: "Retain" | "Delete") => (input: OpenstackInput) => {
    input.lifecycle = lifecycle;
    input.storage.classes = [
      { name: "standard", volumeType: "ceph", reclaim: "Delete", default: true },
      { name: "kept", volumeType: "ceph", reclaim },
    ];
    addLab(input, {}, { homes: "kept" });
    addPhalanx(input, { postgresStorageClass: "kept" });
  };
  onOpenstack([
    ["kept in production; the default class need not be", homesIn("production", "Retain"), []],
    ["lost in a disposable one", homesIn("disposable", "Delete"), []],
    [
      "lost in production",
      homesIn("production", "Delete"),
      [
        {
          path: "storage.classes[1].reclaim",
          message:
            '"Delete" loses a volume with its claim, but class "kept" holds users\' homes (services.virtualLabs.homes): write Retain in production',
        },
        {
          path: "storage.classes[1].reclaim",
          message:
            '"Delete" loses a volume with its claim, but class "kept" holds Phalanx\'s databases (phalanx.postgresStorageClass): write Retain in production',
        },
      ],
    ],
  ]);
});

describe("exports", () => {
  onExisting([
    [
      "one name twice on a server that is there",
      (input) =>
        (input.storage.fileServer = {
          kind: "existing",
          server: "10.0.0.5",
          exports: [
            { name: "homes", path: "/homes", size: 100 },
            { name: "homes", path: "/data", size: 100 },
          ],
        }),
      [{ path: "storage.fileServer.exports[1].name", message: '"homes" is taken: choose another name' }],
    ],
  ]);
  onOpenstack([
    [
      "a volume that nobody exports",
      (input) => Object.assign(input.storage.volumes ?? {}, { spare: { size: 10, type: "ceph" } }),
      [],
    ],
  ]);
});

describe("names of buckets", () => {
  const long = "a-purpose-of-forty-characters-0123456789";
  onOpenstack([
    [
      "one twice",
      (input) => (input.objectStore.buckets = ["backup", "backup"]),
      [{ path: "objectStore.buckets[1]", message: '"backup" is taken: choose another name' }],
    ],
    [
      "63 characters",
      (input) => {
        input.site = "twenty-two-characters-";
        input.objectStore.buckets = [long];
      },
      [],
    ],
    [
      "64",
      (input) => {
        input.site = "twenty-two-characters-x";
        input.objectStore.buckets = [long];
      },
      [
        {
          path: "objectStore.buckets[0]",
          message: `"${long}" makes the name twenty-two-characters-x-${long}, which has 64 characters of 63: choose a shorter one`,
        },
      ],
    ],
  ]);
  onGcp([
    [
      "on Google Cloud they begin with the project",
      (input) => {
        input.gcp.project = "project-of-thirty-characters-x";
        input.objectStore.buckets = ["backup", long.slice(0, 31)];
      },
      [
        {
          path: "objectStore.buckets[1]",
          message: `"${long.slice(0, 31)}" makes the name project-of-thirty-characters-x-gke-${long.slice(0, 31)}, which has 66 characters of 63: choose a shorter one`,
        },
      ],
    ],
  ]);
});

describe("buckets that services write to", () => {
  const services = {
    tap: { host: "tap", backend: { kind: "qserv" as const, host: "192.0.2.85" } },
    logging: { kind: "loki" as const },
    backup: {
      targets: {
        near: { kind: "bucket" as const, bucket: "backups" },
        far: { kind: "s3" as const, endpoint: "https://s3.example", bucket: "elsewhere" },
      },
    },
  };
  onOpenstack([
    [
      "all there",
      (input) => {
        input.objectStore.buckets = ["tap-results", "logs", "backups"];
        input.services = services;
      },
      [],
    ],
    [
      "none there",
      (input) => (input.services = services),
      [
        {
          path: "services.tap.resultsBucket",
          message: '"tap-results" is not in objectStore.buckets: known there: backup',
        },
        { path: "services.logging.bucket", message: '"logs" is not in objectStore.buckets: known there: backup' },
        {
          path: "services.backup.targets.near.bucket",
          message: '"backups" is not in objectStore.buckets: did you mean "backup"?',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "no object store",
      (input) => (input.services = { logging: { kind: "loki" } }),
      [{ path: "services.logging.bucket", message: '"logs" needs an object store: add objectStore with this bucket' }],
    ],
    [
      "a bucket of its own name",
      (input) => {
        input.objectStore = { endpoint: "https://s3.example", buckets: { logs: "old-platform-logs" } };
        input.services = { logging: { kind: "loki" } };
      },
      [],
    ],
  ]);
});

describe("settings of buckets", () => {
  onOpenstack([
    [
      "all of them there",
      (input) => Object.assign(input.objectStore, { versions: ["backup"], quota: { backup: 5 }, keys: ["backup"] }),
      [],
    ],
    [
      "of buckets that there are none of",
      (input) =>
        Object.assign(input.objectStore, { versions: ["backups"], quota: { logs: 5 }, keys: ["backup", "tap"] }),
      [
        {
          path: "objectStore.versions[0]",
          message: '"backups" is not in objectStore.buckets: did you mean "backup"?',
        },
        { path: "objectStore.keys[1]", message: '"tap" is not in objectStore.buckets: known there: backup' },
        { path: "objectStore.quota.logs", message: '"logs" is not in objectStore.buckets: known there: backup' },
      ],
    ],
  ]);
});

describe("lifecycle of buckets", () => {
  onOpenstack([
    [
      "of one that keeps versions",
      (input) => Object.assign(input.objectStore, { versions: ["backup"], lifecycle: { backup: { oldVersions: 14 } } }),
      [],
    ],
    [
      "that cannot be",
      (input) =>
        Object.assign(input.objectStore, {
          buckets: ["backup", "logs"],
          lifecycle: { logs: {}, backup: { oldVersions: 14 }, tap: { deleteAfter: 3 } },
        }),
      [
        {
          path: "objectStore.lifecycle.tap",
          message: '"tap" is not in objectStore.buckets: known there: backup, logs',
        },
        {
          path: "objectStore.lifecycle.logs",
          message: "says nothing: give deleteAfter or oldVersions, or take it away",
        },
        {
          path: "objectStore.lifecycle.backup.oldVersions",
          message: 'the bucket keeps no versions: add "backup" to objectStore.versions',
        },
      ],
    ],
    [
      "of backups, which share their data",
      (input) => {
        Object.assign(input.objectStore, { lifecycle: { backup: { deleteAfter: 60 } } });
        input.services = { ...input.services, backup: { targets: { near: { kind: "bucket", bucket: "backup" } } } };
      },
      [
        {
          path: "objectStore.lifecycle.backup.deleteAfter",
          message:
            "60 would break newer backups of services.backup.targets.near, which share their data with older ones: set services.backup.retainDays",
        },
      ],
    ],
  ]);
});
