/**
 * A pull request from end to end: a stack that is there, a change, a preview that becomes a comment, another commit that updates the
 * comment in place, an update that does what the plan said, and a name that answers. Engine, Kubernetes API and name server are real; the
 * forge is a local server that behaves as GitHub's API does. On a cluster of the test's own, because what is delivered is the same on
 * every cloud; OpenStack and Designate are stack.test.ts's.
 */
import * as fs from "node:fs";
import { promises as dns } from "node:dns";
import * as os from "node:os";
import * as path from "node:path";
import type { DnsRecord } from "../../infra/contract";
import { stackEnvironment } from "../../lab/stack/environment";
import { planIn } from "../../ops/comment/marker";
import { FakeForge } from "../../ops/forge/testing";
import { capture, type Captured } from "../../ops/process";
import { repository } from "../mocks";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { NameServer } from "./name-server";
import { existingSite, TestStack } from "./workspace";

const minutes = 60_000;
// A minute or two when nothing else runs.
jest.setTimeout(15 * minutes);

const stack = "delivery";
const zone = "delivery.example.";
const address = "10.0.0.20";
const ns: DnsRecord = { name: `ns.${zone}`, type: "A", ttl: 60, values: ["127.0.0.1"] };
const pull = 7;

const program = path.join(repository, "bin/science-platform");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-delivery-"));
const file = (name: string): string => path.join(folder, name);

let site: TestStack;
let forge: FakeForge;
let names: NameServer;
let kubeconfig: string;
let env: NodeJS.ProcessEnv;

const stackFile = (host: string, replicas: number): string =>
  existingSite({ site: stack, existing: { kubeconfig }, services: { landingPage: { host, replicas } } });

beforeAll(async () => {
  const lab = await stackEnvironment();
  Object.assign(process.env, lab);
  const cluster = await TestCluster.create(stack, 2);
  startSupervisor();
  names = await NameServer.start(zone, 10055, [ns]);
  forge = new FakeForge();
  await forge.listen();
  await cluster.done();
  kubeconfig = cluster.kubeconfig;
  site = await TestStack.create(folder, stack, lab, stackFile("rsp", 2));
  env = {
    ...process.env,
    ...site.env,
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: forge.url,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "acme/platform",
    GITHUB_RUN_ID: "99",
    GITHUB_TOKEN: forge.token,
    GITHUB_STEP_SUMMARY: file("summary.md"),
  };
  await site.stack.up({ ...site.policies, onOutput: () => undefined });
});

afterAll(async () => {
  await Promise.all([forge.close(), names.stop(), removeClusters()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

const operate = (...args: string[]): Promise<Captured> => capture(program, args, { env, cwd: folder });

const rules = (): string[] => {
  const { policyPackConfigs, policyPacks } = site.policies;
  return ["--policy-pack", policyPacks[0] ?? "", "--policy-pack-config", policyPackConfigs[0] ?? ""];
};

const preview = (): Promise<Captured> =>
  operate(
    ...["preview", "--stack", stack, "--directory", folder, "--event-log", file("events.json")],
    ...["--", ...rules(), "--save-plan", file("plan.json")],
  );

const comment = (...more: string[]): Promise<Captured> =>
  operate("comment", "--stack", stack, "--directory", folder, "--events", file("events.json"), ...more);

/** As the workflow stack-up does it. */
const up = (): Promise<Captured> =>
  capture(
    "pulumi",
    [
      ...["up", "--yes", "--non-interactive", "--color", "never", "--stack", stack, "--plan", file("plan.json")],
      ...[...rules(), "--event-log", file("events.json")],
    ],
    { cwd: folder, env: { ...env, PULUMI_DEBUG_COMMANDS: "true" } },
  );

/** The one comment of the stack, and how many comments there are. */
function onPull(): { body: string; comments: number } {
  const own = forge.comments.filter(({ body }) => planIn(body, { project: "science-platform", stack }) !== undefined);
  expect(own).toHaveLength(1);
  return { body: own[0]?.body ?? "", comments: forge.comments.length };
}

test("the change is previewed, and the pull request says what it does, behind what others said", async () => {
  for (let index = 0; index < 130; index++) forge.say(`comment ${index}`);
  site.write(stackFile("rsp", 3));
  expect(await preview()).toMatchObject({ code: 0 });
  const { code, stdout } = await comment("--pull-request", String(pull), "--commit", "1".repeat(40), "--json");
  expect([code, JSON.parse(stdout)]).toEqual([0, { action: "created", url: "https://forge.example/comments/131" }]);
  const { body } = onPull();
  expect(body).toMatch(/^### Preview of <code>delivery<\/code>: \d+ to update, \d+ unchanged\n/);
  expect(body).toContain(
    "commit <code>111111111111</code> · [run](https://github.example/acme/platform/actions/runs/99)",
  );
  expect(body).toContain("landing-page");
  expect(fs.readFileSync(file("summary.md"), "utf8")).toBe(body);
});

test("another commit: the same comment, in place, with the new name", async () => {
  site.write(stackFile("start", 3));
  expect(await preview()).toMatchObject({ code: 0 });
  const { stdout } = await comment("--pull-request", String(pull), "--commit", "2".repeat(40), "--json");
  expect(JSON.parse(stdout)).toMatchObject({ action: "updated" });
  const { body, comments } = onPull();
  expect(comments).toBe(131);
  expect(body).toContain("commit <code>222222222222</code>");
  expect(body).toContain("start.delivery.example");
  expect(body).not.toMatch(/PRIVATE KEY|client-key-data/);
});

test("after the merge: a plan that says it is the reviewed one, an update that does it, and what came of it on the pull request", async () => {
  expect(await preview()).toMatchObject({ code: 0 });
  const planned = await comment("--reviewed-in", String(pull), "--dry-run");
  expect(planned.stdout).toContain("This is the plan that was reviewed in #&#8203;7.");
  const { code, stderr, stdout } = await up();
  expect([code, code === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  const answer = await comment("--pull-request", String(pull), "--json");
  expect(JSON.parse(answer.stdout)).toMatchObject({ action: "updated" });
  const { body, comments } = onPull();
  expect(comments).toBe(131);
  expect(body).toMatch(/^### Update of <code>delivery<\/code> done: /);
});

test("the new name answers with the platform's address, once it is sent to the name server", async () => {
  const at = ["--server", names.address];
  const before = await operate("dns", "diff", "--stack", stack, ...at);
  expect([before.code, before.stdout]).toEqual([1, expect.stringContaining("start.delivery.example.")]);
  expect(await operate("dns", "push", "--stack", stack, ...at, "--key-file", names.keyFile)).toMatchObject({ code: 0 });
  expect(await operate("dns", "diff", "--stack", stack, ...at)).toEqual({
    code: 0,
    stdout: "Nothing differs.\n",
    stderr: "",
  });
  const resolver = new dns.Resolver();
  resolver.setServers([names.address]);
  await expect(resolver.resolve4("start.delivery.example")).resolves.toEqual([address]);
});

test("what nobody has reviewed is told so in the summary, and stops an update by the old plan, with words", async () => {
  expect(await preview()).toMatchObject({ code: 0 });
  site.write(stackFile("start", 4));
  const { code, stderr, stdout } = await up();
  expect(code).not.toBe(0);
  expect(stdout + stderr).toContain("violates plan");
  expect(await preview()).toMatchObject({ code: 0 });
  const planned = await comment("--reviewed-in", String(pull), "--dry-run");
  expect(planned.stdout).toContain("**This differs from the plan that was reviewed in #&#8203;7**");
});
