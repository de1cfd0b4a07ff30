/**
 * `cloud: existing` against a real Kubernetes API, with the real engine and providers: a cluster that somebody else made gets a platform, and
 * loses it again. The cluster has no cloud and is the test's own, so that the lab need not run.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { UpResult } from "@pulumi/pulumi/automation";
import type { ExistingInput } from "../../config/schema";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { repository } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { existingSite, TestStack } from "./workspace";

const minutes = 60_000;
jest.setTimeout(5 * minutes);

/** Charts of this test's own, which it changes, in its folder. */
const charts = "charts-of-test";

const site = (existing: ExistingInput["existing"]): string =>
  existingSite({ site: "shared", existing, platform: { charts: { source: "directory", path: charts }, ingress: {} } }, [
    { name: "theirs", provisioner: "csi.example.org", reclaim: "Retain", create: false },
  ]);

let env: Record<string, string>;
let folder: string;
let cluster: TestCluster;
let api: ApiClient;
let test_: TestStack;
let up: UpResult;
let namespacesBefore: string[];

beforeAll(async () => {
  env = await stackEnvironment();
  Object.assign(process.env, env);
  cluster = await TestCluster.create("shared", 2);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  await api.request("POST", "/apis/storage.k8s.io/v1/storageclasses", {
    metadata: { name: "theirs" },
    provisioner: "csi.example.org",
    reclaimPolicy: "Retain",
  });
  namespacesBefore = await names("/api/v1/namespaces");
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-existing-"));
  fs.cpSync(path.join(repository, "lab/charts"), path.join(folder, charts), { recursive: true });
  test_ = await TestStack.create(folder, "existing", env, site({ kubeconfig: cluster.kubeconfig }));
});

afterAll(async () => {
  api.close();
  await removeClusters();
  fs.rmSync(folder, { recursive: true });
});

async function names(path: string): Promise<string[]> {
  const { items } = (await api.get(path)) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).sort();
}

test("up makes the platform, and nothing of the hardware", async () => {
  up = await test_.stack.up({ ...test_.policies, onOutput: () => undefined });
  expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["create"]);
  const { resources } = (await test_.stack.exportStack()).deployment as { resources: { type: string }[] };
  const areas = new Set(resources.map(({ type }) => /^science-platform:\w+|^\w+/.exec(type)?.[0]));
  expect([...areas].sort()).toEqual([
    "kubernetes",
    "pulumi",
    "random",
    "science-platform:foundation",
    "science-platform:secrets",
    "science-platform:services",
    "tls",
  ]);
});

test("says which cluster it is, and hides the way in", () => {
  expect(up.outputs.cluster).toEqual({
    value: { name: "shared", identifier: `shared@127.0.0.1:${cluster.wanted.port}`, version: "v1.34.2" },
    secret: false,
  });
  expect(up.outputs.kubeconfig?.secret).toBe(true);
  const state = fs.readFileSync(test_.stateFile, "utf8");
  expect(state).toContain(`shared@127.0.0.1:${cluster.wanted.port}`);
  const key = fs.readFileSync(cluster.kubeconfig.replace(/\.kubeconfig$/, ".key"));
  expect([state.includes("client-key"), state.includes(key.toString("base64"))]).toEqual([false, false]);
});

test("the kubeconfig that it hands out needs no other file", () => {
  const file = path.join(folder, "kubeconfig");
  const text = up.outputs.kubeconfig?.value as string;
  expect(text).not.toContain(cluster.folder);
  fs.writeFileSync(file, text, { mode: 0o600 });
  const who = execFileSync(
    "kubectl",
    ["--kubeconfig", file, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"],
    {
      env,
      encoding: "utf8",
    },
  );
  expect(who).toBe("lab-supervisor");
});

test("the controller is on each worker, and the page runs", async () => {
  const controller = await api.get("/apis/apps/v1/namespaces/ingress-nginx/daemonsets/ingress-nginx-controller");
  expect(controller).toMatchObject({ status: { desiredNumberScheduled: 2, numberReady: 2 } });
  const page = await api.get("/apis/apps/v1/namespaces/landing-page/deployments/landing-page");
  expect(page).toMatchObject({ status: { readyReplicas: 2 } });
});

test("a storage class that is there stays as it is, and the shared files are a volume", async () => {
  expect(await names("/apis/storage.k8s.io/v1/storageclasses")).toEqual(["files-homes", "ours", "theirs"]);
  const theirs = (await api.get("/apis/storage.k8s.io/v1/storageclasses/theirs")) as { metadata: object };
  expect(theirs.metadata).not.toHaveProperty("labels");
  expect(await api.get("/api/v1/persistentvolumes/homes")).toMatchObject({
    spec: { capacity: { storage: "10Gi" }, nfs: { server: "10.0.0.5", path: "/srv/homes" } },
  });
});

test("a second up changes nothing", async () => {
  const again = await test_.stack.up({ ...test_.policies, expectNoChanges: true });
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

test("nor does the same kubeconfig as a secret of the stack", async () => {
  test_.write(site({}));
  const value = up.outputs.kubeconfig?.value as string;
  await test_.stack.setConfig("science-platform:kubeconfig", { value, secret: true });
  const again = await test_.stack.up({ ...test_.policies, expectNoChanges: true });
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

/** Release to its revision, as Helm keeps it in the cluster. */
async function revisions(): Promise<Record<string, number>> {
  const found = await names("/api/v1/secrets?fieldSelector=type=helm.sh/release.v1");
  const parts = found.flatMap((name) =>
    [/^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(name) ?? []].filter((one) => one[1]),
  );
  return Object.fromEntries(parts.map(([, release = "", revision]) => [release, Number(revision)]));
}

test("another chart of one release upgrades that release, and touches nothing else", async () => {
  const before = await revisions();
  expect(Object.values(before).filter((revision) => revision !== 1)).toEqual([]);
  const template =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new-of-chart\n  namespace: {{ .Release.Namespace }}\n";
  fs.writeFileSync(path.join(folder, charts, "landing-page/templates/new.yaml"), template);
  const changed: string[] = [];
  const { summary } = await test_.stack.up({
    ...test_.policies,
    onEvent: ({ resourcePreEvent }) => {
      const step = resourcePreEvent?.metadata;
      if (resourcePreEvent?.planning !== true && step !== undefined && !["same", "refresh"].includes(step.op))
        changed.push(`${step.op} ${step.type} ${step.urn.split("::").at(-1)}`);
    },
  });
  expect(changed.sort()).toEqual([
    "update kubernetes:helm.sh/v3:Release landing-page",
    // Our component notes its arguments.
    "update science-platform:foundation:HelmService landing-page",
  ]);
  expect(Object.keys(summary.resourceChanges ?? {}).sort()).toEqual(["same", "update"]);
  expect(await revisions()).toEqual({ ...before, "landing-page": 2 });
  expect(await names("/api/v1/namespaces/landing-page/configmaps")).toContain("new-of-chart");
});

test("destroy leaves the cluster as it was", async () => {
  const destroyed = await test_.stack.destroy();
  expect(Object.keys(destroyed.summary.resourceChanges ?? {})).toEqual(["delete"]);
  expect(await names("/api/v1/namespaces")).toEqual(namespacesBefore);
  expect(await names("/apis/storage.k8s.io/v1/storageclasses")).toEqual(["theirs"]);
  expect(await names("/api/v1/persistentvolumes")).toEqual([]);
  expect(await names("/apis/networking.k8s.io/v1/ingressclasses")).toEqual([]);
});
