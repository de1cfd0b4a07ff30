/** The command as a person calls it, against a cloud of our own. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { validInput } from "../../config/testing";
import { fakeCloud, type FakeCloud } from "../openstack/testing";
import { repository } from "../../system/repository";
import { emptyProject, allServices } from "../preflight/testing";
import { capture } from "../process";

// The first start bundles the command.
jest.setTimeout(60_000);

let cloud: FakeCloud;
let folder: string;
let port: string;
const answers = emptyProject();

beforeAll(async () => {
  cloud = await fakeCloud(allServices, answers);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "preflight-"));
  const auth = { auth_url: `${cloud.address}/v3`, username: "u", password: "p", project_name: "rsp" };
  const closed = await fakeCloud([], {});
  await closed.close();
  port = new URL(closed.address).port;
  const nobody = { ...auth, auth_url: `${closed.address}/v3` };
  fs.writeFileSync(path.join(folder, "clouds.yaml"), stringify({ clouds: { test: { auth }, gone: { auth: nobody } } }));
  // Ranges of their own, as stacks of one folder must have.
  const { network, openstack, ...rest } = validInput();
  const write = (stack: string, config: object) =>
    fs.writeFileSync(
      path.join(folder, `Pulumi.${stack}.yaml`),
      stringify({ config: { "pulumi:disable-default-providers": ["*"], "science-platform:config": config } }),
    );
  write("a", validInput());
  write("gone", { ...rest, network: { ...network, cidr: "10.11.0.0/24" }, openstack: { ...openstack, cloud: "gone" } });
  write("missing", {
    ...rest,
    network: { ...network, cidr: "10.12.0.0/24" },
    openstack: { ...openstack, cloud: "nowhere" },
  });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await cloud.close();
});

const run = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["preflight", "--directory", folder, ...args], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml") },
  });

test("0 when nothing stands in the way", async () => {
  const { code, stdout, stderr } = await run("--stack", "a");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Stack a in project rsp \(p1\) of cloud test, region RegionOne\n/);
  expect(stdout).toMatch(/\n\nNothing stands in the way\.\n$/);
});

test("1 when something does; as JSON a limit of null is none", async () => {
  Object.assign(answers, emptyProject(20));
  const { code, stdout } = await run("--stack", "a", "--json");
  expect(code).toBe(1);
  const result = JSON.parse(stdout) as { ready: boolean; rows: { key: string }[]; request: string };
  expect(result.ready).toBe(false);
  expect(result.rows.find(({ key }) => key === "memory")).toMatchObject({ need: 204800, used: 0, limit: null });
  expect(result.request).toContain("Dear administrators,");
});

test.each([
  [
    "a cloud that nobody answers for",
    "gone",
    () =>
      `The cloud "gone" cannot be asked: POST http://127.0.0.1:${port}/v3/auth/tokens: fetch failed (connect ECONNREFUSED 127.0.0.1:${port})\nThat means: nobody answers at the cloud's address: look at auth_url in clouds.yaml, whether a VPN is needed, and whether the cloud is up.\n`,
  ],
  [
    "a cloud that clouds.yaml does not have",
    "missing",
    () => `The cloud "nowhere" cannot be asked: ${folder}/clouds.yaml: no cloud "nowhere" (it has: test, gone)\n`,
  ],
])("1 for %s", async (_, stack, message) => {
  expect(await run("--stack", stack)).toEqual({ code: 1, stdout: "", stderr: message() });
});

test("2 for a stack that is not there", async () => {
  const { code, stderr } = await run("--stack", "b");
  expect({ code, named: stderr.startsWith(`error: there is no ${folder}/Pulumi.b.yaml`) }).toEqual({
    code: 2,
    named: true,
  });
});

test("2 without a stack", async () => {
  expect((await run()).code).toBe(2);
});
