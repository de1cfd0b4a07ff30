/**
 * A pull request from end to end: a stack that is there, a change, a preview that becomes a comment, another commit that updates the
 * comment in place, an update that does what the plan said, and a name that answers. The cloud, the engine and the name server are real;
 * the forge is a local server that behaves as GitHub's API does.
 */
import { promises as dns } from "node:dns";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stackEnvironment } from "../../lab/stack/environment";
import { FakeForge } from "../../ops/forge/testing";
import { planIn } from "../../ops/comment/marker";
import { OpenstackClient } from "../../ops/openstack/client";
import { readCloud } from "../../ops/openstack/clouds";
import { capture, type Captured } from "../../ops/process";
import { repository } from "../mocks";
import { purge } from "../lab/purge";
import { TestStack } from "../lab/workspace";

const minutes = 60_000;
const stack = "lab-test";
const pull = 7;
const named = { project: "science-platform", stack };

let folder: string;
let site: TestStack;
let forge: FakeForge;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const lab = await stackEnvironment();
  Object.assign(process.env, lab);
  await purge(await OpenstackClient.login(readCloud("lab-test", lab)));
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-delivery-"));
  site = await TestStack.create(folder, stack, lab);
  forge = new FakeForge();
  await forge.listen();
  env = {
    ...site.env,
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: forge.url,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "acme/platform",
    GITHUB_RUN_ID: "99",
    GITHUB_TOKEN: forge.token,
    GITHUB_STEP_SUMMARY: path.join(folder, "summary.md"),
  };
  await site.stack.up({ ...site.policies, onOutput: () => undefined });
}, 15 * minutes);

afterAll(async () => {
  await site.stack.destroy({ continueOnError: true }).catch(() => undefined);
  await forge.close();
  fs.rmSync(folder, { recursive: true, force: true });
}, 10 * minutes);

const operate = (...args: string[]): Promise<Captured> =>
  capture(path.join(repository, "bin/science-platform"), [...args, "--stack", stack, "--directory", folder], { env });

const file = (name: string) => path.join(folder, name);

async function preview(): Promise<Captured> {
  const { policyPacks, policyPackConfigs } = site.policies;
  return capture(
    path.join(repository, "bin/science-platform"),
    [
      ...["preview", "--stack", stack, "--directory", folder, "--event-log", file("events.json"), "--"],
      ...["--policy-pack", policyPacks[0] ?? "", "--policy-pack-config", policyPackConfigs[0] ?? ""],
      ...["--save-plan", file("plan.json")],
    ],
    { env },
  );
}

const comment = (...more: string[]) =>
  operate("comment", "--events", file("events.json"), "--pull-request", String(pull), "--json", ...more);

/** The comment of the stack, and how many comments there are. */
function onPull(): { body: string; comments: number } {
  const [own, ...others] = forge.comments.filter(({ body }) => planIn(body, named) !== undefined);
  expect(others).toEqual([]);
  return { body: own?.body ?? "", comments: forge.comments.length };
}

test(
  "the change is previewed, and the pull request says what it does, behind what others said",
  async () => {
    for (let index = 0; index < 130; index++) forge.say(`comment ${index}`);
    site.configure((config) => {
      if (config.services?.landingPage !== undefined) config.services.landingPage.replicas = 3;
    });
    expect((await preview()).code).toBe(0);
    const { code, stdout } = await comment("--commit", "1".repeat(40));
    expect([code, JSON.parse(stdout)]).toEqual([0, { action: "created", url: "https://forge.example/comments/131" }]);
    const { body } = onPull();
    expect(body).toMatch(/^### Preview of <code>lab-test<\/code>: \d+ to update, \d+ unchanged\n/);
    expect(body).toContain(
      "commit <code>111111111111</code> · [run](https://github.example/acme/platform/actions/runs/99)",
    );
    expect(body).toContain("- update <code>landing-page</code> (<code>kubernetes&#58;helm.sh/v3&#58;Release</code>)");
    expect(fs.readFileSync(file("summary.md"), "utf8")).toBe(body);
  },
  5 * minutes,
);

test(
  "another commit: the same comment, in place, with the new name",
  async () => {
    site.configure((config) => {
      if (config.services?.landingPage !== undefined) config.services.landingPage.host = "start";
    });
    expect((await preview()).code).toBe(0);
    const { stdout } = await comment("--commit", "2".repeat(40));
    expect(JSON.parse(stdout)).toMatchObject({ action: "updated" });
    const { body, comments } = onPull();
    expect(comments).toBe(131);
    expect(body).toContain("commit <code>222222222222</code>");
    expect(body).toContain("start.test.example.");
    expect(body).not.toMatch(/PRIVATE KEY|client-key-data/);
  },
  5 * minutes,
);

test(
  "the update does what the plan says; the summary says that it was reviewed, the pull request what came of it",
  async () => {
    const planned = await operate(
      "comment",
      "--events",
      file("events.json"),
      "--reviewed-in",
      String(pull),
      "--dry-run",
    );
    expect(planned.stdout).toContain("This is the plan that was reviewed in #&#8203;7.");
    const { policyPacks, policyPackConfigs } = site.policies;
    const up = await capture(
      "pulumi",
      [
        ...["up", "--yes", "--non-interactive", "--color", "never", "--stack", stack, "--plan", file("plan.json")],
        ...["--policy-pack", policyPacks[0] ?? "", "--policy-pack-config", policyPackConfigs[0] ?? ""],
        ...["--event-log", file("events.json")],
      ],
      { cwd: folder, env: { ...env, PULUMI_DEBUG_COMMANDS: "true" } },
    );
    expect([up.code, up.stderr]).toEqual([0, ""]);
    expect(JSON.parse((await comment()).stdout)).toMatchObject({ action: "updated" });
    const { body, comments } = onPull();
    expect(comments).toBe(131);
    expect(body).toMatch(/^### Update of <code>lab-test<\/code> done: /);
  },
  10 * minutes,
);

test("the new name answers with the platform's address", async () => {
  const { ingressAddress } = await site.stack.outputs();
  const resolver = new dns.Resolver();
  resolver.setServers(["127.0.0.1:10053"]);
  await expect(resolver.resolve4("start.test.example")).resolves.toEqual([ingressAddress?.value]);
});

test(
  "what the plan does not know stops the update, with words",
  async () => {
    site.configure((config) => {
      if (config.services?.landingPage !== undefined) config.services.landingPage.replicas = 4;
    });
    const up = await capture(
      "pulumi",
      ["up", "--yes", "--non-interactive", "--color", "never", "--stack", stack, "--plan", file("plan.json")],
      { cwd: folder, env },
    );
    expect(up.code).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("violates plan");
  },
  5 * minutes,
);
