/** Monitoring as the platform makes it, under mocks. */
import * as pulumi from "@pulumi/pulumi";
import { ownExceptions } from "../../../policies/own-exceptions";
import { plaintextSecret, record, type RecordedResource, type Run } from "../../../test/mocks";
import { createPlatform } from "../..";
import { broken, exampleInfrastructure } from "../../testing";
import { exampleSite, machineStorage } from "../testing";

const config = exampleSite({
  certificates: { issuer: "http01" },
  storage: machineStorage,
  services: { landingPage: { host: "www" }, monitoring: { alerts: { to: "slack", channel: "#platform" } } },
});
let run: Run;
beforeAll(async () => {
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const secrets = { "science-platform:slack-webhook": "mock-plaintext-webhook" };
  pulumi.runtime.setAllConfig(secrets, Object.keys(secrets));
  const infrastructure = exampleInfrastructure();
  const storage = { ...infrastructure.storage, fileServer: { address: pulumi.output("10.10.0.5") } };
  run = await record("monitoring", () => ({ ...createPlatform(config, { ...infrastructure, storage }) }));
}, 240_000);

function one(type: string, name: string): RecordedResource {
  const found = run.resources.find((resource) => resource.type === `kubernetes:${type}` && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

test("keeps to our own policies", () => {
  expect(broken(run, config)).toEqual([]);
});

test("Grafana has its address, and no secret is in plain text", () => {
  expect(run.outputs.endpoints).toEqual({
    "landing-page": "https://www.example.org",
    monitoring: "https://grafana.example.org",
  });
  expect(JSON.stringify(run)).not.toMatch(plaintextSecret);
});

test("only what reads the nodes themselves may be privileged, and the rules name it", () => {
  const level = (name: string) => {
    const { metadata } = one("core/v1:Namespace", name).inputs as { metadata: { labels: Record<string, string> } };
    return metadata.labels["pod-security.kubernetes.io/enforce"];
  };
  expect([level("monitoring"), level("node-exporter")]).toEqual(["restricted", "privileged"]);
  expect(ownExceptions(config).map(({ resource }) => resource)).toContain("node-exporter");
});

test("the release comes after its keys and its dashboards", () => {
  expect(one("helm.sh/v3:Release", "monitoring")).toMatchObject({
    inputs: { chart: "./.charts/kube-prometheus-stack-88.5.3/kube-prometheus-stack", timeout: 600 },
    dependsOn: expect.arrayContaining([
      "kubernetes:core/v1:Secret::monitoring-keys",
      "kubernetes:core/v1:ConfigMap::monitoring-dashboard-platform",
    ]) as string[],
  });
  expect(one("core/v1:ConfigMap", "monitoring-dashboard-platform").inputs).toMatchObject({
    metadata: { name: "dashboard-platform", namespace: "monitoring", labels: { grafana_dashboard: "1" } },
  });
});

test("a namespace opens to Prometheus the ports at which its pods tell numbers", () => {
  const from = [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
      podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
    },
  ];
  const spec = (name: string) => (one("networking.k8s.io/v1:NetworkPolicy", name).inputs as { spec: unknown }).spec;
  expect(spec("cert-manager-allow-metrics")).toMatchObject({
    ingress: [{ from, ports: [{ protocol: "TCP", port: 9402 }] }],
  });
  expect(spec("node-exporter-allow-metrics-node-exporter")).toMatchObject({
    ingress: [{ from, ports: [{ protocol: "TCP", port: 9100 }] }],
  });
});

test("the file server that the layer made is read, and watched", () => {
  const { values } = one("helm.sh/v3:Release", "monitoring").inputs as {
    values: { prometheus: { prometheusSpec: object }; additionalPrometheusRulesMap: object };
  };
  expect(values.prometheus.prometheusSpec).toMatchObject({
    additionalScrapeConfigs: [{ job_name: "file-server", static_configs: [{ targets: ["10.10.0.5:9100"] }] }],
  });
  expect(Object.keys(values.additionalPrometheusRulesMap)).toEqual(["file-server-machine", "landing-page", "platform"]);
  expect(one("core/v1:ConfigMap", "monitoring-dashboard-file-server-machine").inputs).toMatchObject({
    metadata: { namespace: "monitoring", labels: { grafana_dashboard: "1" } },
  });
});

test("without monitoring nothing is opened to it", async () => {
  const without = exampleSite({ certificates: { issuer: "http01" }, services: { landingPage: { host: "www" } } });
  const { resources } = await record("without", () => ({ ...createPlatform(without, exampleInfrastructure()) }));
  expect(resources.filter(({ name }) => /metrics/.test(name))).toEqual([]);
}, 240_000);
