import { check } from "../../../config/checks";
import type { Given } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { monitoring } from ".";
import { benchAlerts, benchmarkOf, benchValues } from "./kube-bench";
import { nodeExporterValues } from "./values";

const weekly = { schedule: "0 3 * * 1", accepted: ["4.2.6", "4.1.9"] };
const site = (kubeBench?: typeof weekly) =>
  exampleSite({ services: { monitoring: { alerts: { to: "nobody" }, ...(kubeBench && { kubeBench }) } } });

test("it is there when the site says so, in a namespace of its own", () => {
  const made = (config: ReturnType<typeof site>) =>
    monitoring.instances(config).map(({ name, namespace }) => [name, namespace?.podSecurity]);
  expect(made(site())).toEqual([
    ["monitoring", undefined],
    ["node-exporter", "privileged"],
  ]);
  expect(made(site(weekly)).at(-1)).toEqual(["kube-bench", "privileged"]);
});

test("each pool has a job, on one of its nodes", () => {
  const pools: Given["pools"] = [
    { name: "default-worker", labels: {}, taints: [] },
    {
      name: "notebook",
      labels: { pool: "notebook" },
      taints: [{ key: "for", value: "notebooks", effect: "NoSchedule" }],
    },
  ];
  const { targets } = benchValues("0 3 * * 1", benchmarkOf({ cloud: "openstack" }), { ...exampleGiven, pools });
  expect(targets).toEqual([
    { name: "default-worker", nodeSelector: {}, tolerations: [] },
    {
      name: "notebook",
      nodeSelector: { pool: "notebook" },
      tolerations: [{ key: "for", operator: "Equal", value: "notebooks", effect: "NoSchedule" }],
    },
  ]);
  const unknown = benchValues("0 3 * * 1", benchmarkOf({ cloud: "existing" }), { ...exampleGiven, pools: [] });
  expect(unknown["targets"]).toEqual([{ name: "nodes", nodeSelector: {}, tolerations: [] }]);
});

test("the benchmark is that of the cloud", () => {
  expect([benchmarkOf({ cloud: "gcp" }).benchmark, benchmarkOf({ cloud: "existing" }).benchmark]).toEqual([
    "gke-1.9.0",
    "cis-1.12",
  ]);
});

test("node-exporter tells what the jobs leave, and only then", () => {
  expect(nodeExporterValues(exampleGiven, true)["extraArgs"]).toEqual([
    "--collector.textfile.directory=/host/root/var/lib/node-exporter",
  ]);
  expect(nodeExporterValues(exampleGiven)).not.toHaveProperty("extraArgs");
});

test("nobody is told of checks that are accepted, nor of runs that are too old", () => {
  const week = 7 * 86_400;
  expect(benchAlerts(weekly).map(({ name, expr, for: held }) => [name, expr, held])).toEqual([
    [
      "NodeCheckFails",
      String.raw`max by (pool, check) (kube_bench_check_failed{check!~"4\\.2\\.6|4\\.1\\.9"} and on (instance) ` +
        `time() - kube_bench_last_run_timestamp_seconds < ${2 * week + 3600}) == 1`,
      "1h",
    ],
    [
      "NodeCheckMissing",
      `time() - max by (pool) (kube_bench_last_run_timestamp_seconds) > ${week + 7200} or absent(kube_bench_last_run_timestamp_seconds)`,
      "170h",
    ],
  ]);
  expect(benchAlerts({ ...weekly, accepted: [] })[0]?.expr).toContain("(kube_bench_check_failed and on (instance)");
});

test("a line that means no moment is refused", () => {
  expect(check(site({ ...weekly, schedule: "0 3 31 2 *" }))).toEqual([
    { path: "services.monitoring.kubeBench.schedule", message: '"0 3 31 2 *" never comes: no month has that day' },
  ]);
});
