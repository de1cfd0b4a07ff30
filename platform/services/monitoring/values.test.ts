import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import { landingPage } from "../landing-page";
import type { Given } from "../service";
import { exampleGiven, exampleSite, machineStorage } from "../testing";
import { virtualLabs } from "../virtual-labs";
import { watchedAt, type Watched } from "../watched";
import { dashboardJson } from "./dashboards";
import { monitoring } from ".";
import { ruleGroups } from "./rules";
import { dashboardMaps } from "./values";

type Settings = NonNullable<Config["services"]["monitoring"]>;
type Input = Partial<Settings>;

/** Values of the chart, as the site's settings make them. */
function values(settings: Input, watched: Watched = {}): Record<string, Record<string, unknown>> {
  const [stack] = monitoring.instances(exampleSite({ services: { monitoring: settings } }));
  if (stack === undefined) throw new Error("nothing is made");
  return stack.values({ ...exampleGiven, watched }) as Record<string, Record<string, unknown>>;
}

test("metrics are kept for as long as the site says, and no longer than the volume has room", () => {
  expect(values({ retentionDays: 7, storage: "10Gi" }).prometheus?.prometheusSpec).toMatchObject({
    retention: "7d",
    retentionSize: "8704MiB",
    storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "10Gi" } } } } },
  });
});

test("the namespace has room for both volumes twice, and what is on every node has one of its own", () => {
  const made = monitoring.instances(exampleSite({ services: { monitoring: { storage: "10Gi" } } }));
  expect(made.map(({ name, namespace }) => [name, namespace?.podSecurity, namespace?.quota?.storage])).toEqual([
    ["monitoring", undefined, "22528Mi"],
    ["node-exporter", "privileged", "0"],
  ]);
});

test("Grafana has Loki as a data source, and reaches it, where the site has it", () => {
  const [stack] = monitoring.instances(
    exampleSite({
      objectStore: { buckets: ["logs"] },
      services: { monitoring: {}, logging: { kind: "loki", bucket: "logs" } },
    }),
  );
  expect(stack?.values(exampleGiven)).toMatchObject({
    grafana: {
      additionalDataSources: [
        { name: "Loki", type: "loki", uid: "loki", access: "proxy", url: "http://loki.logging.svc:3100" },
      ],
    },
  });
  expect(stack?.openings["logs"]).toEqual({
    kind: "to-namespaces",
    pods: { "app.kubernetes.io/name": "grafana" },
    namespaces: { "kubernetes.io/metadata.name": "logging" },
  });
  expect(values({}).grafana?.["additionalDataSources"]).toEqual([]);
});

test("a file server that is a machine is read beside the endpoints, under a job of its own", async () => {
  const [stack] = monitoring.instances(exampleSite({ services: { monitoring: {} } }));
  const scrapes = (given: Partial<Given>) =>
    new Promise<unknown>((resolve) =>
      pulumi
        .output(stack?.values({ ...exampleGiven, ...given }))
        .apply((made) =>
          resolve(
            (made as { prometheus: { prometheusSpec: Record<string, unknown> } }).prometheus.prometheusSpec[
              "additionalScrapeConfigs"
            ],
          ),
        ),
    );
  const read = { job_name: "file-server", static_configs: [{ targets: ["10.10.0.5:9100"] }] };
  const endpoint = { name: "www", url: "https://www.example.org/", own: true };
  expect(await scrapes({})).toBeUndefined();
  expect(await scrapes({ fileServer: pulumi.output("10.10.0.5") })).toEqual([read]);
  expect(await scrapes({ fileServer: pulumi.output("10.10.0.5"), endpoints: [endpoint] })).toEqual([
    expect.objectContaining({ job_name: "endpoints-own-success" }),
    read,
  ]);
  // The port of node exporters, wherever they are.
  expect(stack?.openings["nodes"]).toEqual({
    kind: "to-anywhere",
    pods: { "app.kubernetes.io/name": "prometheus" },
    ports: [9100, 10250],
  });
});

describe("what parts of the platform declare", () => {
  const site = exampleSite({ certificates: { issuer: "http01" }, ...virtualLabs.example });
  const on = [landingPage, virtualLabs].map((service) => ({
    service,
    instances: service.instances(exampleSite(service.example)),
  }));
  const watched = watchedAt(
    site,
    on.flatMap(({ service, instances }) => instances.map((instance) => ({ service, instance }))),
  );

  test("becomes a group of rules for each part that has any", () => {
    expect(Object.keys(watched)).toEqual(["platform", "landing-page", "virtual-labs"]);
    expect(ruleGroups(watched).map(({ name, rules }) => [name, rules.length])).toEqual([
      ["platform", 9],
      ["landing-page", 1],
      ["virtual-labs", 3],
    ]);
    const rules = values({}, watched).additionalPrometheusRulesMap;
    expect(Object.keys(rules ?? {})).toEqual(["platform", "landing-page", "virtual-labs"]);
    expect(ruleGroups(watched)[2]?.rules[0]).toEqual({
      alert: "LabServerNotPlaced",
      expr: expect.stringContaining('phase="Pending"') as string,
      for: "4m",
      keep_firing_for: "30m",
      labels: { severity: "warning" },
      annotations: { summary: expect.any(String) as string, description: expect.any(String) as string },
    });
  });

  test("certificates are watched where cert-manager renews them", () => {
    const names = (issuer: "http01" | "private-ca") => {
      const platform = watchedAt(exampleSite({ certificates: { issuer } }), []).platform;
      return {
        alert: platform?.alerts.some(({ name }) => name === "CertificateExpires"),
        metrics: platform?.metrics.map(({ job }) => job),
      };
    };
    expect(names("http01")).toEqual({ alert: true, metrics: ["ingress-nginx", "cert-manager"] });
    expect(names("private-ca")).toEqual({ alert: false, metrics: ["ingress-nginx"] });
  });

  test("what is no service of the table is a part of its own, where the site has it", () => {
    const parts = (sections: Parameters<typeof exampleSite>[0]) => Object.keys(watchedAt(exampleSite(sections), []));
    expect(parts({})).toEqual(["platform"]);
    expect(parts({ storage: machineStorage, secrets: { backend: "vault-in-cluster" } })).toEqual([
      "platform",
      "file-server-machine",
      "vault",
    ]);
  });

  test("pods that tell numbers are found by their namespace and labels", () => {
    expect(values({}, watched).prometheus?.additionalPodMonitors).toEqual([
      {
        name: "ingress-nginx",
        namespaceSelector: { matchNames: ["ingress-nginx"] },
        selector: {
          matchLabels: { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller" },
        },
        podMetricsEndpoints: [
          {
            portNumber: 10254,
            path: "/metrics",
            honorLabels: true,
            relabelings: [{ targetLabel: "job", replacement: "ingress-nginx" }],
          },
        ],
      },
      {
        name: "cert-manager",
        namespaceSelector: { matchNames: ["cert-manager"] },
        selector: {
          matchLabels: { "app.kubernetes.io/name": "cert-manager", "app.kubernetes.io/component": "controller" },
        },
        podMetricsEndpoints: [
          {
            portNumber: 9402,
            path: "/metrics",
            honorLabels: true,
            relabelings: [{ targetLabel: "job", replacement: "cert-manager" }],
          },
        ],
      },
    ]);
  });

  test("dashboards are ConfigMaps that Grafana's sidecar finds", () => {
    const maps = dashboardMaps({ watched });
    expect(Object.keys(maps)).toEqual(["dashboard-platform", "dashboard-landing-page", "dashboard-labs"]);
    expect(maps["dashboard-labs"]?.labels).toEqual({ grafana_dashboard: "1" });
    const text = maps["dashboard-labs"]?.data["labs.json"] ?? "";
    const { uid, title, panels } = JSON.parse(text) as { uid: string; title: string; panels: { gridPos: object }[] };
    expect([uid, title, panels.length]).toEqual(["science-platform-labs", "Virtual labs", 6]);
    expect(panels.map(({ gridPos }) => gridPos).slice(0, 3)).toEqual([
      { w: 12, h: 8, x: 0, y: 0 },
      { w: 12, h: 8, x: 12, y: 0 },
      { w: 12, h: 8, x: 0, y: 8 },
    ]);
  });
});

test("a panel asks the platform's Prometheus and names its lines", () => {
  const panel = { title: "Cores", expr: "sum(x)", legend: "{{namespace}}", unit: "percentunit" } as const;
  expect(JSON.parse(dashboardJson({ name: "one", title: "One", panels: [panel] }))).toMatchObject({
    editable: false,
    panels: [
      {
        type: "timeseries",
        fieldConfig: { defaults: { unit: "percentunit", min: 0, max: 1 } },
        targets: [
          { datasource: { type: "prometheus", uid: "prometheus" }, expr: "sum(x)", legendFormat: "{{namespace}}" },
        ],
      },
    ],
  });
});

describe("who comes in to Grafana", () => {
  const site = (identity: object) =>
    exampleSite({ services: { monitoring: {} }, identity, database: { kind: "external", host: "db.example.org" } });
  const grafana = (identity: object) => {
    const [stack] = monitoring.instances(site(identity));
    return (stack?.values(exampleGiven) as { grafana: Record<string, unknown> }).grafana;
  };
  const keys = (identity: object) => Object.keys(monitoring.instances(site(identity))[0]?.secret?.declared.keys ?? {});

  test("with users of somebody else, its administrator only", () => {
    const oidc = { oidc: { issuer: "https://login.example.net", clientId: "x" } };
    expect(grafana(oidc)["grafana.ini"]).not.toHaveProperty("auth.generic_oauth");
    expect(grafana(oidc)).not.toHaveProperty("envValueFrom");
    expect(keys(oidc)).toEqual(["admin-user", "admin-password"]);
  });

  test("with the platform's own Keycloak whoever has a role there, and nobody else", () => {
    const keycloak = { keycloak: { host: "login", realm: "science" } };
    const ini = grafana(keycloak)["grafana.ini"] as Record<string, unknown>;
    expect(ini["auth.generic_oauth"]).toEqual({
      enabled: true,
      name: "Keycloak",
      client_id: "grafana",
      use_pkce: true,
      scopes: "openid profile email",
      auth_url: "https://login.example.org/realms/science/protocol/openid-connect/auth",
      token_url: "https://login.example.org/realms/science/protocol/openid-connect/token",
      api_url: "https://login.example.org/realms/science/protocol/openid-connect/userinfo",
      login_attribute_path: "preferred_username",
      role_attribute_path:
        "contains(roles[*], 'operators') && 'Admin' || contains(roles[*], 'service-owners') && 'Editor' || contains(roles[*], 'lab-admins') && 'Viewer'",
      role_attribute_strict: true,
      allow_sign_up: true,
    });
    expect(ini.users).toEqual({ allow_sign_up: false });
    expect(grafana(keycloak).envValueFrom).toEqual({
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: "monitoring-keys", key: "client-secret" } },
    });
    expect(keys(keycloak)).toEqual(["admin-user", "admin-password", "client-secret"]);
  });
});
