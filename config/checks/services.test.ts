import { addPhalanx, onExisting, onOpenstack } from "./testing";

describe("the Portal's work area", () => {
  onOpenstack([
    ["one pod needs none", (input) => (input.services = { portal: { host: "portal" } }), []],
    ["two share one", (input) => (input.services = { portal: { host: "portal", replicas: 2, workArea: "homes" } }), []],
    [
      "two without one, of ours and of Phalanx",
      (input) => {
        input.services = { portal: { host: "portal", replicas: 2 } };
        addPhalanx(input, { portal: { replicas: 3 } });
      },
      [
        {
          path: "services.portal.workArea",
          message:
            "is missing: 2 replicas must share their files; name an export of storage.fileServer, or have one replica",
        },
        {
          path: "phalanx.portal.workArea",
          message:
            "is missing: 3 replicas must share their files; name an export of storage.fileServer, or have one replica",
        },
      ],
    ],
    [
      "one that is not there",
      (input) => (input.services = { portal: { host: "portal", workArea: "portal" } }),
      [
        {
          path: "services.portal.workArea",
          message: '"portal" is not in storage.fileServer.exports: known there: homes',
        },
      ],
    ],
    [
      "one that cannot be written",
      (input) => {
        input.storage.fileServer = {
          kind: "existing",
          server: "192.0.2.33",
          exports: [{ name: "work", path: "/work", size: 10, readOnly: true }],
        };
        input.services = { portal: { host: "portal", workArea: "work" } };
      },
      [
        {
          path: "services.portal.workArea",
          message: '"work" is read-only, but uploads are written to it: choose another export',
        },
      ],
    ],
  ]);
});

describe("TAP", () => {
  const tap = { host: "tap", resultsBucket: "backup", backend: { kind: "postgresql" as const, database: "gaia" } };
  onOpenstack([
    ["with a database", (input) => Object.assign(input, { services: { tap }, database: { kind: "in-cluster" } }), []],
    [
      "without",
      (input) => (input.services = { tap }),
      [{ path: "services.tap.backend.kind", message: '"postgresql" needs the section database: add it' }],
    ],
  ]);
});

describe("backup", () => {
  onOpenstack([
    [
      "to one place",
      (input) => (input.services = { backup: { targets: { near: { kind: "bucket", bucket: "backup" } } } }),
      [],
    ],
    [
      "to none",
      (input) => (input.services = { backup: { targets: {} } }),
      [
        {
          path: "services.backup.targets",
          message: "is empty, so nothing would be backed up: name at least one place",
        },
      ],
    ],
    [
      "at a time that never comes",
      (input) =>
        (input.services = {
          backup: { schedule: "0 0 31 2 *", targets: { near: { kind: "bucket", bucket: "backup" } } },
        }),
      [{ path: "services.backup.schedule", message: '"0 0 31 2 *" never comes: no month has that day' }],
    ],
  ]);
  const s3 = { kind: "s3" as const, endpoint: "https://s3.example.org", bucket: "backups" };
  onExisting([
    [
      "of a cluster that makes no snapshots",
      (input) => (input.services = { backup: { targets: { far: s3 } } }),
      [
        {
          path: "storage.snapshots",
          message: "is missing, but backups are made of snapshots: name the driver, or take services.backup away",
        },
      ],
    ],
    [
      "of one that does",
      (input) => {
        input.storage.snapshots = { driver: "cinder.csi.openstack.org" };
        input.services = { backup: { targets: { far: s3 } } };
      },
      [],
    ],
  ]);
});

describe("servers of Vault", () => {
  onOpenstack([
    ["on as many nodes", (input) => (input.secrets = { backend: "vault-in-cluster", replicas: 3 }), []],
    [
      "on too few",
      (input) => (input.secrets = { backend: "vault-in-cluster", replicas: 5 }),
      [
        {
          path: "secrets.replicas",
          message: "5 servers need a node each, but there are 3 at the most: lower it, or add nodes",
        },
      ],
    ],
  ]);
});
