import { check } from "../../../config/checks";
import { endpointsAt, type Endpoint } from "../endpoints";
import { instancesOf } from "../table";
import { exampleGiven, exampleSite } from "../testing";
import { uptime } from ".";
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
    { name: "uptime", url: "https://status.example.org/", status: 401, own: true },
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
    "own-401": { prober: "http", timeout: "10s", http: { ...own, valid_status_codes: [401] } },
    "further-success": { prober: "http", timeout: "10s", http: common },
  });
  expect(JSON.stringify(askerValues({ ...exampleGiven, endpoints }, "http01"))).not.toContain("insecure");
});

test("Prometheus asks the exporter, with the address as `instance` and the name as `endpoint`", () => {
  const configs = scrapeConfigs(endpoints);
  expect(configs.map(({ params }) => params)).toEqual([
    { module: ["own-200"] },
    { module: ["own-401"] },
    { module: ["further-success"] },
  ]);
  expect(configs[0]).toMatchObject({
    metrics_path: "/probe",
    static_configs: [
      { targets: ["https://www.example.org/healthz"], labels: { endpoint: "landing-page" } },
      { targets: ["https://grafana.example.org/api/health"], labels: { endpoint: "monitoring" } },
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

test("Kuma is behind a password, which is in no value", () => {
  const [kuma] = uptime.instances(site);
  expect(kuma?.values(exampleGiven)).toMatchObject({
    ingress: {
      annotations: {
        "nginx.ingress.kubernetes.io/auth-type": "basic",
        "nginx.ingress.kubernetes.io/auth-secret": "uptime-keys",
      },
    },
  });
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
