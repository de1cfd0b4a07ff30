import * as pulumi from "@pulumi/pulumi";
import { check } from "../../../config/checks";
import { gcpConfig } from "../../../config/checks/testing";
import { requiredSecrets } from "../../../config/secrets";
import type { OpenstackInput } from "../../../config/schema";
import { exampleGiven, exampleSite } from "../testing";
import type { Given } from "../service";
import { tap } from ".";

type Sections = Partial<OpenstackInput>;

const site = exampleSite(tap.example);
const [instance] = tap.instances(site);
const resolved = <T>(value: pulumi.Input<T>) =>
  new Promise<unknown>((resolve) => pulumi.output(value).apply((one) => resolve(one)));

function backendOf(sections: Sections, backend: Record<string, unknown>, given: Given = exampleGiven) {
  const config = exampleSite({
    objectStore: tap.example.objectStore ?? { buckets: [] },
    ...sections,
    services: { tap: { host: "tap", backend: backend as { kind: "sample" } } },
  });
  const [one] = tap.instances(config);
  return { config, values: one?.values(given), keys: one?.secret?.declared.keys ?? {} };
}

test("the sample is asked by the service for PostgreSQL, and results go to the bucket, whose address has no closing slash", async () => {
  const given = {
    ...exampleGiven,
    objectStore: {
      endpoint: pulumi.output("https://s3.cloud.example:6780/"),
      region: "RegionOne",
      buckets: { "tap-results": pulumi.output("test-tap-results") },
      pathStyle: true,
    },
  };
  expect(await resolved(instance?.values(given))).toEqual({
    host: "tap.example.org",
    replicaCount: 2,
    image: { repository: "ghcr.io/lsst-sqre/tap-postgres-service", tag: "1.26.0" },
    access: "password",
    secretName: "tap-keys",
    backend: { kind: "sample" },
    results: { type: "S3", bucket: "test-tap-results", url: "https://s3.cloud.example:6780" },
    database: { storage: "10Gi" },
    priorityClassName: "platform-service",
    ingressClassName: "nginx",
  });
});

test("its keys: passwords of its own, and the bucket's pair from the hardware", () => {
  const keys = Object.entries(instance?.secret?.declared.keys ?? {});
  expect(keys.map(([key, { source }]) => [key, source])).toEqual([
    ["UWS_PASSWORD", { kind: "password" }],
    ["TAP_SCHEMA_PASSWORD", { kind: "password" }],
    ["TAP_PASSWORD", { kind: "password" }],
    ["AWS_ACCESS_KEY_ID", { kind: "wired", name: "bucket/tap-results/access" }],
    ["AWS_SECRET_ACCESS_KEY", { kind: "wired", name: "bucket/tap-results/secret" }],
    ["username", { kind: "text", value: "tap" }],
    ["password", { kind: "password" }],
    ["auth", { kind: "bcrypt", of: "password", user: "tap" }],
  ]);
});

test("Qserv is asked by the last version that speaks SQL to it, without a password", () => {
  const { values, keys } = backendOf({}, { kind: "qserv", host: "192.0.2.85" });
  expect(values).toMatchObject({
    image: { repository: "ghcr.io/lsst-sqre/lsst-tap-service", tag: "2.15.1" },
    backend: { kind: "qserv", host: "192.0.2.85", port: 30040, user: "qsmaster" },
  });
  expect(keys).not.toHaveProperty("TAP_PASSWORD");
});

test("a server of somebody's is asked with the password that the stack is given", () => {
  const { config, values, keys } = backendOf(
    { database: { kind: "external", host: "192.0.2.118", port: 5433 } },
    { kind: "postgresql", database: "catalogues" },
  );
  expect(values).toMatchObject({
    backend: { kind: "postgresql", host: "192.0.2.118", port: 5433, database: "catalogues", user: "tap" },
  });
  expect(keys["TAP_PASSWORD"]?.source).toEqual({ kind: "stack", secret: "database-tap-password" });
  expect(check(config)).toEqual([]);
  expect(requiredSecrets(config, "test").map(({ name, path }) => [name, path])).toEqual([
    ["database-tap-password", "services.tap.backend"],
  ]);
});

describe("on Google's cloud", () => {
  const config = gcpConfig((input) => {
    input.objectStore.buckets = ["tap-results"];
    input.cloudSql = { databases: ["catalogues"] };
    input.database = { kind: "cloudsql" };
    input.services = { tap: { host: "tap", backend: { kind: "postgresql", database: "catalogues" } } };
  });
  const [one] = tap.instances(config);
  const given: Given = {
    ...exampleGiven,
    objectStore: {
      endpoint: pulumi.output("https://storage.googleapis.com"),
      region: "europe-west2",
      buckets: { "tap-results": pulumi.output("science-test-gke-tap-results") },
      pathStyle: true,
    },
    database: {
      host: pulumi.output("10.0.0.7"),
      port: 5432,
      databases: {
        catalogues: {
          name: pulumi.output("catalogues"),
          user: pulumi.output("catalogues-user"),
          password: pulumi.secret("not read here"),
        },
      },
    },
    accounts: { tap: "tap@science-test.iam.example" },
  };

  test("it writes results as its account, and has no key", async () => {
    expect(await resolved(one?.values(given))).toMatchObject({
      backend: { kind: "postgresql", host: "10.0.0.7", port: 5432, database: "catalogues", user: "catalogues-user" },
      results: { type: "GCS", bucket: "science-test-gke-tap-results", url: "https://storage.googleapis.com" },
      serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": "tap@science-test.iam.example" } },
    });
    const keys = one?.secret?.declared.keys ?? {};
    expect(Object.keys(keys).slice(0, 4)).toEqual(["UWS_PASSWORD", "TAP_SCHEMA_PASSWORD", "TAP_PASSWORD", "username"]);
    expect(keys["TAP_PASSWORD"]?.source).toEqual({ kind: "wired", name: "database/catalogues" });
  });

  test("what the layer was to make and did not is a mistake of ours", () => {
    const without = { host: pulumi.output("10.0.0.7"), port: 5432, databases: {} };
    expect(() => one?.values({ ...given, database: without })).toThrow("there is no database catalogues");
    expect(() => one?.values(exampleGiven)).toThrow("there is no database catalogues");
  });
});

test("every container that the site does not size has bounds, and room in the namespace", () => {
  expect(instance?.resources).toEqual({
    resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } },
    "database.resources": { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "1", memory: "1Gi" } },
  });
  expect(instance?.namespace?.quota).toEqual({
    cpu: "9000m",
    memory: "17408Mi",
    pods: 51,
    storage: "500Gi",
    claims: 20,
  });
});

test("nobody but the service reaches its database", () => {
  expect(instance?.openings["database"]).toEqual({
    kind: "from-namespace",
    namespace: "tap",
    fromPods: { "app.kubernetes.io/name": "tap", "app.kubernetes.io/component": "server" },
    pods: { "app.kubernetes.io/name": "tap", "app.kubernetes.io/component": "database" },
    ports: [5432],
  });
  expect(Object.keys(instance?.openings ?? {})).toEqual(["ingress", "database", "backend"]);
});
