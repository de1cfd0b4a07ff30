import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { Values } from "../../foundation/values";
import { siteSecrets } from "../../secrets/declarations";
import { instancesOf } from "../table";
import { exampleGiven, exampleSite } from "../testing";
import type { Instance } from "../service";
import { identity } from ".";
import { keycloakSite } from "./testing";

const site = keycloakSite();

function one(name: string, config = site): Instance {
  const found = instancesOf(config).find(({ instance }) => instance.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.instance;
}

const server = one("identity").values(exampleGiven);

/** What the chart takes as a text. */
function inside(values: Values, key: string): unknown {
  const text = values[key];
  if (typeof text !== "string") throw new Error(`${key} is no text`);
  return parse(text);
}

test("Keycloak comes after its database, the realm after Keycloak, and labs after the realm", () => {
  expect(identity.instances(site).map(({ name, after }) => [name, after])).toEqual([
    ["identity", ["database"]],
    ["identity-realm", ["identity"]],
  ]);
  expect(one("lab-birds").after).toEqual(["identity-realm"]);
});

test("it is told its name, its database and its first administrator, and no secret", () => {
  expect(server).toMatchObject({
    replicas: 2,
    args: ["start"],
    podDisruptionBudget: { maxUnavailable: 1 },
    proxy: { mode: "xforwarded" },
    database: {
      vendor: "postgres",
      hostname: "db.example.net",
      port: 5432,
      database: "keycloak",
      username: "keycloak",
      existingSecret: "identity-keys",
      existingSecretKey: "database-password",
    },
  });
  const fromSecret = (key: string) => ({ secretKeyRef: { name: "identity-keys", key } });
  expect(inside(server, "extraEnv")).toEqual([
    { name: "KC_HOSTNAME", value: "https://login.example.org" },
    { name: "KC_DB_POOL_MAX_SIZE", value: "30" },
    { name: "KC_EVENT_METRICS_USER_ENABLED", value: "true" },
    { name: "KC_BOOTSTRAP_ADMIN_USERNAME", valueFrom: fromSecret("admin-username") },
    { name: "KC_BOOTSTRAP_ADMIN_PASSWORD", valueFrom: fromSecret("admin-password") },
    { name: "KC_VAULT", value: "file" },
    { name: "KC_VAULT_DIR", value: "/run/secrets/vault" },
  ]);
});

test("its vault has what it says to others, each with the realm's name before it", () => {
  expect(inside(server, "extraVolumes")).toEqual([
    {
      name: "vault",
      secret: {
        secretName: "identity-keys",
        items: [
          { key: "upstream-university", path: "platform_upstream-university" },
          { key: "ldap-password", path: "platform_ldap-password" },
        ],
      },
    },
  ]);
  const alone = one("identity", keycloakSite({}, { identity: { keycloak: { host: "login", replicas: 1 } } }));
  const values = alone.values(exampleGiven);
  for (const key of ["extraVolumes", "extraVolumeMounts", "podDisruptionBudget"])
    expect(values).not.toHaveProperty(key);
  expect(values.extraEnv).not.toContain("KC_VAULT");
});

test("only this is open", () => {
  expect(one("identity").openings).toEqual({
    ingress: expect.objectContaining({ kind: "from-namespace", namespace: "ingress-nginx", ports: [8080] }) as object,
    realm: expect.objectContaining({ kind: "from-namespace", namespace: "identity-realm", ports: [8080] }) as object,
    database: expect.objectContaining({ kind: "to-anywhere", range: "192.0.2.0/24", ports: [5432] }) as object,
    inside: expect.objectContaining({ kind: "from-namespace", namespace: "identity", ports: [7800, 57800] }) as object,
    "to-inside": expect.objectContaining({ kind: "to-namespaces" }) as object,
    upstreams: expect.objectContaining({ kind: "to-anywhere", ports: [443, 8443] }) as object,
    ldap: expect.objectContaining({ kind: "to-anywhere", ports: [636] }) as object,
  });
  const alone = keycloakSite({}, { identity: { keycloak: { host: "login", replicas: 1 } } });
  expect(Object.keys(one("identity", alone).openings)).toEqual(["ingress", "realm", "database"]);
});

test("the job has the secrets of all clients under their names, as both sides know them", () => {
  expect(one("identity-realm").values(exampleGiven)).toMatchObject({
    address: "http://identity-http.identity.svc",
    admin: { secretName: "identity-realm-keys", userKey: "admin-username", passwordKey: "admin-password" },
    clients: {
      secretName: "identity-realm-keys",
      folder: "/run/secrets/clients",
      keys: {
        gafaelfawr: "client-gafaelfawr",
        grafana: "client-grafana",
        "lab-birds": "client-lab-birds",
        "lab-school": "client-lab-school",
      },
    },
    rotation: "1",
  });
  const keys = siteSecrets(site).find(({ service }) => service === "identity-realm")?.keys ?? {};
  expect(Object.fromEntries(Object.entries(keys).map(([key, { source }]) => [key, source]))).toEqual({
    "admin-password": { kind: "copy", service: "identity", key: "admin-password" },
    "admin-username": { kind: "copy", service: "identity", key: "admin-username" },
    "client-gafaelfawr": { kind: "copy", service: "gafaelfawr", key: "oidc-client-secret" },
    "client-grafana": { kind: "copy", service: "monitoring", key: "client-secret" },
    "client-lab-birds": { kind: "copy", service: "lab-birds", key: "client-secret" },
    "client-lab-school": { kind: "copy", service: "lab-school", key: "client-secret" },
  });
});

test("a client's new secret is a new job", () => {
  const rotated = keycloakSite(
    {},
    {
      secrets: {
        ...{ backend: "vault", address: "https://vault.example.net", path: "phalanx/test" },
        rotations: { "lab-birds/client-secret": 3, "landing-page/password": 5 },
      },
    },
  );
  expect(one("identity-realm", rotated).values(exampleGiven)).toMatchObject({ rotation: "1+3" });
});

test("in Cloud SQL it has what the cloud made", () => {
  const made = { name: pulumi.output("kc"), user: pulumi.output("kc-user"), password: pulumi.output("mock") };
  const host = pulumi.output("10.9.0.3");
  const values = one("identity", keycloakSite({}, { database: { kind: "cloudsql" } })).values({
    ...exampleGiven,
    database: { host, port: 5432, databases: { keycloak: made } },
  });
  expect(values.database).toMatchObject({ hostname: host, port: 5432, database: made.name, username: made.user });
});

describe("PostgreSQL in the cluster", () => {
  const small = keycloakSite({}, { lifecycle: "disposable", database: { kind: "in-cluster", storage: "2Gi" } });

  test("is made for who uses it, opens to nobody else, and is backed up", () => {
    const database = one("database", small);
    expect(database).toMatchObject({
      namespace: { quota: { storage: "4096Mi" } },
      openings: {
        keycloak: {
          kind: "from-namespace",
          namespace: "identity",
          fromPods: { "app.kubernetes.io/name": "keycloakx", "app.kubernetes.io/instance": "identity" },
          pods: { "app.kubernetes.io/name": "postgresql", "app.kubernetes.io/instance": "database" },
          ports: [5432],
        },
      },
      backup: {
        kind: "volumes",
        what: "The databases of keycloak. With `services.backup.databases` they are dumped too.",
      },
    });
    expect(Object.keys(database.openings)).toEqual(["keycloak"]);
    expect(database.values(exampleGiven)).toEqual({
      databases: { keycloak: "keycloak-password" },
      secretName: "database-keys",
      rotation: "1",
      storage: "2Gi",
      priorityClassName: "platform-service",
    });
  });

  test("Keycloak goes there, with the password that is made for it", () => {
    expect(one("identity", small).values(exampleGiven)).toMatchObject({
      database: { hostname: "database.database.svc", port: 5432, database: "keycloak", username: "keycloak" },
    });
    expect(one("identity", small).openings.database).toMatchObject({
      kind: "to-namespaces",
      namespaces: { "kubernetes.io/metadata.name": "database" },
    });
    expect(siteSecrets(small).find(({ service }) => service === "identity")?.keys["database-password"]?.source).toEqual(
      {
        kind: "copy",
        service: "database",
        key: "keycloak-password",
      },
    );
  });

  test("without anybody who uses it there is none", () => {
    const unused = exampleSite({ lifecycle: "disposable", database: { kind: "in-cluster" }, services: {} });
    expect(instancesOf(unused).map(({ instance }) => instance.name)).toEqual([]);
  });
});
