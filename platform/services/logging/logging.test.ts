import { check } from "../../../config/checks";
import type { Instance } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { logging } from ".";
import { portOf } from "../../foundation/address";
import { collectorSettings, collectorValues } from "./collector";
import { lokiValues } from "./loki";
import { loggingAlerts, loggingDashboards } from "./watch";

const loki = { kind: "loki", retentionDays: 14, bucket: "logs" } as const;
const collector = { kind: "collector", address: "https://otel.example.org:4318" } as const;
const site = exampleSite({ objectStore: { buckets: ["logs"] }, services: { monitoring: {}, logging: loki } });
const siteWithCollector = exampleSite({ services: { logging: collector } });

const names = (instances: readonly Instance[]) => instances.map(({ name }) => name);

test("Loki and the collector, or the collector alone", () => {
  expect(names(logging.instances(site))).toEqual(["logging", "alloy"]);
  expect(names(logging.instances(siteWithCollector))).toEqual(["alloy"]);
});

test("logs are deleted after the days that the site says, by the compactor", () => {
  expect(lokiValues(loki, site, exampleGiven)).toMatchObject({
    loki: {
      limits_config: { retention_period: "336h", reject_old_samples_max_age: "168h" },
      compactor: { retention_enabled: true, delete_request_store: "s3" },
    },
  });
});

test("the bucket is reached by S3, with keys that are no values", () => {
  const values = lokiValues(loki, site, exampleGiven) as {
    loki: { storage: { bucketNames: object } };
    singleBinary: { extraEnv: object[] };
  };
  expect(values.loki.storage).toEqual({
    type: "s3",
    bucketNames: { chunks: exampleGiven.objectStore?.buckets["logs"] },
    s3: { endpoint: exampleGiven.objectStore?.endpoint, region: "RegionOne", s3ForcePathStyle: true },
  });
  expect(values.singleBinary.extraEnv).toEqual([
    { name: "AWS_ACCESS_KEY_ID", valueFrom: { secretKeyRef: { name: "logging-bucket", key: "access-key" } } },
    { name: "AWS_SECRET_ACCESS_KEY", valueFrom: { secretKeyRef: { name: "logging-bucket", key: "secret-key" } } },
    { name: "AWS_REQUEST_CHECKSUM_CALCULATION", value: "when_required" },
    { name: "AWS_RESPONSE_CHECKSUM_VALIDATION", value: "when_required" },
  ]);
  const [instance] = logging.instances(site);
  expect(instance?.secret?.declared.keys).toMatchObject({
    "access-key": { source: { kind: "wired", name: "bucket/logs/access" } },
    "secret-key": { source: { kind: "wired", name: "bucket/logs/secret" } },
  });
});

test("on Google Loki is the account that infra/gcp/identities.ts makes, without any key", () => {
  const given = { ...exampleGiven, accounts: { logging: "logging@project.iam.example" } };
  const values = lokiValues(loki, { cloud: "gcp" }, given);
  expect(values).toMatchObject({
    serviceAccount: {
      name: "loki",
      annotations: { "iam.gke.io/gcp-service-account": "logging@project.iam.example" },
    },
    loki: { storage: { type: "gcs" }, compactor: { delete_request_store: "gcs" } },
    singleBinary: { extraEnv: [] },
  });
  expect(JSON.stringify(values)).not.toContain("s3");
});

test("a bucket that is not there is a mistake of ours", () => {
  expect(() => lokiValues({ ...loki, bucket: "none" }, site, exampleGiven)).toThrow("there is no bucket none");
});

test("only the collectors, Grafana and Loki itself reach Loki", () => {
  const [instance] = logging.instances(site);
  const ways = Object.entries(instance?.openings ?? {}).filter(([, { kind }]) => kind.startsWith("from-"));
  const pods = { "app.kubernetes.io/name": "loki" };
  const from = (namespace: string, name: string, ports: number[]) => ({
    kind: "from-namespace",
    ...{ namespace, fromPods: { "app.kubernetes.io/name": name }, pods, ports },
  });
  expect(Object.fromEntries(ways)).toEqual({
    collectors: from("alloy", "alloy", [3100]),
    grafana: from("monitoring", "grafana", [3100]),
    inside: from("logging", "loki", [7946, 9095]),
  });
  const without = exampleSite({ objectStore: { buckets: ["logs"] }, services: { logging: loki } });
  expect(Object.keys(logging.instances(without)[0]?.openings ?? {})).not.toContain("grafana");
});

test("the collector reads pods and their logs, and reaches Loki or the site's collector only", () => {
  expect(collectorValues(loki, exampleGiven)["rbac"]).toEqual({
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
    clusterRules: [{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }],
  });
  const openings = (config: typeof site) => logging.instances(config).find(({ name }) => name === "alloy")?.openings;
  const pods = { "app.kubernetes.io/name": "alloy" };
  expect(openings(site)).toEqual({
    "api-server": { kind: "to-api-server", pods },
    receiver: { kind: "to-namespaces", pods, namespaces: { "kubernetes.io/metadata.name": "logging" } },
  });
  expect(openings(siteWithCollector)).toEqual({
    "api-server": { kind: "to-api-server", pods },
    receiver: { kind: "to-anywhere", pods, ports: [4318] },
  });
});

test("what is too old for Loki is not sent to it; each collector reads its own node", () => {
  const settings = collectorSettings(loki);
  expect(settings).toContain('older_than          = "167h"');
  expect(settings).toContain('field = "spec.nodeName=" + sys.env("HOSTNAME")');
  expect(settings).toContain("forward_to = [loki.write.loki.receiver]");
  expect(settings).toContain('url = "http://loki.logging.svc:3100/loki/api/v1/push"');
});

test("a collector of the site gets OpenTelemetry over http", () => {
  const settings = collectorSettings(collector);
  expect(settings).toContain("forward_to = [otelcol.receiver.loki.pods.receiver]");
  expect(settings).toContain('endpoint = "https://otel.example.org:4318"');
  expect(settings).not.toContain("loki.write");
});

test.each(["loki", "collector"] as const)(
  "settings for %s: blocks are closed, and nothing is a template of Helm",
  (kind) => {
    const settings = collectorSettings(kind === "loki" ? loki : collector);
    const count = (sign: string) => settings.split(sign).length;
    expect([count("{"), count("[")]).toEqual([count("}"), count("]")]);
    expect(settings).not.toContain("{{");
    expect(settings).not.toContain("RECEIVER");
  },
);

test.each([
  ["https://otel.example.org", 443],
  ["http://otel.logs.svc", 80],
  ["https://otel.example.org:4318/otlp", 4318],
])("port of %s is %i", (address, port) => expect(portOf(address)).toBe(port));

test("a site with a collector of its own is told of what happens here only", () => {
  expect(loggingAlerts(collector).map(({ name }) => name)).toEqual(["LogCollectorsMissing", "LogsDropped"]);
  expect(loggingAlerts(loki).map(({ name }) => name)).toEqual([
    "LokiNotReady",
    "LogIngestionFails",
    "LogsNotInBucket",
    "LogsRefused",
    "LogRetentionFails",
    "LogCollectorsMissing",
    "LogsDropped",
  ]);
});

test("what is shown of it is what Loki takes, or what the collectors send elsewhere", () => {
  const titles = (settings: typeof loki | typeof collector) =>
    loggingDashboards(settings).flatMap(({ panels }) => panels.map(({ title }) => title));
  expect(titles(collector)).toEqual([
    "Lines sent, a second, by collector",
    "Lines that wait to be sent, in batches",
    "Lines given up in an hour",
    "Memory, part of the limit",
  ]);
  expect(titles(loki)).toEqual([
    "Lines taken, a second",
    "Bytes taken in an hour",
    "Lines sent, a second, by collector",
    "Lines refused in an hour, by reason",
  ]);
});

test.each([
  ["https://otel.example.org", []],
  ["http://otel.logs.svc:4318", []],
  ["http://otel.logs.svc.cluster.local:4318", []],
  [
    "http://otel.example.org:4318",
    [
      {
        path: "services.logging.address",
        message:
          '"http://otel.example.org:4318" would carry the logs of all pods in the clear: write https, or a name below .svc',
      },
    ],
  ],
])("an address %s is checked", (address, problems) => {
  expect(check(exampleSite({ services: { logging: { kind: "collector", address } } }))).toEqual(problems);
});
