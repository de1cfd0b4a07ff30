/**
 * Each rule is broken once, each in a run of its own: `pulumi up` stops before anything is made. The real engine and providers, and a real
 * API server; it has no controllers, so that nothing would ever become ready there: nothing that the provider waits for is made.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { rules } from "../../policies/rules";
import { policyConfig } from "../../policies/site";
import { repository } from "../mocks";
import { ApiServer } from "./api-server";
import { collection } from "./objects";
import { made } from "./violations/made";
import { site, violations, witness, type Violating } from "./violations/table";
import { policies, Workspace, type Result } from "./workspace";

jest.setTimeout(600_000);

const project = "violations";
const program = path.join(repository, "test/engine/violations");
/** Programs that run at once. */
const atOnce = 3;

const workspace = new Workspace();
const policyFile = path.join(workspace.directory, "policy-config.json");
let api: ApiServer;

beforeAll(async () => {
  fs.writeFileSync(policyFile, JSON.stringify(policyConfig(site)));
  api = await ApiServer.start();
});
afterAll(async () => {
  await api.stop();
  workspace.remove();
});

interface Run extends Result {
  /** What the state holds afterwards. */
  state: string[];
}

async function up(stack: string, resources: readonly Violating[], packConfig = policyFile): Promise<Run> {
  const file = await workspace.stack(project, stack);
  const config = { [`${project}:resources`]: resources, [`${project}:kubeconfig`]: api.kubeconfig("admin") };
  fs.appendFileSync(file, stringify({ config }));
  const pack = ["--policy-pack", policies, "--policy-pack-config", packConfig];
  const result = await workspace.pulumi(["up", "--yes", "--stack", stack, "--config-file", file, ...pack], program);
  const exported = await workspace.pulumi(["stack", "export", "--stack", stack], workspace.project(project));
  const { deployment } = JSON.parse(exported.output) as { deployment: { resources?: { urn: string }[] } };
  return { ...result, state: (deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-1) ?? "") };
}

/** Names of the rules that stopped a run. */
const stoppedBy = (output: string): string[] => [
  ...new Set([...output.matchAll(/\[mandatory\] \[severity: \w+\] {2}([a-z-]+) {2}\(/g)].map(([, name = ""]) => name)),
];

test("each rule is broken by something, and by kubectl too where the cluster has a policy for it", () => {
  expect(Object.keys(violations)).toEqual(rules.map(({ name }) => name));
  const sent = Object.keys(violations).filter((name) => violations[name]?.sent !== undefined);
  expect(sent).toEqual(rules.filter((rule) => rule.admission !== undefined).map(({ name }) => name));
});

describe("pulumi up", () => {
  const runs = new Map<string, Run>();
  let before: string[];
  beforeAll(async () => {
    before = await made(api);
    const waiting = Object.entries(violations);
    const worker = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [rule, { resources }] = next;
        runs.set(rule, await up(rule, [witness, ...resources]));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  });

  test.each(Object.entries(violations))("is stopped by %s, which says what and where", (rule, { says }) => {
    const { code, output = "" } = runs.get(rule) ?? {};
    expect([code, stoppedBy(output)]).toEqual([255, [rule]]);
    expect(output).toContain(says.pulumi);
    expect(output).toContain(`More: docs/policies.md#${rule}.`);
  });

  test("nothing is in any state, and nothing came into the cluster", async () => {
    expect([...runs].filter(([, { state }]) => state.length > 0)).toEqual([]);
    expect(runs.size).toBe(rules.length);
    expect(await made(api)).toEqual(before);
  });

  test("an exception that has expired stops it, too, though nothing else is wrong", async () => {
    const exception = { rule: "probes", resource: "web", reason: "old", owner: "anna", expires: "2026-01-01" };
    const file = path.join(workspace.directory, "expired.json");
    fs.writeFileSync(file, JSON.stringify({ ...policyConfig(site), exceptions: { list: [exception] } }));
    const { output, state } = await up("expired", [witness], file);
    expect([stoppedBy(output), state, await made(api)]).toEqual([["exceptions"], [], before]);
    expect(output).toContain("The exception of web from probes expired on 2026-01-01: ");
  });

  test("without a violation the same program makes what stood beside them", async () => {
    const { code, output, state } = await up("compliant", [witness]);
    expect([code, stoppedBy(output)]).toEqual([0, []]);
    expect(state).toContain("witness");
    expect(await made(api)).toEqual([...before, "/api/v1/namespaces/default/configmaps/witness"].sort());
    expect((await api.request("admin", "DELETE", `${collection(witness)}/witness`)).status).toBe(200);
  });
});
