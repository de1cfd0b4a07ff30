/**
 * An environment's Applications in a real API server with Kubernetes' own garbage collector, and a stand-in for Argo CD that this test is:
 * it writes what the app of apps and the controller would write, as another owner of fields, and takes off the finalizer of what goes.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import { removeApplications } from "../../ops/destroy/applications";
import { withKubectl } from "../../ops/destroy/cluster-access";
import { readApplications } from "../../ops/phalanx/cluster";
import { statuses } from "../../ops/phalanx/status";
import { toolEnvironment } from "../../toolchain";
import { repository } from "../mocks";
import { ApiServer } from "./api-server";
import { Workspace, type Result } from "./workspace";

jest.setTimeout(580_000);

const folder = path.join(repository, "test/engine/phalanx");
const workspace = new Workspace();
const url = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
const fork = "https://git.example.org/fork.git";

let api: ApiServer;
let configuration: string;
beforeAll(async () => {
  api = await ApiServer.start(["garbage-collector-controller"]);
  const chart = path.join(repository, "lab/charts/argo-cd");
  const text = execFileSync("helm", ["template", "argo-cd", chart], {
    encoding: "utf8",
    env: { ...process.env, ...toolEnvironment() },
  });
  for (const manifest of parseAllDocuments(text).map((one) => one.toJS() as { kind: string } | null))
    if (manifest?.kind === "CustomResourceDefinition")
      expect(
        await api.request("admin", "POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", manifest),
      ).toMatchObject({ status: 201 });
  await api.request("admin", "POST", "/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "argocd" },
  });
  configuration = await workspace.stack("phalanx", "phalanx");
});
afterAll(async () => {
  workspace.remove();
  await api.stop();
});

function pulumi(verb: string[], from: string): Promise<Result> {
  const config = { kubeconfig: api.kubeconfig("admin"), repository: from };
  const settings = Object.entries(config).flatMap(([key, value]) => ["--config", `phalanx:${key}=${value}`]);
  return workspace.pulumi([...verb, "--stack", "phalanx", ...settings, "--config-file", configuration], folder);
}

const up = () => pulumi(["up", "--yes", "--skip-preview"], fork);
const destroy = () => pulumi(["destroy", "--yes", "--skip-preview"], fork);

const spec = async (name: string) => (await api.request("admin", "GET", `${url}/${name}`)).body.spec;
const write = async (name: string, change: object) =>
  (await api.request("admin", "PATCH", `${url}/${name}`, change)).status === 200;

const healthy = {
  sync: { status: "Synced" },
  health: { status: "Healthy" },
  operationState: { phase: "Succeeded" },
};

const finalizer = "resources-finalizer.argocd.argoproj.io";
const names = ["science-platform", "gafaelfawr", "tap"];

interface Application {
  metadata: { name: string; deletionTimestamp?: string; finalizers?: string[] };
  status?: object;
}

async function applications(): Promise<Application[]> {
  const { body } = await api.request("admin", "GET", url);
  return (body as { items?: Application[] }).items ?? [];
}

/** What Argo CD did, in its order. */
interface Log {
  synchronized: string[];
  removed: string[];
}

/** The app of apps gives an Application its source and its finalizer, the controller synchronizes it, and clears up behind one that goes. */
async function look(log: Log): Promise<void> {
  for (const { metadata, status } of await applications()) {
    const { name, deletionTimestamp, finalizers = [] } = metadata;
    if (deletionTimestamp !== undefined && finalizers.includes(finalizer)) {
      // Refused, and done again, where the garbage collector has taken off its own meanwhile.
      const left = finalizers.filter((one) => one !== finalizer);
      if (await write(name, { metadata: { finalizers: left } })) log.removed.push(name);
    } else if (deletionTimestamp === undefined && status === undefined) {
      log.synchronized.push(name);
      const source = { path: `applications/${name}`, helm: { valueFiles: ["values.yaml", "values-site.yaml"] } };
      const given = name === "science-platform" ? {} : { metadata: { finalizers: [finalizer] }, spec: { source } };
      await write(name, { ...given, status: healthy });
    }
  }
}

/** While something runs, Argo CD does its work. */
async function withArgoCd(work: () => Promise<Result>): Promise<Result & Log> {
  const log: Log = { synchronized: [], removed: [] };
  let over = false;
  const controller = async () => {
    while (!over) {
      await look(log);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const [result] = await Promise.all([work().finally(() => (over = true)), controller()]);
  return { ...result, ...log };
}

const expected = {
  ...{ environment: "site", appOfApps: "science-platform", repository: fork, revision: "v1" },
  members: ["gafaelfawr", "tap"],
};

test("waves wait for health, other owners' fields stay, and a change of the stack file wins", async () => {
  expect(await withArgoCd(up)).toMatchObject({ code: 0, synchronized: names });
  expect(await spec("tap")).toEqual({
    project: "rsp",
    destination: { namespace: "tap", server: "https://kubernetes.default.svc" },
    source: {
      repoURL: fork,
      path: "applications/tap",
      helm: {
        valueFiles: ["values.yaml", "values-site.yaml"],
        valuesObject: { config: { host: "192.0.2.85:30040" } },
      },
    },
    syncPolicy: { automated: { prune: false, selfHeal: false } },
  });

  const kubectl = {
    run: async () => JSON.stringify((await api.request("admin", "GET", url)).body),
    apply: () => Promise.resolve(),
  };
  expect(statuses(await readApplications(kubectl), expected).map(({ name, ok }) => [name, ok])).toEqual([
    ["science-platform", true],
    ["gafaelfawr", true],
    ["tap", true],
  ]);
  await write("tap", { status: { ...healthy, health: { status: "Degraded" } } });
  expect(statuses(await readApplications(kubectl), expected).filter(({ ok }) => !ok)).toMatchObject([
    { name: "tap", problems: ["is Degraded"] },
  ]);
  await write("tap", { status: healthy });

  // Argo CD's apply owns the address too.
  await write("tap", { spec: { source: { repoURL: fork } } });
  const again = await up();
  expect(again.output).not.toMatch(/^ *[~+-]/m);
  expect(again.output).toMatch(/Resources:\n +\d+ unchanged\n/);
  const moved = await pulumi(["up", "--yes", "--skip-preview"], "https://git.example.org/other.git");
  expect(moved).toMatchObject({ code: 0 });
  expect(await spec("tap")).toMatchObject({
    source: { repoURL: "https://git.example.org/other.git", path: "applications/tap" },
  });
});

test("destroy ends: the waves go in the reverse order, each when Argo CD has cleared up behind it, and the app of apps last", async () => {
  expect(await withArgoCd(destroy)).toMatchObject({ code: 0, removed: [...names].reverse() });
  expect(await applications()).toEqual([]);
});

/** As `science-platform destroy` does it before Pulumi's, with less patience. */
async function freeApplications(): Promise<{ freed: string[]; lines: string[] }> {
  const lines: string[] = [];
  const progress = (line: string) => void lines.push(line);
  const env = { ...process.env, ...toolEnvironment() };
  const freed = await withKubectl(api.kubeconfig("admin"), env, (kubectl) =>
    removeApplications({ kubectl, root: "science-platform", progress, patience: 1000, interval: 200 }),
  );
  return { freed, lines };
}

/** Ten minutes for a removal are more than a test has: in the state they become seconds. */
async function shortenPatience(): Promise<void> {
  const project = workspace.project("phalanx");
  const file = path.join(workspace.directory, "state.json");
  const exported = await workspace.pulumi(["stack", "export", "--stack", "phalanx", "--file", file], project);
  expect(exported).toMatchObject({ code: 0 });
  const text = fs.readFileSync(file, "utf8");
  const short = text.replaceAll(/"delete": 600\b/g, '"delete": 5');
  expect(short).not.toBe(text);
  fs.writeFileSync(file, short);
  const imported = await workspace.pulumi(["stack", "import", "--stack", "phalanx", "--file", file], project);
  expect(imported).toMatchObject({ code: 0 });
}

test("with Argo CD dead, pulumi's destroy gives up and names the finalizer; ours frees the Applications, and then it ends", async () => {
  expect(await withArgoCd(up)).toMatchObject({ code: 0 });
  await shortenPatience();
  const stuck = await destroy();
  expect(stuck.output).toContain(
    `Application (tap):\n    warning: finalizers might be preventing deletion (${finalizer})\n    error: timed out waiting for the condition\n`,
  );
  expect(stuck.code).not.toBe(0);
  expect((await applications()).map(({ metadata }) => metadata.name).sort()).toEqual([...names].sort());

  const { freed, lines } = await freeApplications();
  expect(freed).toEqual(["tap", "gafaelfawr", "science-platform"]);
  expect(lines).toContain(
    "Argo CD does not remove tap: let go without it. What they made stays in the cluster, in the namespaces of the same names.",
  );
  expect(await destroy()).toMatchObject({ code: 0 });
  expect(await applications()).toEqual([]);
});

test("with Argo CD gone, its definitions included, both end", async () => {
  expect(await withArgoCd(up)).toMatchObject({ code: 0 });
  for (const name of names) expect(await write(name, { metadata: { finalizers: null } })).toBe(true);
  for (const name of ["applications", "appprojects"])
    await api.request("admin", "DELETE", `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}.argoproj.io`);
  while ((await api.request("admin", "GET", url)).status !== 404)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await freeApplications()).toEqual({ freed: [], lines: [] });
  expect(await destroy()).toMatchObject({ code: 0 });
});
