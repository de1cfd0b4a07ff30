/**
 * Each rule is broken once, each in a run of its own: `pulumi up` stops before anything is made. The real engine and providers, and a real
 * API server; it has no controllers, so that nothing would ever become ready there: nothing that the provider waits for is made.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { rules } from "../../policies/rules";
import { policyConfig } from "../../policies/site";
import { ApiServer } from "./api-server";
import { collection } from "./objects";
import { made } from "./violations/made";
import { stoppedBy, up, type Run } from "./violations/run";
import { site, violations, witness, type Violating } from "./violations/table";
import { Workspace } from "./workspace";

jest.setTimeout(1_800_000);

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

const upOf = (stack: string, resources: readonly Violating[], packConfig = policyFile) =>
  up({ workspace, stack, resources, kubeconfig: api.kubeconfig("admin"), packConfig });

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
        runs.set(rule, await upOf(rule, [witness, ...resources]));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  });

  test.each(Object.entries(violations))("is stopped by %s, which says what and where", (rule, { says }) => {
    const { code, output = "" } = runs.get(rule) ?? {};
    expect([code, stoppedBy(output)]).toEqual([1, [rule]]);
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
    const { output, state } = await upOf("expired", [witness], file);
    expect([stoppedBy(output), state, await made(api)]).toEqual([["exceptions"], [], before]);
    expect(output).toContain("The exception of web from probes expired on 2026-01-01: ");
  });

  test("without a violation the same program makes what stood beside them", async () => {
    const { code, output, state } = await upOf("compliant", [witness]);
    expect([code, stoppedBy(output)]).toEqual([0, []]);
    expect(state).toContain("witness");
    expect(await made(api)).toEqual([...before, "/api/v1/namespaces/default/configmaps/witness"].sort());
    expect((await api.request("admin", "DELETE", `${collection(witness)}/witness`)).status).toBe(200);
  });
});
