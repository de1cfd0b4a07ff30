import type { OpenstackInput } from "../schema";
import { addPhalanx, onExisting, onGcp, onOpenstack } from "./testing";

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
  const external = { kind: "external" as const, host: "192.0.2.118" };
  onOpenstack([
    ["with a database", (input) => Object.assign(input, { services: { tap }, database: external }), []],
    [
      "without",
      (input) => (input.services = { tap }),
      [{ path: "services.tap.backend.kind", message: '"postgresql" needs the section database: add it' }],
    ],
    [
      "with one that has no tables of the site's",
      (input) => Object.assign(input, { services: { tap }, database: { kind: "in-cluster" } }),
      [
        {
          path: "services.tap.backend.kind",
          message:
            '"postgresql" asks tables of yours, but database.kind is "in-cluster", which has none: write external or cloudsql there, or sample here',
        },
      ],
    ],
    ["the sample needs none", (input) => (input.services = { tap: { ...tap, backend: { kind: "sample" } } }), []],
    [
      "results that nobody deletes, in production",
      (input) => {
        input.lifecycle = "production";
        input.services = { tap: { ...tap, backend: { kind: "sample" } } };
      },
      [
        {
          path: "objectStore.lifecycle.backup.deleteAfter",
          message: "is missing: results of services.tap would stay for ever; write the days after which they go",
        },
      ],
    ],
    [
      "beside Phalanx's own",
      (input) => {
        input.services = { tap: { ...tap, backend: { kind: "sample" } } };
        addPhalanx(input, { applications: ["nublado", "tap"] });
      },
      [
        {
          path: "services.tap",
          message:
            'Phalanx has the application "tap" already, behind its own login: take this section away, or the application out of phalanx.applications',
        },
      ],
    ],
    [
      "a volume larger than the namespace may have",
      (input) => (input.services = { tap: { ...tap, storage: "600Gi", backend: { kind: "sample" } } }),
      [
        {
          path: "services.tap.storage",
          message: '"600Gi" is more than platform.quota.storage "500Gi": raise the quota or lower it',
        },
      ],
    ],
  ]);
  onGcp([
    [
      "a database of Cloud SQL",
      (input) =>
        Object.assign(input, {
          services: { tap },
          database: { kind: "cloudsql" },
          cloudSql: { databases: ["gaia"] },
        }),
      [],
    ],
    [
      "one that it has not",
      (input) =>
        Object.assign(input, {
          services: { tap },
          database: { kind: "cloudsql" },
          cloudSql: { databases: ["gaia2"] },
        }),
      [
        {
          path: "services.tap.backend.database",
          message: '"gaia" is not in cloudSql.databases: did you mean "gaia2"?',
        },
      ],
    ],
    [
      "results that go after some days, in production",
      (input) => {
        input.lifecycle = "production";
        input.objectStore.deleteAfter = { backup: 30 };
        input.services = { tap: { ...tap, backend: { kind: "sample" } } };
      },
      [],
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

type Monitoring = NonNullable<OpenstackInput["services"]>["monitoring"];

describe("alerts", () => {
  const production = (monitoring: Monitoring) => (input: OpenstackInput) => {
    input.lifecycle = "production";
    input.services = { monitoring };
  };
  onOpenstack([
    [
      "of which production does not say who is told",
      production({}),
      [
        {
          path: "services.monitoring.alerts",
          message: "is missing, so nobody would be told: write who is, or { to: nobody } if that is meant",
        },
      ],
    ],
    ["that are only shown, on purpose", production({ alerts: { to: "nobody" } }), []],
    ["of what is disposable", (input) => (input.services = { monitoring: {} }), []],
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
