/** Helm says nothing of values that a chart does not know: those of each release in the goldens, held against the keys of its chart's version. */
import * as fs from "node:fs";
import * as path from "node:path";
import { knownKeys, unknownTo } from "../../platform/charts/keys";

interface Golden {
  resources: { type: string; name: string; inputs: { chart: string; version?: string; values: object } }[];
}

const files = fs.readdirSync(__dirname).filter((file) => file.endsWith(".json"));

/** Releases of charts of others: with what they are of, and their values. */
const releases = files.flatMap((file) =>
  (JSON.parse(fs.readFileSync(path.join(__dirname, file), "utf8")) as Golden).resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map(({ name, inputs }) => ({
      of: `${file} ${name}`,
      chart: { name: path.basename(inputs.chart), version: inputs.version ?? "" },
      values: inputs.values,
    })),
);
const written = releases.flatMap(({ of, chart, values }) => {
  const keys = knownKeys(chart);
  return keys === undefined ? [] : [{ of, chart, keys, values }];
});

test("each release sets only keys that its chart has", () => {
  const unknown = written.flatMap(({ of, keys, values }) => unknownTo(keys, values).map((key) => `${of}: ${key}`));
  expect(unknown).toEqual([]);
});

test("the keys of these charts are written down", () => {
  const charts = new Set(written.map(({ chart }) => `${chart.name} ${chart.version}`));
  expect([...charts].sort()).toEqual([
    "alloy 1.11.1",
    "argo-cd 10.2.2",
    "cert-manager v1.21.1",
    "csi-driver-nfs 4.13.4",
    "designate-certmanager-webhook 0.9.2",
    "gatus 1.4.5",
    "ingress-nginx 4.15.1",
    "jupyterhub 4.3.5",
    "keycloakx 7.1.11",
    "kube-prometheus-stack 88.5.3",
    "kueue 0.19.2",
    "loki 18.11.0",
    "prometheus-blackbox-exporter 11.17.2",
    "prometheus-node-exporter 4.56.1",
    "snapshot-controller 5.2.0",
    "vault 0.34.1",
    "velero 12.1.0",
  ]);
});
