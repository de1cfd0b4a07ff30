import { check } from "../../../config/checks";
import { endpointsAt, type Endpoint } from "../endpoints";
import { instancesOf } from "../table";
import { exampleGiven, exampleSite } from "../testing";
import { uptime } from ".";
import { pageValues } from "./page";
import { askerValues, moduleOf, scrapeConfigs } from "./values";

const site = exampleSite({
  services: {
    landingPage: { host: "www" },
    monitoring: {},
    uptime: { monitors: { vault: "https://vault.example.net:8200/v1/sys/health" } },
  },
});
const endpoints = endpointsAt(site, instancesOf(site));

test("every host of the platform is asked, and what the site names", () => {
  expect(endpoints).toEqual([
    { name: "landing-page", url: "https://www.example.org/healthz", status: 200, own: true },
    { name: "monitoring", url: "https://grafana.example.org/api/health", status: 200, own: true },
    { name: "uptime", url: "https://status.example.org/health", status: 200, own: true },
    { name: "vault", url: "https://vault.example.net:8200/v1/sys/health", own: false },
  ]);
});

test("without the service nothing is asked", () => {
  const without = exampleSite({ services: { landingPage: { host: "www" }, monitoring: {} } });
  expect(endpointsAt(without, instancesOf(without))).toEqual([]);
});

test("each kind of answer is a way to ask; only names of an authority of our own are asked without its signature", () => {
  const { config } = askerValues({ ...exampleGiven, endpoints }, "private-ca") as { config: { modules: object } };
  const common = { preferred_ip_protocol: "ip4", follow_redirects: false, fail_if_not_ssl: true };
  const own = { ...common, tls_config: { insecure_skip_verify: true } };
  expect(config.modules).toEqual({
    "own-200": { prober: "http", timeout: "10s", http: { ...own, valid_status_codes: [200] } },
    "further-success": { prober: "http", timeout: "10s", http: common },
  });
  expect(JSON.stringify(askerValues({ ...exampleGiven, endpoints }, "http01"))).not.toContain("insecure");
});

test("Prometheus asks the exporter, with the address as `instance` and the name as `endpoint`", () => {
  const [cache] = scrapeConfigs([{ name: "registry", url: "https://registry.example.org/", own: true, spare: true }]);
  expect(cache).toMatchObject({ static_configs: [{ labels: { endpoint: "registry", spare: "true" } }] });
  const configs = scrapeConfigs(endpoints);
  expect(configs.map(({ params }) => params)).toEqual([{ module: ["own-200"] }, { module: ["further-success"] }]);
  expect(configs[0]).toMatchObject({
    metrics_path: "/probe",
    static_configs: [
      { targets: ["https://www.example.org/healthz"], labels: { endpoint: "landing-page" } },
      { targets: ["https://grafana.example.org/api/health"], labels: { endpoint: "monitoring" } },
      { targets: ["https://status.example.org/health"], labels: { endpoint: "uptime" } },
    ],
    relabel_configs: [
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__param_target"], target_label: "instance" },
      { target_label: "__address__", replacement: "blackbox.blackbox.svc:9115" },
      { target_label: "job", replacement: "endpoints" },
    ],
  });
});

test.each<[Pick<Endpoint, "status" | "own">, string]>([
  [{ status: 200, own: true }, "own-200"],
  [{ own: false }, "further-success"],
])("%j is asked as %s", (endpoint, module) => expect(moduleOf(endpoint)).toBe(module));

test("the exporter reaches 443 and the ports of the site's own monitors", () => {
  const [, exporter] = uptime.instances(site);
  expect(exporter?.openings.endpoints).toMatchObject({ kind: "to-anywhere", ports: [443, 8200] });
});

test("the status page asks the same, and shows no address", () => {
  const [page] = uptime.instances(site);
  const { config } = page?.values({ ...exampleGiven, endpoints }) as { config: { endpoints: object[] } };
  const hidden = { "hide-url": true, "hide-hostname": true, "hide-errors": true, "hide-conditions": true };
  const common = { interval: "1m", ui: hidden };
  expect(config.endpoints).toHaveLength(4);
  expect(config.endpoints[0]).toEqual({
    ...common,
    name: "landing-page",
    group: "platform",
    url: "https://www.example.org/healthz",
    client: { timeout: "10s", "ignore-redirect": true, insecure: true },
    conditions: ["[STATUS] == 200"],
  });
  expect(config.endpoints[3]).toEqual({
    ...common,
    name: "vault",
    group: "others",
    url: "https://vault.example.net:8200/v1/sys/health",
    client: { timeout: "10s", "ignore-redirect": true },
    conditions: ["[STATUS] >= 200", "[STATUS] < 300"],
  });
  expect(page?.openings.watched).toMatchObject({ kind: "to-anywhere", ports: [443, 8200] });
});

test("an address with a dollar sign is asked as it is written, and a certificate that everybody knows is looked at", () => {
  const odd = [{ name: "odd", url: "https://a.example.org/$HOME", own: true, status: 204 }];
  const { config } = pageValues("status.example.org", { ...exampleGiven, endpoints: odd }, "dns01") as {
    config: { endpoints: object[] };
  };
  expect(config.endpoints).toMatchObject([
    {
      url: "https://a.example.org/$$HOME",
      client: { timeout: "10s", "ignore-redirect": true },
      conditions: ["[STATUS] == 204"],
    },
  ]);
  expect(JSON.stringify(config)).not.toContain("insecure");
});

test("without monitoring it is refused", () => {
  const alone = exampleSite({ services: { uptime: {} } });
  expect(check(alone)).toEqual([
    {
      path: "services.uptime",
      message: "needs the section services.monitoring, whose Prometheus makes the checks: add it",
    },
  ]);
});
