/**
 * Monitoring and backup on a real Kubernetes API, with the real engine, providers and Helm: what the releases make, what the cluster's own
 * admission says of it, and that all of it goes again. The cluster is the test's own, so that the lab need not run; its nodes pretend their
 * pods, so nothing is measured and nothing is backed up. The charts are ours, of the same names and keys.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { UpResult } from "@pulumi/pulumi/automation";
import type { ExistingInput } from "../../config/schema";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { stackEnvironment } from "../../lab/stack/environment";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { existingSite, TestStack } from "./workspace";

const minutes = 60_000;
jest.setTimeout(15 * minutes);

const site = (existing: ExistingInput["existing"]): string =>
  existingSite({
    site: "kept",
    existing,
    cluster: {
      kubernetesVersion: "v1.34.2",
      nodePools: [{ name: "default-worker", count: 4, cpu: "2", memory: "4Gi" }],
    },
    storage: {
      classes: [{ name: "ours", provisioner: "csi.example.org", reclaim: "Delete", default: true }],
      snapshots: { driver: "csi.example.org", controller: "install" },
    },
    policies: { admission: "deny" },
    services: {
      landingPage: { host: "rsp" },
      monitoring: {
        storage: "10Gi",
        alerts: { to: "mail", address: "operators@kept.example", server: "mail.kept.example:25" },
      },
      backup: {
        schedule: "0 1 * * *",
        retainDays: 14,
        files: false,
        databases: false,
        targets: { far: { kind: "s3", endpoint: "https://s3.kept.example", bucket: "kept-backups" } },
      },
    },
  });

let folder: string;
let api: ApiClient;
let test_: TestStack;
let up: UpResult;

beforeAll(async () => {
  const env = await stackEnvironment();
  Object.assign(process.env, env);
  const cluster = await TestCluster.create("kept", 4);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-services-"));
  test_ = await TestStack.create(folder, "kept", env, site({ kubeconfig: cluster.kubeconfig }));
  for (const key of ["access", "secret"])
    await test_.stack.setConfig(`science-platform:backup-far-${key}-key`, { value: `plaintext-${key}`, secret: true });
});

afterAll(async () => {
  api.close();
  await removeClusters();
  fs.rmSync(folder, { recursive: true });
});

async function list(at: string): Promise<{ metadata: { name: string }; spec: Record<string, unknown> }[]> {
  return ((await api.get(at)) as { items: { metadata: { name: string }; spec: Record<string, unknown> }[] }).items;
}
const names = async (at: string): Promise<string[]> => (await list(at)).map(({ metadata }) => metadata.name).sort();

test("up makes both, while the cluster refuses what breaks a rule", async () => {
  up = await test_.stack.up({ ...test_.policies, onOutput: () => undefined });
  expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["create"]);
  expect(up.outputs.endpoints?.value).toEqual({
    "landing-page": "https://rsp.kept.example",
    monitoring: "https://grafana.kept.example",
  });
  for (const at of ["monitoring/deployments/monitoring-grafana", "velero/deployments/velero"])
    expect(await api.get(`/apis/apps/v1/namespaces/${at}`)).toMatchObject({ status: { readyReplicas: 1 } });
});

test("alerts and dashboards of what is on are objects that Prometheus and Grafana find", async () => {
  const rules = await list("/apis/monitoring.coreos.com/v1/prometheusrules");
  const alerts = rules.flatMap(({ spec }) =>
    (spec as { groups: { rules: { alert?: string }[] }[] }).groups.flatMap((group) =>
      group.rules.flatMap(({ alert }) => alert ?? []),
    ),
  );
  expect(alerts.sort()).toEqual([
    "BackupMissing",
    "BackupNeverMade",
    "DiskNearlyFull",
    "IngressPodsMissing",
    "LandingPageDown",
    "LoadBalancerMemberDown",
    "NodeProblem",
    "NodeUnschedulable",
    "PodsRestarting",
    "QuotaNearlyUsed",
    "VolumeNearlyFull",
  ]);
  expect(await names("/api/v1/configmaps?labelSelector=grafana_dashboard")).toEqual([
    "dashboard-backup",
    "dashboard-landing-page",
    "dashboard-platform",
  ]);
});

test("the backup has a place, and no time yet: nothing here has volumes that nobody can make again", async () => {
  const at = "/apis/velero.io/v1/namespaces/velero";
  const [place] = await list(`${at}/backupstoragelocations`);
  expect(place).toMatchObject({ metadata: { name: "far" }, spec: { objectStorage: { bucket: "kept-backups" } } });
  expect(await names(`${at}/schedules`)).toEqual([]);
});

test("no key of a target is in plain text in the state", () => {
  const state = fs.readFileSync(test_.stateFile, "utf8");
  expect(["access", "secret"].filter((key) => state.includes(`plaintext-${key}`))).toEqual([]);
});

test("a second up changes nothing", async () => {
  const again = await test_.stack.up({ ...test_.policies, expectNoChanges: true });
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

test("destroy leaves nothing of them but the definitions, which would take backups and alerts with them", async () => {
  const destroyed = await test_.stack.destroy();
  expect(Object.keys(destroyed.summary.resourceChanges ?? {})).toEqual(["delete"]);
  const left = await names("/api/v1/namespaces");
  expect(left.filter((name) => ["monitoring", "node-exporter", "velero"].includes(name))).toEqual([]);
});
