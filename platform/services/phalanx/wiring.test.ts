import * as pulumi from "@pulumi/pulumi";
import type { OpenstackInput } from "../../../config/schema";
import { catalog } from "../../catalog";
import type { Context } from "./wire";
import { examplePhalanx, exampleVault, phalanxInfrastructure, type PhalanxInput } from "./testing";
import { wired, wires } from "./wiring";

const files: Partial<PhalanxInput> = { sharedFiles: { "/home": "homes", "/catalogues": "catalogues" } };

function context(
  more: Partial<PhalanxInput> = {},
  rest: Partial<OpenstackInput> = {},
  hardware: Partial<Context["infrastructure"]> = {},
): Context {
  const { config, phalanx } = examplePhalanx(more, rest);
  return { config, phalanx, vault: exampleVault, infrastructure: { ...phalanxInfrastructure(), ...hardware } };
}

/** "application key" to its value, with outputs resolved. */
async function values(of: Context): Promise<Record<string, unknown>> {
  const lines = wired(of).map(({ application, key, value }) => [`${application} ${key}`, value] as const);
  return new Promise((resolve) => pulumi.output(Object.fromEntries(lines)).apply((all) => resolve(all)));
}

test("what every site has", async () => {
  expect(await values(context())).toEqual({
    "environment name": "site",
    "environment fqdn": "data.example.org",
    "environment appOfAppsName": "science-platform",
    "environment repoUrl": "https://git.example.org/phalanx.git",
    "environment vaultUrl": "https://vault.example.org",
    "environment vaultPathPrefix": "secret/phalanx/site",
    "argocd argo-cd.configs.cm.url": "https://data.example.org/argo-cd",
    "argocd argo-cd.server.ingress.hostname": "data.example.org",
    "ingress-nginx ingress-nginx.controller.service.loadBalancerIP": "192.0.2.10",
    "ingress-nginx ingress-nginx.controller.service.annotations": {
      "loadbalancer.openstack.org/keep-floatingip": "true",
    },
  });
});

test("files, buckets, databases and hosts go to the applications that are on", async () => {
  const applications = ["nublado", "portal", "postgres", "squareone", "semaphore", "tap", "ssotap"];
  const all = await values(
    context(
      {
        ...files,
        applications,
        qserv: { host: "qserv.example.org" },
        ssotap: { host: "192.0.2.118", database: "dp03", user: "reader" },
        portal: { replicas: 2, workArea: "homes" },
      },
      { database: { kind: "external", host: "db.example.org" } },
    ),
  );
  expect(all).toMatchObject({
    "nublado controller.config.lab.volumes": [
      { name: "homes", source: { type: "nfs", server: "10.10.0.5", serverPath: "/export/homes" } },
      {
        name: "catalogues",
        source: { type: "nfs", server: "10.10.0.5", serverPath: "/export/catalogues", readOnly: true },
      },
    ],
    "nublado controller.config.lab.volumeMounts": [
      { containerPath: "/home", volumeName: "homes" },
      { containerPath: "/catalogues", volumeName: "catalogues" },
    ],
    "nublado hub.internalDatabase": false,
    "nublado jupyterhub.hub.db.url": "postgresql://nublado@db.example.org:5432/nublado",
    "gafaelfawr config.internalDatabase": false,
    "gafaelfawr config.databaseUrl": "postgresql://gafaelfawr@db.example.org:5432/gafaelfawr",
    "semaphore config.databaseUrl": "postgresql://semaphore@db.example.org:5432/semaphore",
    "portal replicaCount": 2,
    "portal config.volumes.sharedWorkarea.nfs.server": "10.10.0.5",
    "portal config.volumes.sharedWorkarea.nfs.path": "/export/homes",
    "postgres postgresStorageClass": "standard",
    "squareone config.semaphoreUrl": "https://data.example.org/semaphore",
    "tap cadc-tap.config.gcsBucket": "test-tap-results",
    "tap cadc-tap.config.gcsBucketUrl": "https://s3.example.org",
    "tap cadc-tap.config.gcsBucketType": "S3",
    "tap cadc-tap.config.qserv.host": "qserv.example.org:30040",
    "ssotap cadc-tap.config.gcsBucket": "test-tap-results",
    "ssotap cadc-tap.config.pg.host": "192.0.2.118:5432",
    "ssotap cadc-tap.config.pg.database": "dp03",
    "ssotap cadc-tap.config.pg.username": "reader",
  });
  expect(Object.keys(all)).toHaveLength(32);
  expect(Object.keys(all).filter((key) => /^(times-square|wobbly|repertoire) |timesSquare/.test(key))).toEqual([]);
});

test("Cloud SQL is reached by connection name and the service's own account", async () => {
  const one = (name: string) => ({
    name: pulumi.output(name),
    user: pulumi.output(name),
    password: pulumi.secret("x"),
  });
  const account = (email: string) => ({ email: pulumi.output(email), kubernetes: [] });
  const all = await values(
    context(
      { applications: ["nublado", "tap"] },
      { database: { kind: "cloudsql" } },
      {
        database: {
          host: pulumi.output("10.0.0.2"),
          port: 5432,
          connectionName: pulumi.output("p:r:i"),
          databases: { gafaelfawr: one("gafaelfawr"), nublado: one("nublado"), tap: one("tap") },
        },
        identity: {
          serviceAccounts: {
            gafaelfawr: account("g@p"),
            nublado: account("n@p"),
            "nublado-controller": account("c@p"),
            tap: account("t@p"),
          },
        },
      },
    ),
  );
  const picked = Object.entries(all).filter(([key]) =>
    /cloudsql|db\.url|googleServiceAccount|atabaseUrl|internal/.test(key),
  );
  expect(Object.fromEntries(picked)).toEqual({
    "gafaelfawr cloudsql.enabled": true,
    "gafaelfawr cloudsql.instanceConnectionName": "p:r:i",
    "gafaelfawr cloudsql.serviceAccount": "g@p",
    "gafaelfawr config.internalDatabase": false,
    "nublado cloudsql.enabled": true,
    "nublado cloudsql.instanceConnectionName": "p:r:i",
    "nublado cloudsql.serviceAccount": "n@p",
    "nublado controller.googleServiceAccount": "c@p",
    "nublado hub.internalDatabase": false,
    "nublado jupyterhub.hub.db.url": "postgresql://nublado@cloud-sql-proxy.nublado/nublado",
    "tap cadc-tap.cloudsql.enabled": true,
    "tap cadc-tap.cloudsql.instanceConnectionName": "p:r:i",
    "tap cadc-tap.cloudsql.serviceAccount": "t@p",
    "tap cadc-tap.cloudsql.database": "tap",
  });
});

test("everything that is missing is one message, each with its place and cure", () => {
  const storage = { ...phalanxInfrastructure().storage, classes: [] };
  const broken = context({ applications: ["tap", "ssotap", "postgres"] }, { database: { kind: "cloudsql" } }, {
    storage,
    objectStore: undefined,
  } as Partial<Context["infrastructure"]>);
  expect(() => wired(broken)).toThrow(
    [
      "Phalanx cannot be configured:",
      "  storage.classes: Phalanx's postgres needs a volume, and there is no default class: name one in phalanx.postgresStorageClass",
      "  objectStore.buckets: tap writes results of queries into a bucket, and there is none for them: add tap-results",
      "  objectStore.buckets: ssotap writes results of queries into a bucket, and there is none for them: add tap-results",
      "  cloudSql.databases: gafaelfawr has no database: add gafaelfawr",
    ].join("\n"),
  );
});

test("no line stands twice in the table", () => {
  const keys = wires.map(({ application, key }) => `${application} ${key}`);
  // An external database and Cloud SQL fill the same key, and a site has one of them.
  const both = ["nublado jupyterhub.hub.db.url", "times-square config.databaseUrl"];
  expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual(both);
});

test("the charts that Phalanx needs are in the catalog", () => {
  expect([catalog.argoCd.version, catalog.vaultSecretsOperator.version]).toEqual(["10.2.2", "2.7.0"]);
});
