/**
 * An environment's Applications in a real API server, with a stand-in for Argo CD that this test is: it writes what the app of apps and
 * the controller would write, as another owner of fields.
 */
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
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
  api = await ApiServer.start();
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

const spec = async (name: string) => (await api.request("admin", "GET", `${url}/${name}`)).body.spec;
const write = async (name: string, change: object) =>
  (await api.request("admin", "PATCH", `${url}/${name}`, change)).status === 200;

const healthy = {
  sync: { status: "Synced" },
  health: { status: "Healthy" },
  operationState: { phase: "Succeeded" },
};

/** What Argo CD does when it sees an Application: the app of apps gives it its source, the controller synchronizes it. */
async function argocd(order: string[], stop: { now: boolean }): Promise<void> {
  while (!stop.now) {
    for (const name of ["science-platform", "gafaelfawr", "tap"]) {
      if (order.includes(name) || (await api.request("admin", "GET", `${url}/${name}`)).status !== 200) continue;
      order.push(name);
      const source = { path: `applications/${name}`, helm: { valueFiles: ["values.yaml", "values-site.yaml"] } };
      await write(name, { ...(name === "science-platform" ? {} : { spec: { source } }), status: healthy });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const expected = {
  ...{ environment: "site", appOfApps: "science-platform", repository: fork, revision: "v1" },
  members: ["gafaelfawr", "tap"],
};

test("waves wait for health, other owners' fields stay, and a change of the stack file wins", async () => {
  const order: string[] = [];
  const stop = { now: false };
  const controller = argocd(order, stop);
  const up = await pulumi(["up", "--yes", "--skip-preview"], fork);
  stop.now = true;
  await controller;
  expect(up).toMatchObject({ code: 0 });
  expect(order).toEqual(["science-platform", "gafaelfawr", "tap"]);
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
  const again = await pulumi(["up", "--yes", "--skip-preview"], fork);
  expect(again.output).not.toMatch(/^ *[~+-]/m);
  expect(again.output).toMatch(/Resources:\n +\d+ unchanged\n/);
  const moved = await pulumi(["up", "--yes", "--skip-preview"], "https://git.example.org/other.git");
  expect(moved).toMatchObject({ code: 0 });
  expect(await spec("tap")).toMatchObject({
    source: { repoURL: "https://git.example.org/other.git", path: "applications/tap" },
  });
});
