import * as pulumi from "@pulumi/pulumi";
import { check } from "../../../config/checks";
import { gcpConfig, openstackConfig } from "../../../config/checks/testing";
import type { Config, OpenstackInput } from "../../../config/schema";
import { dumpedDatabases } from "../../../config/secrets";
import { siteSecrets } from "../../secrets/declarations";
import { database } from "../database";
import { listed } from "../service";
import { tap } from "../tap";
import { exampleGiven, exampleSite } from "../testing";
import { backup } from ".";
import { copyAlerts } from "./watch";

type Backup = NonNullable<NonNullable<OpenstackInput["services"]>["backup"]>;
const targets: Backup["targets"] = {
  near: { kind: "bucket", bucket: "backup" },
  far: { kind: "s3", endpoint: "https://s3.example.org/", bucket: "platform-backups", region: "eu-west-2" },
};
const site = (more: Partial<Backup>, sections: Partial<OpenstackInput> = {}): Config =>
  exampleSite({ objectStore: { buckets: ["backup"] }, services: { backup: { targets, ...more } }, ...sections });
const copiesOf = (config: Config) => backup.instances(config).find(({ name }) => name === "restic");
const external: Partial<OpenstackInput> = {
  database: { kind: "external", host: "db.example.org", port: 5433 },
  phalanx: { environment: "test", fqdn: "rsp.example.org", applications: ["nublado"] },
};
const resolved = <T>(value: pulumi.Input<T>) =>
  new Promise<unknown>((resolve) => pulumi.output(value).apply((one) => resolve(one)));

test("there are none where nobody asks for them", () => {
  expect(copiesOf(site({}))).toBeUndefined();
});

test("every export is mounted for reading, and copied to every target", async () => {
  const instance = copiesOf(site({ files: true }));
  expect(instance?.files).toEqual([
    { export: "homes", readOnly: true },
    { export: "catalogues", readOnly: true },
  ]);
  const values = await resolved(instance?.values(exampleGiven) ?? {});
  expect(values).toEqual({
    schedule: "0 1 * * *",
    retainDays: 30,
    site: "test",
    priorityClassName: "platform-service",
    secretName: "restic-keys",
    dump: { storage: "20Gi" },
    targets: [
      {
        name: "near",
        region: "RegionOne",
        accessKey: "access-key-near",
        secretKey: "secret-key-near",
        repository: "s3:https://s3.cloud.example:6780/test-backup/test-restic",
      },
      {
        name: "far",
        region: "eu-west-2",
        accessKey: "access-key-far",
        secretKey: "secret-key-far",
        repository: "s3:https://s3.example.org/platform-backups/test-restic",
      },
    ],
    files: ["homes", "catalogues"],
    databases: [],
  });
});

test("what the site leaves out is neither mounted nor copied; a dump may take what it says", async () => {
  const without = { "files-catalogues": "elsewhere too", "database-nublado": "dumped by its own host" };
  const instance = copiesOf(site({ files: true, databases: true, without, dumpStorage: 50 }, external));
  expect(instance?.files).toEqual([{ export: "homes", readOnly: true }]);
  expect(await resolved(instance?.values(exampleGiven) ?? {})).toMatchObject({
    files: ["homes"],
    databases: [{ name: "gafaelfawr" }],
    dump: { storage: "50Gi" },
  });
  const keys = Object.keys(instance?.secret?.declared.keys ?? {});
  expect(keys.filter((key) => key.startsWith("database-"))).toEqual(["database-gafaelfawr"]);
});

test("the password of the repositories is ours, so that it is in the state and in Vault", () => {
  const { secret } = copiesOf(site({ files: true })) ?? {};
  expect(secret?.declared.keys["password"]).toEqual({
    description: "Password of the repositories of files and dumps; without it they are lost.",
    source: {
      kind: "password",
      length: 40,
      lasting: 'with another one no copy that is there could be read (docs/backup.md, "Its password")',
    },
  });
});

test("a new stack is told the password of repositories that are there", () => {
  const secrets = { backend: "kubernetes", static: { "restic/password": "static-restic-password" } } as const;
  const declared = siteSecrets(site({ files: true }, { secrets }));
  expect(declared.find(({ service }) => service === "restic")?.keys["password"]?.source).toEqual({
    kind: "stack",
    secret: "static-restic-password",
  });
});

test("databases of Phalanx's applications at a server that somebody runs", async () => {
  const instance = copiesOf(site({ databases: true }, external));
  expect(instance?.files).toEqual([]);
  const { databases } = (await resolved(instance?.values(exampleGiven) ?? {})) as { databases: object[] };
  const at = { host: "db.example.org", port: 5433 };
  expect(databases).toEqual([
    { name: "gafaelfawr", ...at, database: "gafaelfawr", user: "gafaelfawr", passwordKey: "database-gafaelfawr" },
    { name: "nublado", ...at, database: "nublado", user: "nublado", passwordKey: "database-nublado" },
  ]);
  expect(instance?.secret?.declared.keys["database-nublado"]?.source).toEqual({
    kind: "stack",
    secret: "database-nublado-password",
  });
});

const onGoogle = gcpConfig((input) => {
  input.database = { kind: "cloudsql" };
  input.cloudSql = { databases: ["gafaelfawr"] };
  input.services = {
    backup: { targets: { near: { kind: "bucket", bucket: "backup" } }, files: true, databases: true },
  };
});

test("on Google: Cloud SQL's databases, and its own buckets as the service's account", async () => {
  expect(dumpedDatabases(onGoogle)).toEqual(["gafaelfawr"]);
  const instance = copiesOf(onGoogle);
  const given = {
    ...exampleGiven,
    accounts: { backup: pulumi.output("backup@example.iam") },
    database: {
      host: pulumi.output("10.1.2.3"),
      port: 5432,
      databases: {
        gafaelfawr: {
          name: pulumi.output("gafaelfawr-db"),
          user: pulumi.output("gafaelfawr-user"),
          password: pulumi.secret("mock"),
        },
      },
    },
  };
  expect(await resolved(instance?.values(given) ?? {})).toMatchObject({
    serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": "backup@example.iam" } },
    targets: [{ name: "near", repository: "gs:test-backup:/gke-restic" }],
    databases: [
      {
        name: "gafaelfawr",
        host: "10.1.2.3",
        port: 5432,
        database: "gafaelfawr-db",
        user: "gafaelfawr-user",
        passwordKey: "database-gafaelfawr",
      },
    ],
  });
  expect(Object.keys(instance?.secret?.declared.keys ?? {})).toEqual(["password", "database-gafaelfawr"]);
});

test("Keycloak's database in the cluster, and what TAP keeps: both ways are open", async () => {
  const config = site(
    { databases: true },
    {
      ...{ lifecycle: "disposable", objectStore: { buckets: ["backup", "tap-results"] } },
      ...{ database: { kind: "in-cluster", storage: "10Gi" }, identity: { keycloak: { host: "login" } } },
      services: {
        backup: { targets: { near: { kind: "bucket", bucket: "backup" } }, databases: true },
        tap: tap.example.services?.tap,
      },
    },
  );
  const instance = copiesOf(config);
  const { databases } = (await resolved(instance?.values(exampleGiven) ?? {})) as { databases: object[] };
  const inTap = { host: "tap-db.tap.svc", port: 5432 };
  expect(databases).toEqual([
    {
      ...{ name: "keycloak", host: "database.database.svc", port: 5432, database: "keycloak", user: "keycloak" },
      passwordKey: "database-keycloak",
    },
    { name: "tap-schema", ...inTap, database: "tap_schema", user: "tap_schema", passwordKey: "database-tap-schema" },
    { name: "tap-uws", ...inTap, database: "uws", user: "uws", passwordKey: "database-tap-uws" },
  ]);
  const keys = instance?.secret?.declared.keys ?? {};
  expect(
    Object.entries(keys).flatMap(([name, { source: of }]) => {
      const source = typeof of === "function" ? of(config) : of;
      return source.kind === "copy" ? [[name, source]] : [];
    }),
  ).toEqual([
    ["database-keycloak", { kind: "copy", service: "database", key: "keycloak-password" }],
    ["database-tap-schema", { kind: "copy", service: "tap", key: "TAP_SCHEMA_PASSWORD" }],
    ["database-tap-uws", { kind: "copy", service: "tap", key: "UWS_PASSWORD" }],
  ]);
  expect(instance?.openings).toEqual({ out: { kind: "to-anywhere", pods: {} } });
  const from = {
    ...{ kind: "from-namespace", namespace: "restic", ports: [5432] },
    fromPods: { "app.kubernetes.io/name": "restic", "app.kubernetes.io/instance": "restic" },
  };
  expect(database.instances(config)[0]?.openings["dumps"]).toMatchObject(from);
  const [tapInstance] = tap.instances(config);
  expect(tapInstance?.openings["dumps"]).toMatchObject({
    ...from,
    pods: { "app.kubernetes.io/name": "tap", "app.kubernetes.io/component": "database" },
  });
  // What they name exists.
  expect(tapInstance?.secret?.declared).toMatchObject({
    service: "tap",
    keys: { TAP_SCHEMA_PASSWORD: {}, UWS_PASSWORD: {} },
  });
});

test("without dumps nobody else comes to these databases", () => {
  const config = exampleSite(tap.example);
  expect(Object.keys(tap.instances(config)[0]?.openings ?? {})).toEqual(["ingress", "database", "backend"]);
});

test("what is not there cannot be copied", () => {
  const config = openstackConfig((input) => {
    delete (input.storage as Partial<typeof input.storage>).fileServer;
    input.services = { backup: { targets, files: true, databases: true } };
  });
  expect(check(config).filter(({ path }) => path.startsWith("services.backup"))).toEqual([
    { path: "services.backup.files", message: "true, but storage.fileServer has no exports: remove it" },
    {
      path: "services.backup.databases",
      message:
        "true, but there is no database whose password the platform knows: it needs a database with phalanx or identity.keycloak on it, cloudSql.databases, or services.tap",
    },
  ]);
});

test("its panels too are there with the copies only", () => {
  const panels = (config: Config) => listed(backup.dashboards(config)).map(({ name, panels }) => [name, panels.length]);
  expect(panels(site({}))).toEqual([["backup", 4]]);
  expect(panels(site({ files: true }))).toEqual([["backup", 6]]);
});

test("its alerts are there with the copies only, and wait four hours after a copy was due", () => {
  const names = (config: Config) => listed(backup.alerts(config)).map(({ name }) => name);
  expect(names(site({}))).toEqual(["BackupMissing", "BackupNeverMade"]);
  expect(names(site({ files: true }))).toEqual(["BackupMissing", "BackupNeverMade", "CopyMissing", "CopyNeverMade"]);
  expect(copyAlerts("0 1 * * *").map(({ expr, for: held }) => [expr, held])).toEqual([
    ['time() - max by (cronjob) (kube_cronjob_status_last_successful_time{namespace="restic"}) > 100800', "10m"],
    [
      'group by (cronjob) (kube_cronjob_info{namespace="restic"}) unless group by (cronjob) (kube_cronjob_status_last_successful_time{namespace="restic"})',
      "28h",
    ],
  ]);
});
