/** The command with a Pulumi of our own on the PATH: its arguments, its exit code, and what is printed. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { validInput } from "../../config/testing";
import { step, volumeType } from "../guard/testing";
import { type FakeCloud, fakeCloud } from "../openstack/testing";
import { allServices, emptyProject } from "../preflight/testing";
import { repository } from "../../system/repository";
import { capture } from "../process";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "preview-"));
  writeStack({});
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function writeStack(more: object): void {
  const config = { ...validInput(), ...more };
  fs.writeFileSync(
    path.join(folder, "Pulumi.a.yaml"),
    stringify({ config: { "pulumi:disable-default-providers": ["*"], "science-platform:config": config } }),
  );
}

/** A `pulumi` that notes its arguments, writes this log where it is told to, and ends with this code. */
function install(log: string, code = 0): void {
  fs.writeFileSync(path.join(folder, "log"), log);
  fs.writeFileSync(
    path.join(folder, "pulumi"),
    `#!/bin/sh
echo "$@" > "${folder}/arguments"
echo "$PULUMI_DEBUG_COMMANDS" > "${folder}/debug"
for last; do :; done
cp "${folder}/log" "$last"
echo shown
exit ${code}
`,
    { mode: 0o755 },
  );
}

const runAll = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["preview", "--directory", folder, ...args], {
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml"),
    },
  });
const run = (...args: string[]) => runAll("--no-preflight", ...args);
const given = () => fs.readFileSync(path.join(folder, "arguments"), "utf8").trim();
const lost = step("delete", volumeType, "homes", { old: { id: "v1" } });

test("0 when nothing is lost; Pulumi gets the stack, further arguments, and a place for its log", async () => {
  install(step("create", volumeType, "homes", { new: {} }));
  expect(await run("--stack", "a", "--", "--diff")).toEqual({ code: 0, stdout: "shown\n", stderr: "" });
  expect(given()).toMatch(/^preview --stack a --diff --event-log \/.*\/events\.json$/);
  expect(fs.readFileSync(path.join(folder, "debug"), "utf8")).toBe("true\n");
});

test("the rules and the site's settings for them are used where there are any", async () => {
  install("");
  fs.mkdirSync(path.join(folder, "policies"));
  await run("--stack", "a");
  expect(given()).toContain("preview --stack a --policy-pack policies --event-log");
  fs.writeFileSync(path.join(folder, "policies/config.a.json"), "{}");
  await run("--stack", "a");
  expect(given()).toContain("--policy-pack policies --policy-pack-config policies/config.a.json --event-log");
  await run("--stack", "a", "--", "--policy-pack=mine");
  expect(given()).toContain("preview --stack a --policy-pack=mine --event-log");
});

test("1 when something would be lost, with what to do; its log can be kept", async () => {
  install(lost);
  const kept = path.join(folder, "kept.json");
  const { code, stdout } = await run("--stack", "a", "--event-log", kept);
  expect(code).toBe(1);
  expect(stdout).toContain(
    "shown\n\nSTOPPED: this change would destroy a resource that cannot be made again as it was.\n",
  );
  expect(stdout).toContain("Write `allowReplace: [volume/homes]` into Pulumi.a.yaml and run");
  expect(fs.readFileSync(kept, "utf8")).toBe(lost);
});

test("0 when the stack file allows it", async () => {
  install(lost);
  writeStack({ allowReplace: ["volume/homes"] });
  expect(await run("--stack", "a")).toEqual({
    code: 0,
    stdout: "shown\n\nAllowed by allowReplace:\n  volume/homes would be deleted (v1)\n",
    stderr: "",
  });
});

test("1 when Pulumi fails, for whatever reason", async () => {
  install("", 255);
  expect(await run("--stack", "a")).toEqual({ code: 1, stdout: "shown\n", stderr: "" });
});

describe("with the project looked at", () => {
  let cloud: FakeCloud;
  const answers = emptyProject();
  beforeAll(async () => {
    cloud = await fakeCloud(allServices, answers);
  });
  beforeEach(() => {
    install("");
    const auth = { auth_url: cloud.address, username: "u", password: "p", project_name: "rsp" };
    fs.writeFileSync(path.join(folder, "clouds.yaml"), stringify({ clouds: { test: { auth } } }));
  });
  afterAll(() => cloud.close());

  test("one that is large enough is not spoken of", async () => {
    expect(await runAll("--stack", "a")).toEqual({ code: 0, stdout: "shown\n", stderr: "" });
  });

  test("1 for one that is too small, with the table and the letter below Pulumi's preview", async () => {
    Object.assign(answers, emptyProject(20));
    const { code, stdout } = await runAll("--stack", "a");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^shown\n\nStack a in project rsp \(p1\) of cloud test, region RegionOne\n/);
    expect(stdout).toMatch(/cores +28 +4 +20 +12 too few\n[^]*\nDear administrators,\n/);
  });

  test("1 where nobody answers, before Pulumi is started", async () => {
    const closed = await fakeCloud([], {});
    await closed.close();
    const auth = { auth_url: closed.address, username: "u", password: "p", project_name: "rsp" };
    fs.writeFileSync(path.join(folder, "clouds.yaml"), stringify({ clouds: { test: { auth } } }));
    const { code, stdout, stderr } = await runAll("--stack", "a");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^The cloud "test" cannot be asked: .*\nThat means: nobody answers at the cloud's address: /,
    );
  });
});

test("2 for a stack that is not there, and without a stack", async () => {
  install("");
  const { code, stderr } = await run("--stack", "b");
  expect({ code, named: stderr.startsWith(`error: there is no ${folder}/Pulumi.b.yaml`) }).toEqual({
    code: 2,
    named: true,
  });
  expect(await run()).toMatchObject({
    code: 2,
    stderr: "error: required option '--stack <name>' not specified\n(add --help for what is possible)\n",
  });
});
