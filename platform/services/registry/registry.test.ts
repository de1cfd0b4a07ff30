import { requiredSecrets } from "../../../config/secrets";
import { clients } from "../identity/clients";
import { realm } from "../identity/realm";
import { keycloakSite } from "../identity/testing";
import { listed } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { registry } from ".";
import { knownKeys, unknownTo } from "../../charts/keys";
import { merge, withResources } from "../../foundation/values";
import { cachesOf } from "./cache";
import { harborRegistries } from "./projects";

const site = (more: object) => exampleSite({ services: { registry: { kind: "cache", ...more } } });

test("every registry has a cache, and the names of one share it", () => {
  expect(
    cachesOf({ upstreams: ["docker.io", "ghcr.io", "registry.hub.docker.com"], logins: ["registry.hub.docker.com"] }),
  ).toEqual([
    {
      name: "docker-io",
      remote: "https://registry-1.docker.io",
      port: 5000,
      metricsPort: 6000,
      names: ["docker.io", "registry.hub.docker.com"],
      login: true,
    },
    { name: "ghcr-io", remote: "https://ghcr.io", port: 5001, metricsPort: 6001, names: ["ghcr.io"], login: false },
  ]);
});

test("nodes are told of each name, with the registry itself as the last to ask", () => {
  const [, nodes] = registry.instances(site({ upstreams: ["docker.io", "ghcr.io"] }));
  expect(nodes?.values(exampleGiven)).toEqual({
    host: "registry.example.org",
    registries: [
      { name: "docker.io", server: "https://registry-1.docker.io" },
      { name: "ghcr.io", server: "https://ghcr.io" },
    ],
    folder: "/etc/containerd/certs.d",
    secretName: "registry-nodes-keys",
    priorityClassName: "platform-foundation",
  });
});

test("nodes learn of an authority that nobody knows", () => {
  const [, nodes] = registry.instances(site({}));
  expect(nodes?.values({ ...exampleGiven, authority: "PEM" })).toMatchObject({ authority: "PEM" });
});

test("a login is two stack secrets, and no value of the chart", () => {
  const config = site({ logins: ["docker.io"] });
  expect(requiredSecrets(config, "test").map(({ name }) => name)).toEqual(
    expect.arrayContaining(["registry-docker-io-user", "registry-docker-io-password"]),
  );
  const [cache] = registry.instances(config);
  expect(cache?.secret?.declared.keys).toMatchObject({
    "docker-io-user": { source: { kind: "stack", secret: "registry-docker-io-user" } },
    "docker-io-password": { source: { kind: "stack", secret: "registry-docker-io-password" } },
  });
  expect(requiredSecrets(site({}), "test").filter(({ name }) => name.startsWith("registry-"))).toEqual([]);
});

test("Prometheus reads each cache, and the ingress controller reaches it", () => {
  const [cache] = registry.instances(site({ upstreams: ["quay.io", "ghcr.io"] }));
  expect(cache?.metrics?.map(({ job, port }) => [job, port])).toEqual([
    ["registry-quay-io", 6000],
    ["registry-ghcr-io", 6001],
  ]);
  expect(cache?.openings.ingress).toMatchObject({ kind: "from-namespace", ports: [5000, 5001] });
});

test("each cache answers for itself, once where images have several names for its registry", () => {
  const [cache] = registry.instances(site({ upstreams: ["docker.io", "ghcr.io", "registry.hub.docker.com"] }));
  expect(cache?.readiness).toEqual([
    { host: "registry", path: "/healthz/docker-io", status: 200, spare: true },
    { host: "registry", path: "/healthz/ghcr-io", status: 200, spare: true },
  ]);
});

describe("Harbor", () => {
  const config = exampleSite({ services: { registry: { kind: "harbor", storage: "100Gi" } } });
  const instances = registry.instances(config);
  const [harbor] = instances;

  test("is one release, whose values its chart knows; a job makes its projects, and nodes are told after that", () => {
    expect(instances.map(({ name, chart, after }) => [name, chart.name, after])).toEqual([
      ["registry", "harbor", undefined],
      ["registry-projects", "registry-projects", ["registry", "identity-realm"]],
      ["registry-nodes", "registry-nodes", ["registry-projects"]],
    ]);
    const values = merge(harbor?.values(exampleGiven) ?? {}, withResources(harbor?.resources ?? {}));
    expect(unknownTo(knownKeys({ name: "harbor", version: "1.19.1" }) ?? [], values)).toEqual([]);
  });

  test("what its chart would make up, or has the same everywhere, is a secret of the site", () => {
    expect(Object.keys(harbor?.secret?.declared.keys ?? {}).sort()).toEqual([
      "CSRF_KEY",
      "HARBOR_ADMIN_PASSWORD",
      "JOBSERVICE_SECRET",
      "REGISTRY_HTPASSWD",
      "REGISTRY_HTTP_SECRET",
      "REGISTRY_PASSWD",
      "password",
      "secret",
      "secretKey",
      "tls.key",
    ]);
    const named = "registry-keys";
    expect(harbor?.values(exampleGiven)).toMatchObject({
      existingSecretAdminPassword: named,
      existingSecretSecretKey: named,
      core: { existingSecret: named, secretName: named, existingXsrfSecret: named },
      jobservice: { existingSecret: named },
      registry: { existingSecret: named, credentials: { existingSecret: named } },
      database: { external: { existingSecret: named } },
    });
  });

  test("its volumes fit its namespace, and are backed up", () => {
    expect(harbor?.namespace?.quota?.storage).toBe(`${(100 + 8 + 1) * 1024}Mi`);
    expect(harbor?.backup.kind).toBe("volumes");
  });

  test("its dashboard is another than the cache's", () => {
    const names = (site: typeof config) => listed(registry.dashboards(site)).map(({ name }) => name);
    expect([names(config), names(site({}))]).toEqual([["harbor"], ["registry"]]);
  });

  test("in a bucket images need no volume, and two of its parts know the keys", () => {
    const [inBucket] = registry.instances(
      exampleSite({
        objectStore: { buckets: ["backup"] },
        services: { registry: { kind: "harbor", bucket: "backup", storage: "100Gi" } },
      }),
    );
    const values = merge(inBucket?.values(exampleGiven) ?? {}, withResources(inBucket?.resources ?? {}));
    expect(unknownTo(knownKeys({ name: "harbor", version: "1.19.1" }) ?? [], values)).toEqual([]);
    const from = (name: string, key: string) => ({
      name,
      valueFrom: { secretKeyRef: { name: "registry-keys", key } },
    });
    const extraEnvVars = [
      from("REGISTRY_STORAGE_S3_ACCESSKEY", "bucket-access-key"),
      from("REGISTRY_STORAGE_S3_SECRETKEY", "bucket-secret-key"),
    ];
    const { endpoint, region, buckets } = exampleGiven.objectStore ?? {};
    expect(values).toMatchObject({
      persistence: {
        imageChartStorage: {
          type: "s3",
          disableredirect: true,
          s3: { bucket: buckets?.["backup"], region, regionendpoint: endpoint },
        },
      },
      registry: { registry: { extraEnvVars }, controller: { extraEnvVars }, existingSecret: "registry-keys" },
    });
    expect(inBucket?.secret?.declared.keys).toMatchObject({
      "bucket-access-key": { source: { kind: "wired", name: "bucket/backup/access" } },
      "bucket-secret-key": { source: { kind: "wired", name: "bucket/backup/secret" } },
    });
    expect(inBucket?.openings["object-store"]).toEqual({
      kind: "to-anywhere",
      pods: { app: "harbor", component: "registry" },
    });
    expect(inBucket?.namespace?.quota?.storage).toBe(`${(8 + 1) * 1024}Mi`);
    expect(harbor?.openings["object-store"]).toBeUndefined();
  });

  test("a login is two stack secrets, which only the job gets", () => {
    const site = exampleSite({ services: { registry: { kind: "harbor", logins: ["docker.io"] } } });
    const asked = requiredSecrets(site, "test").map(({ name }) => name);
    expect(asked.filter((name) => name.startsWith("registry-"))).toEqual([
      "registry-docker-io-user",
      "registry-docker-io-password",
    ]);
    const [, job] = registry.instances(site);
    expect(job?.secret?.declared.keys).toMatchObject({
      "docker-io-user": { source: { kind: "stack", secret: "registry-docker-io-user" } },
      "docker-io-password": { source: { kind: "stack", secret: "registry-docker-io-password" } },
    });
    expect(JSON.stringify(job?.values(exampleGiven))).not.toContain("-password");
  });

  test("nodes pull as a robot, whose password the job sets", () => {
    const [, job, nodes] = instances;
    expect(nodes?.secret?.declared.keys).toMatchObject({
      username: { source: { kind: "text", value: "robot$nodes" } },
      password: { source: { kind: "copy", service: "registry-projects", key: "nodes-password" } },
    });
    expect(job?.secret?.declared.keys).toMatchObject({
      "admin-password": { source: { kind: "copy", service: "registry", key: "HARBOR_ADMIN_PASSWORD" } },
      "admin-password-former": { source: { kind: "former", service: "registry", key: "HARBOR_ADMIN_PASSWORD" } },
      "nodes-password": { source: { kind: "password", length: 128 } },
    });
    expect(nodes?.values(exampleGiven)).toMatchObject({
      host: "registry.example.org",
      registries: expect.arrayContaining([{ name: "docker.io", server: "https://registry-1.docker.io" }]) as unknown,
    });
    const [, cacheNodes] = registry.instances(exampleSite({ services: { registry: { kind: "cache" } } }));
    expect(cacheNodes?.secret?.declared.keys).toMatchObject({
      username: { source: { kind: "text", value: "nodes" } },
      password: { source: { kind: "copy", service: "registry", key: "password" } },
    });
  });

  test("the job reaches Harbor's core, and nothing else", () => {
    const [, job] = instances;
    const pods = {
      "app.kubernetes.io/name": "registry-projects",
      "app.kubernetes.io/instance": "registry-projects",
    };
    expect(job?.openings).toEqual({
      harbor: { kind: "to-namespaces", pods, namespaces: { "kubernetes.io/metadata.name": "registry" } },
    });
    expect(harbor?.openings.projects).toEqual({
      kind: "from-namespace",
      namespace: "registry-projects",
      fromPods: pods,
      pods: { app: "harbor", component: "core" },
      ports: [8080],
    });
  });

  test("a registry is of Harbor's kind for it, and the names of one share it", () => {
    const upstreams = ["docker.io", "registry.hub.docker.com", "ghcr.io", "quay.io"];
    expect(harborRegistries({ upstreams, logins: ["quay.io"] })).toEqual([
      {
        name: "docker-io",
        type: "docker-hub",
        url: "https://hub.docker.com",
        login: false,
        projects: ["docker.io", "registry.hub.docker.com"],
      },
      { name: "ghcr-io", type: "github-ghcr", url: "https://ghcr.io", login: false, projects: ["ghcr.io"] },
      { name: "quay-io", type: "docker-registry", url: "https://quay.io", login: true, projects: ["quay.io"] },
    ]);
  });

  test("another password that Harbor must be told runs the job again", () => {
    const rotations = {
      "registry/HARBOR_ADMIN_PASSWORD": 2,
      "registry-projects/nodes-password": 4,
      "registry/secret": 9,
    };
    const site = exampleSite({
      services: { registry: { kind: "harbor" } },
      secrets: { backend: "kubernetes", rotation: 3, rotations },
    });
    const [, job] = registry.instances(site);
    expect(job?.values(exampleGiven)).toMatchObject({ rotation: "3+2+4" });
  });
});

describe("log in to Harbor", () => {
  test("is Harbor's own without Keycloak", () => {
    const [, job] = registry.instances(exampleSite({ services: { registry: { kind: "harbor" } } }));
    expect(job?.values(exampleGiven)).toMatchObject({ settings: {} });
    expect(Object.keys(job?.secret?.declared.keys ?? {})).not.toContain("client-secret");
  });

  test("is Keycloak's, whose operators are administrators", () => {
    const site = keycloakSite({}, { services: { registry: { kind: "harbor" } } });
    const [, job] = registry.instances(site);
    expect(job?.values(exampleGiven)).toMatchObject({
      settings: {
        auth_mode: "oidc_auth",
        oidc_name: "Keycloak",
        oidc_endpoint: "https://login.example.org/realms/platform",
        oidc_client_id: "registry",
        oidc_scope: "openid,profile,email,offline_access",
        oidc_groups_claim: "roles",
        oidc_admin_group: "operators",
        oidc_group_filter: "^(operators|service-owners|lab-admins|users)$",
        oidc_user_claim: "preferred_username",
        oidc_auto_onboard: true,
        oidc_verify_cert: true,
      },
    });
    expect(job?.secret?.declared.keys).toMatchObject({ "client-secret": { source: { kind: "password" } } });
    expect(clients(site).find(({ id }) => id === "registry")).toEqual({
      id: "registry",
      title: "Harbor",
      home: "https://registry.example.org/",
      redirect: "https://registry.example.org/c/oidc/callback",
      secret: { service: "registry-projects", key: "client-secret" },
      roles: ["operators", "service-owners", "lab-admins", "users"],
      pkce: true,
      offline: true,
    });
    expect(realm(site).clients?.find(({ clientId }) => clientId === "registry")).toMatchObject({
      optionalClientScopes: ["offline_access"],
    });
  });
});
