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

describe("who the users are", () => {
  const ldap = {
    url: "ldaps://ldap.example.org",
    userBaseDn: "ou=people",
    groupBaseDn: "ou=groups",
    userDn: "uid=reader",
    groupMemberAttr: "memberUid",
    groupSearchByDn: false,
  };
  const ofLdap = {
    "config.ldap.url": "ldaps://ldap.example.org",
    "config.ldap.userDn": "uid=reader",
    "config.ldap.userBaseDn": "ou=people",
    "config.ldap.userSearchAttr": "uid",
    "config.ldap.uidAttr": "uidNumber",
    "config.ldap.gidAttr": "gidNumber",
    "config.ldap.groupBaseDn": "ou=groups",
    "config.ldap.groupObjectClass": "posixGroup",
    "config.ldap.groupMemberAttr": "memberUid",
    "config.ldap.groupSearchByDn": false,
  };
  const oidc = { issuer: "https://login.example.org/realms/a", clientId: "rsp" };
  const endpoints = { loginUrl: "https://login.example.org/auth", tokenUrl: "https://login.example.org/token" };

  test.each<[string, OpenstackInput["identity"], Record<string, unknown>]>([
    [
      "GitHub's, by teams",
      {
        github: { clientId: "app", organizations: ["lsp-uk"] },
        scopes: { "exec:portal": ["lsp-uk/dev", "lsp-uk/ops"] },
      },
      {
        "config.github.clientId": "app",
        "config.groupMapping": {
          "exec:portal": [
            { github: { organization: "lsp-uk", team: "dev" } },
            { github: { organization: "lsp-uk", team: "ops" } },
          ],
        },
      },
    ],
    [
      "a provider's, with LDAP",
      { oidc: { ...oidc, ...endpoints }, ldap, scopes: { "read:tap": ["users"] } },
      {
        "config.oidc.clientId": "rsp",
        "config.oidc.issuer": "https://login.example.org/realms/a",
        "config.oidc.loginUrl": "https://login.example.org/auth",
        "config.oidc.tokenUrl": "https://login.example.org/token",
        "config.oidc.usernameClaim": "preferred_username",
        ...ofLdap,
        "config.groupMapping": { "read:tap": ["users"] },
      },
    ],
    [
      "CILogon's, with LDAP",
      { cilogon: { clientId: "cilogon:/client_id/0123", enrollmentUrl: "https://registry.example.org/" }, ldap },
      {
        "config.cilogon.clientId": "cilogon:/client_id/0123",
        "config.cilogon.enrollmentUrl": "https://registry.example.org/",
        ...ofLdap,
      },
    ],
    [
      "those of the platform's own Keycloak, with LDAP",
      { keycloak: { host: "login", realm: "science" }, ldap },
      {
        "config.oidc.clientId": "gafaelfawr",
        "config.oidc.issuer": "https://login.example.org/realms/science",
        "config.oidc.loginUrl": "https://login.example.org/realms/science/protocol/openid-connect/auth",
        "config.oidc.tokenUrl": "https://login.example.org/realms/science/protocol/openid-connect/token",
        "config.oidc.usernameClaim": "preferred_username",
        ...ofLdap,
      },
    ],
    ["nobody's", undefined, {}],
  ])("%s", async (_, identity, expected) => {
    const all = await values(context({}, { identity }));
    const own = Object.entries(all).filter(([key]) => key.startsWith("gafaelfawr "));
    expect(Object.fromEntries(own.map(([key, value]) => [key.replace("gafaelfawr ", ""), value]))).toEqual(expected);
  });
});
