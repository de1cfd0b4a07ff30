/**
 * Rules against the lab: on a cluster with the platform on it, a program that breaks a rule is stopped before anything is there, in the
 * cluster or in the cloud, and what the platform put into the cluster refuses the same object from kubectl. The state of the platform
 * itself is held against the rules, too. The cluster is the test's own; the cloud is the lab's, tenant `lab-test`.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { stackEnvironment } from "../../lab/stack/environment";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { inventory } from "../../ops/openstack/inventory";
import { policyConfig } from "../../policies/site";
import { kubectlCreate, refusalOf, stoppedBy, up } from "../engine/violations/run";
import { allowed, site, violations, witness } from "../engine/violations/table";
import { policies, Workspace } from "../engine/workspace";
import { repository } from "../../system/repository";
import { until } from "../until";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { existingSite, TestStack } from "./workspace";

const minutes = 60_000;
jest.setTimeout(10 * minutes);

/** Some of each kind: what one object breaks, what several break together, and what only the cloud has. */
const inCluster = ["container-limits", "images-pinned", "pod-security", "exposed-ports", "secrets-not-plain"];
/** Not pod-security: it looks at the stack as a whole, and the API server's own policy has refused the object before (in the preview). */
const alone = inCluster.filter((rule) => rule !== "pod-security");
const chosen = [...alone, "namespace-quota", "no-open-ports", "data-protected", "budget"];

/** A cluster that exists, with every policy in force. */
const platform = (kubeconfig: string): string =>
  existingSite({
    site: site.site,
    existing: { kubeconfig },
    policies: { level: "mandatory", admission: "deny" },
  });

let folder: string;
let cluster: TestCluster;
let api: ApiClient;
let test_: TestStack;
let kubeconfig: string;
let packConfig: string;
const workspace = new Workspace();

/** What the tenant has, and what lies in the cluster's namespace `default` and among its namespaces and volumes. */
let before: string[];
async function everything(): Promise<string[]> {
  const client = await OpenstackClient.login(readCloud("lab-test", process.env));
  const items = (await inventory(client)).map(({ kind, name }) => `${kind} ${name}`);
  const collections = ["/api/v1/namespaces", "/apis/storage.k8s.io/v1/storageclasses"];
  const inDefault = ["/api/v1", "/apis/apps/v1"].flatMap((group) =>
    (group === "/api/v1" ? ["configmaps", "services", "resourcequotas"] : ["deployments"]).map(
      (kind) => `${group}/namespaces/default/${kind}`,
    ),
  );
  for (const url of [...collections, ...inDefault]) {
    const list = (await api.get(url)) as { items: { metadata: { name: string } }[] };
    items.push(...list.items.map(({ metadata }) => `${url}/${metadata.name}`));
  }
  return items.sort();
}

beforeAll(async () => {
  const env = await stackEnvironment();
  Object.assign(process.env, env);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-policies-"));
  cluster = await TestCluster.create("rules", 2);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  test_ = await TestStack.create(folder, "rules", env, platform(cluster.kubeconfig));
  const made = await test_.stack.up({ ...test_.policies, onOutput: () => undefined });
  kubeconfig = path.join(workspace.directory, "kubeconfig");
  fs.writeFileSync(kubeconfig, made.outputs.kubeconfig?.value as string, { mode: 0o600 });
  packConfig = path.join(workspace.directory, "policy-config.json");
  fs.writeFileSync(packConfig, JSON.stringify(policyConfig(site)));
  before = await everything();
});

afterAll(async () => {
  api.close();
  await removeClusters();
  workspace.remove();
  fs.rmSync(folder, { recursive: true });
});

test.each(chosen)("pulumi up is stopped by %s, with nothing made in the cluster or in the cloud", async (rule) => {
  const { resources = [], says } = violations[rule] ?? {};
  const text = fs.readFileSync(kubeconfig, "utf8");
  const run = { workspace, stack: rule, resources: [witness, ...resources], kubeconfig: text, cloud: "lab-test" };
  const { code, output, state } = await up({ ...run, packConfig });
  expect([code, stoppedBy(output), state]).toEqual([1, [rule], []]);
  expect(output).toContain(says?.pulumi);
  expect(await everything()).toEqual(before);
});

test.each(inCluster)("kubectl is refused the same by the platform's policy of %s", async (rule) => {
  const { sent = witness, says } = violations[rule] ?? {};
  const { code, output } = await kubectlCreate(sent, kubeconfig);
  expect([code, output.includes(refusalOf(rule))]).toEqual([1, true]);
  expect(output).toContain(says?.kubectl);
  expect(await everything()).toEqual(before);
});

test("kubectl may create what keeps to the rules, and it runs", async () => {
  for (const object of allowed) expect(await kubectlCreate(object, kubeconfig)).toMatchObject({ code: 0 });
  const url = "/apis/apps/v1/namespaces/default/deployments/web";
  await until("two pods", async () => {
    const { status } = (await api.get(url)) as { status: { readyReplicas?: number } };
    return status.readyReplicas === 2;
  });
});

describe("pulumi policy analyze over the state of the platform", () => {
  const analyze = async (change: (resources: Exported[]) => void) => {
    const exported = await test_.stack.exportStack();
    const deployment = exported.deployment as { resources: Exported[] };
    change(deployment.resources);
    const file = path.join(workspace.directory, "state.json");
    fs.writeFileSync(file, JSON.stringify({ version: exported.version, deployment }), { mode: 0o600 });
    const [config = ""] = test_.policies.policyPackConfigs;
    const pack = ["--policy-pack", policies, "--policy-pack-config", config];
    return workspace.pulumi(["policy", "analyze", "--file", file, ...pack], repository);
  };

  test("finds nothing", async () => {
    const { code, output } = await analyze(() => undefined);
    expect([code, stoppedBy(output)]).toEqual([0, []]);
  });

  test("finds what somebody took out of it: the bounds of a namespace, and of a chart", async () => {
    const { code, output } = await analyze((resources) => {
      const index = resources.findIndex(({ type }) => type === "kubernetes:core/v1:LimitRange");
      resources.splice(index, 1);
      const chart = resources.find(({ urn }) => urn.endsWith("HelmService::landing-page"));
      if (chart !== undefined) chart.inputs = { ...chart.inputs, resources: {} };
    });
    expect(code).not.toBe(0);
    expect(stoppedBy(output).sort()).toEqual(["container-limits", "namespace-quota"]);
    expect(output).toContain("HelmService landing-page: resources names no container of the chart.");
    expect(output).toContain("has no LimitRange in this stack.");
  });
});

interface Exported {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
}
