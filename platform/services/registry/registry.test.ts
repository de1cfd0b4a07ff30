import { requiredSecrets } from "../../../config/secrets";
import { listed } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { registry } from ".";
import { knownKeys, unknownTo } from "../../charts/keys";
import { merge, withResources } from "../../foundation/values";
import { cachesOf } from "./cache";

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

  test("is one release, whose values its chart knows", () => {
    expect(instances.map(({ name, chart }) => [name, chart.name])).toEqual([["registry", "harbor"]]);
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

  test("no stack secret is asked for", () => {
    const asked = requiredSecrets(
      exampleSite({ services: { registry: { kind: "harbor", logins: ["docker.io"] } } }),
      "test",
    );
    expect(asked.filter(({ name }) => name.startsWith("registry-"))).toEqual([]);
  });
});
