/**
 * What goes wrong on a site, done to the lab's real cloud: each time the message names cause and remedy, and the next `up` ends well. In a
 * project of its own, so that its quotas bound nobody else. What a server cannot be brought to say is in test/engine/explain.test.ts.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { paths, repository } from "../../lab/paths";
import { stackEnvironment } from "../../lab/stack/environment";
import type { OpenstackClient } from "../../ops/openstack/client";
import { inventory } from "../../ops/openstack/inventory";
import { capture } from "../../ops/process";
import { purge } from "../lab/purge";
import { Tenant } from "../lab/tenant";

const minutes = 60_000;
jest.setTimeout(10 * minutes);

const name = "lab-failing";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-failing-"));
const program = path.join(repository, "test/engine/failing");
const clouds = path.join(folder, "clouds.yaml");
let env: Record<string, string>;
let tenant: Tenant;
let client: OpenstackClient;

beforeAll(async () => {
  env = { ...(await stackEnvironment()), PULUMI_BACKEND_URL: `file://${folder}`, OS_CLIENT_CONFIG_FILE: clouds };
  tenant = await Tenant.create(name, { ...env, OS_CLIENT_CONFIG_FILE: paths.cloudsYaml });
  tenant.writeClouds(clouds);
  client = await tenant.login();
  await purge(client);
  // Pulumi writes the stack's file beside Pulumi.yaml; not into the repository.
  const project = path.join(folder, "project");
  fs.mkdirSync(project);
  fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: failing\nruntime: nodejs\n");
  await capture("pulumi", ["stack", "init", "failing", "--no-select", "--non-interactive"], { cwd: project, env });
});
afterAll(async () => {
  await tenant.remove();
  fs.rmSync(folder, { recursive: true });
});

async function pulumi(...args: string[]): Promise<{ code: number; output: string }> {
  const line = [...args, "--non-interactive", "--color", "never"];
  const { code, stderr, stdout } = await capture("pulumi", line, { cwd: program, env });
  return { code, output: `${stdout}\n${stderr}` };
}

const file = path.join(folder, "Pulumi.failing.yaml");

/** @param parts Of test/engine/failing. */
function up(parts: string[], settings: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  // Pulumi writes what `--config` says into the file.
  fs.writeFileSync(file, "");
  const all = { parts: JSON.stringify(parts), cloud: name, ...settings };
  const flags = Object.entries(all).flatMap(([key, value]) => ["--config", `failing:${key}=${value}`]);
  const verb = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "failing"];
  return pulumi(...verb, ...flags, "--config-file", file);
}

/** Our own lines, in order: what failed and what that means. */
function explanations(output: string): string[] {
  return [
    ...new Set(
      output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /^error: [\w-]+: [a-zM]/.test(line)),
    ),
  ].sort();
}

const items = async () => (await inventory(client)).map(({ kind, name }) => `${kind} ${name}`);

test("a quota that is too small, and a name that somebody has taken", async () => {
  await tenant.quota("volumev3", { gigabytes: 5 });
  await client.post("compute", "/os-keypairs", { keypair: { name: "failing" } });
  const failed = await up(["volume", "keypair"]);
  expect(failed.code).not.toBe(0);
  expect(explanations(failed.output)).toEqual([
    "error: homes: the project is too small: `npx science-platform preflight --stack failing` says by how much, and writes the letter to the administrators; when the quota is raised, run the same command again.",
    "error: keypair: the project has something of this name that the stack did not make, or a killed run made it: `npx science-platform recover --stack failing` takes over what a killed run made; what is somebody else's must be renamed or deleted, or choose another `site`.",
  ]);

  await tenant.quota("volumev3", { gigabytes: 1000 });
  await client.delete("compute", "/os-keypairs/failing");
  expect((await up(["volume", "keypair"])).code).toBe(0);
  expect(await items()).toEqual(["keypair failing", "volume failing-homes"]);
});

test("a volume that something else still needs", async () => {
  const volumes = z.object({ volumes: z.array(z.object({ id: z.string() })) });
  const [volume] = volumes.parse(await client.get("volumev3", "/volumes")).volumes;
  const snapshot = { volume_id: volume?.id, name: "by-hand", force: true };
  const answer = await client.post("volumev3", "/snapshots", { snapshot });
  const failed = await up(["keypair"]);
  expect(failed.code).not.toBe(0);
  expect(explanations(failed.output)).toEqual([
    "error: homes: the volume is in use by a machine, or has snapshots: `openstack volume show ID` and `openstack volume snapshot list --volume ID` say by what; detach it there (`openstack server remove volume`) or delete them, and run the same command again.",
  ]);

  const { id } = z.object({ snapshot: z.object({ id: z.string() }) }).parse(answer).snapshot;
  await client.delete("volumev3", `/snapshots/${id}`);
  while ((await items()).includes("volume snapshot by-hand")) await sleep(500);
  expect((await up(["keypair"])).code).toBe(0);
  expect(await items()).toEqual(["keypair failing"]);
});

test("a wrong region, a login that is refused, and an address where nobody answers", async () => {
  const auth = { ...tenant.cloud.auth, password: "wrong" };
  const away = { ...tenant.cloud.auth, auth_url: "http://127.0.0.1:1/v3" };
  tenant.writeClouds(clouds, { refused: { auth }, away: { auth: away } });
  const outputs = [
    (await up(["volume"], { region: "RegionTwo" })).output,
    (await up(["volume"], { cloud: "refused" })).output,
    (await up(["volume"], { cloud: "away" })).output,
  ];
  const beginnings = outputs.map((output) =>
    explanations(output).map((line) => line.split(": ").slice(0, 3).join(": ")),
  );
  expect(beginnings).toEqual([
    ["error: homes: the cloud's catalog has no such service in this region"],
    ["error: homes: the cloud does not take the login"],
    ["error: homes: nobody answers at the cloud's address"],
  ]);
  tenant.writeClouds(clouds);
  expect((await up(["keypair", "volume"])).code).toBe(0);
  expect((await up(["keypair"])).code).toBe(0);
});
