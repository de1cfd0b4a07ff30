/** `science-platform state` with the real engine, between folders: what moves, what is proved, and what is left alone. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { backupStack, restoreStack } from "../../ops/state/backup";
import { checkState } from "../../ops/state/check";
import { atBackend } from "../../ops/state/engine";
import { lockFolder } from "../../ops/state/locks";
import { moveStack } from "../../ops/state/move";
import { toolEnvironment } from "../../toolchain";
import { Workspace } from "./workspace";

jest.setTimeout(300_000);

const workspace = new Workspace();
const directory = workspace.project("science-platform");
const at = (name: string) => path.join(workspace.directory, name);
const url = (name: string) => `file://${at(name)}`;
const env = { ...process.env, ...toolEnvironment(), PULUMI_CONFIG_PASSPHRASE: "engine tests" };
const place = { stack: "site", directory, env };
const lines: string[] = [];
const progress = (line: string) => void lines.push(line);
const yes = () => Promise.resolve(true);

const urn = (name: string, type: string) => `urn:pulumi:site::science-platform::${type}::${name}`;
const root = urn("science-platform-site", "pulumi:pulumi:Stack");
const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };
/** Of the stack's own passphrase: the engine takes no secrets of an export that does not say how they are encrypted. */
let salt: string;
const exported = (names: string[]) =>
  JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      secrets_providers: { type: "passphrase", state: { salt } },
      resources: [
        { urn: root, custom: false, type: "pulumi:pulumi:Stack", outputs: { password: sealed } },
        ...names.map((name) => ({
          urn: urn(name, "x:y:Component"),
          custom: false,
          type: "x:y:Component",
          parent: root,
        })),
      ],
    },
  });

beforeAll(async () => {
  await workspace.stack("science-platform", "site");
  salt = (parse(stackFile()) as { encryptionsalt: string }).encryptionsalt;
  fs.writeFileSync(at("first.json"), exported(["a", "b"]));
  const { code, output } = await workspace.pulumi(
    ["stack", "import", "--stack", "site", "--file", at("first.json")],
    directory,
  );
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  for (const name of ["team", "other"]) fs.mkdirSync(at(name), { mode: 0o700 });
});
afterAll(() => workspace.remove());

const content = (name: string) => atBackend(url(name), place, (engine) => engine.content());
const exists = (name: string) => atBackend(url(name), place, (engine) => engine.exists());
const stackFile = () => fs.readFileSync(path.join(directory, "Pulumi.site.yaml"), "utf8");

test("moves there and back: the same count and checksum, the old one gone only then, the stack file as it was", async () => {
  const [before, file] = [await content("state"), stackFile()];
  expect(before).toEqual({ resources: 3, pending: 0, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  const moved = await moveStack({ ...place, from: url("state"), to: url("team"), confirm: yes, progress });
  expect(moved).toEqual({ content: before, sourceRemoved: true });
  const summary = `3 resources, SHA-256 ${before.checksum.slice(0, 16)}`;
  expect(lines.splice(0)).toEqual([
    `read from ${url("state")}: ${summary}`,
    `proved at ${url("team")}: ${summary}`,
    `removed from ${url("state")}`,
  ]);
  await expect(exists("state")).resolves.toBe(false);
  await expect(content("team")).resolves.toEqual(before);
  await moveStack({ ...place, from: url("team"), to: url("state"), confirm: yes, progress });
  await expect(content("state")).resolves.toEqual(before);
  expect(stackFile()).toBe(file);
});

test("whoever says no has it at both, and may move it again", async () => {
  const move = (confirm: () => Promise<boolean>) =>
    moveStack({ ...place, from: url("state"), to: url("team"), confirm, progress });
  await expect(move(() => Promise.resolve(false))).resolves.toMatchObject({ sourceRemoved: false });
  await expect(exists("state")).resolves.toBe(true);
  await expect(move(() => Promise.resolve(false))).resolves.toMatchObject({ sourceRemoved: false });
  await expect(content("team")).resolves.toEqual(await content("state"));
  lines.splice(0);
});

test("another stack of the name is left alone", async () => {
  fs.writeFileSync(at("second.json"), exported(["c"]));
  await atBackend(url("other"), place, async (engine) => {
    await engine.init("passphrase");
    await engine.import(fs.readFileSync(at("second.json"), "utf8"));
  });
  const before = await content("other");
  const move = moveStack({ ...place, from: url("state"), to: url("other"), confirm: yes, progress });
  await expect(move).rejects.toThrow(
    /^There is another stack "site" at file:.*\/other \(2 resources, SHA-256 .*\): nothing was moved\./,
  );
  await expect(content("other")).resolves.toEqual(before);
  await expect(exists("state")).resolves.toBe(true);
});

test("a wrong passphrase moves nothing and leaves nothing", async () => {
  fs.mkdirSync(at("empty"), { mode: 0o700 });
  const wrong = { ...place, env: { ...env, PULUMI_CONFIG_PASSPHRASE: "wrong" } };
  const move = moveStack({ ...wrong, from: url("state"), to: url("empty"), confirm: yes, progress });
  await expect(move).rejects.toThrow(/incorrect passphrase/);
  await expect(exists("empty")).resolves.toBe(false);
});

test("nothing is moved or restored while somebody works on it, and it says who", async () => {
  const folder = path.join(at("state"), lockFolder("science-platform", "site"));
  fs.mkdirSync(folder, { recursive: true });
  const lock = { pid: 7, username: "ann", hostname: "elsewhere", timestamp: "2026-11-28T09:00:00Z" };
  fs.writeFileSync(path.join(folder, "1.json"), JSON.stringify(lock));
  const held = /^site is being worked on by ann on elsewhere, process 7, since 2026-11-28T09:00:00Z\. Wait for it\./;
  await expect(moveStack({ ...place, from: url("state"), to: url("empty"), confirm: yes, progress })).rejects.toThrow(
    held,
  );
  const restore = { ...place, backend: url("state"), file: at("first.json"), confirm: yes, progress };
  await expect(restoreStack(restore)).rejects.toThrow(held);
  await expect(checkState(url("state"), place)).resolves.toMatchObject({
    stack: { locks: ["ann on elsewhere, process 7, since 2026-11-28T09:00:00Z"] },
  });
  fs.rmSync(folder, { recursive: true });
});

test("a backup is its owner's alone, has no secret in the clear, and comes back; what was there is kept", async () => {
  const file = at("backup.json");
  const before = await content("state");
  await expect(backupStack(url("state"), file, place)).resolves.toMatchObject({
    file,
    content: { resources: 3, pending: 0 },
    encryption: "a passphrase",
  });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readFileSync(file, "utf8")).not.toContain("hunter2");
  await atBackend(url("state"), place, (engine) => engine.import(exported(["a", "b", "c", "d"])));
  const seen: unknown[] = [];
  const restored = await restoreStack({
    ...place,
    backend: url("state"),
    file,
    confirm: (now, then) => {
      seen.push(now?.resources, then.resources);
      return yes();
    },
    progress,
  });
  expect(seen).toEqual([5, 3]);
  await expect(content("state")).resolves.toEqual(before);
  const kept = JSON.parse(fs.readFileSync(restored.before ?? "", "utf8")) as { deployment: { resources: unknown[] } };
  expect(kept.deployment.resources).toHaveLength(5);
});

test.each<[string, () => string, string]>([
  ["cut off", () => '{"deployment":{"resources":[', "this is not JSON, or it is cut off."],
  [
    "of another stack",
    () => exported(["a"]).replaceAll("urn:pulumi:site", "urn:pulumi:roe"),
    'is of stack "roe", not of "site".',
  ],
])("a backup that is %s is refused before anything is touched", async (_, text, message) => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "state-test-")), "backup.json");
  fs.writeFileSync(file, text());
  const before = await content("state");
  const restore = restoreStack({ ...place, backend: url("state"), file, confirm: yes, progress });
  await expect(restore).rejects.toThrow(message);
  await expect(content("state")).resolves.toEqual(before);
  fs.rmSync(path.dirname(file), { recursive: true });
});

test("the check tells what should be otherwise", async () => {
  const result = await checkState(url("state"), place);
  expect(result).toMatchObject({ exists: true, versioned: false, stack: { resources: 3, encryption: "a passphrase" } });
  expect(result.problems[0]).toMatch(/^A folder keeps no older versions/);
  await expect(checkState(url("nowhere"), place)).resolves.toMatchObject({ exists: false });
  const empty = await checkState(url("state"), { ...place, env: { ...env, PULUMI_CONFIG_PASSPHRASE: "" } });
  expect(empty.problems.at(-1)).toMatch(/^The passphrase is empty/);
});
