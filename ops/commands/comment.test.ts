/** The command as CI runs it: a process of its own, against a local server that behaves as GitHub's API does. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { lines } from "../comment/testing";
import { FakeForge } from "../forge/testing";
import { repository } from "../../system/repository";
import { capture } from "../process";

jest.setTimeout(120_000);

let folder: string;
let server: FakeForge;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "comment-"));
  server = new FakeForge();
  await server.listen();
  const log = [
    lines.step("create", "kubernetes:core/v1:ConfigMap", "a", { new: { inputs: { key: "hunter22-hunter22" } } }),
    lines.summary(),
  ];
  fs.writeFileSync(path.join(folder, "events.json"), `${log.join("\n")}\n`);
  fs.writeFileSync(path.join(folder, "printed.txt"), "error: hunter22-hunter22 is wrong\n");
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});
beforeEach(() => {
  server.comments.length = 0;
  env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GITHUB_API_URL: server.url,
    GITHUB_REPOSITORY: "acme/platform",
    GITHUB_TOKEN: server.token,
    APP_SECRET: "hunter22-hunter22",
  };
});

const run = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["comment", "--stack", "roe", "--no-stack-secrets", ...args], {
    cwd: folder,
    env,
  });
const events = ["--events", "events.json"];

test("created, unchanged, and updated when something is different; the summary of the job is the same", async () => {
  env.GITHUB_STEP_SUMMARY = path.join(folder, "summary.md");
  const first = await run(...events, "--pull-request", "7", "--json");
  expect([first.code, first.stderr, JSON.parse(first.stdout)]).toEqual([
    0,
    "",
    { action: "created", url: "https://forge.example/comments/1" },
  ]);
  expect(server.comments[0]?.body).toContain("### Preview of <code>roe</code>: 1 to create\n");
  expect(server.comments[0]?.body).toContain('+ key: "[secret]"');
  expect(fs.readFileSync(env.GITHUB_STEP_SUMMARY, "utf8")).toBe(server.comments[0]?.body);
  expect((await run(...events, "--pull-request", "7")).stdout).toBe("The comment is unchanged\n");
  const third = await run(...events, "--pull-request", "7", "--commit", "abcdef", "--note", "Of a fork.");
  expect(third.stdout).toBe("The comment is updated: https://forge.example/comments/1\n");
  expect(server.comments.map(({ body }) => body.split("\n\n").slice(1, 3))).toEqual([
    ["commit <code>abcdef</code> · 12 s", "Of a fork."],
  ]);
});

test("in two jobs: the one saves, the other has the token", async () => {
  delete env.GITHUB_TOKEN;
  const saved = await run(...events, "--save", "model.json");
  expect([saved.code, saved.stdout, saved.stderr]).toEqual([0, "", "Written to model.json.\n"]);
  expect(fs.readFileSync(path.join(folder, "model.json"), "utf8")).not.toContain("hunter22");
  env.GITHUB_TOKEN = server.token;
  delete env.APP_SECRET;
  const { code, stdout } = await run("--model", "model.json", "--pull-request", "7", "--json");
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { action: "created" }]);
  expect(server.comments[0]?.body).toContain("### Preview of <code>roe</code>: 1 to create\n");
});

test("a run that did not come to its first event, and one that was not allowed to run", async () => {
  const none = await run("--events", "nowhere.json", "--printed", "printed.txt", "--dry-run");
  expect([none.code, none.stdout.split("\n")[0]]).toEqual([0, "### Preview of <code>roe</code> **did not start**"]);
  expect(none.stdout).toContain("error: [secret] is wrong");
  fs.mkdirSync(path.join(folder, "head"), { recursive: true });
  const fork = await run("--head", "head", "--dry-run");
  expect(fork.stdout).toContain(
    "### Preview of <code>roe</code> **was not run**: this job has no way into the cloud\n",
  );
  expect(fork.stdout).toContain("Rendered objects of Helm releases: no changes.");
});

test("the plan is compared with the one on the pull request", async () => {
  const reviewed = async () => (await run(...events, "--reviewed-in", "7", "--dry-run")).stdout.split("\n\n")[2];
  expect(await reviewed()).toContain("**Nobody has reviewed this plan**");
  await run(...events, "--pull-request", "7");
  expect(await reviewed()).toContain("This is the plan that was reviewed in #&#8203;7.");
});

test.each<[string, string[], Record<string, string>, number, RegExp]>([
  [
    "no token",
    [...events, "--pull-request", "7"],
    { GITHUB_TOKEN: "" },
    1,
    /^For github is missing:\n {2}the token: set GITHUB_TOKEN or GH_TOKEN\n/,
  ],
  ["a wrong token", [...events, "--pull-request", "7"], { GITHUB_TOKEN: "wrong-token" }, 1, /refuses \(401\)/],
  ["no pull request", events, {}, 1, /^Which pull request\?/],
  ["nothing to read", [], {}, 2, /give --events, --model or --head/],
  ["both", [...events, "--model", "x.json"], {}, 2, /cannot be used with/],
  ["a model that is none", ["--model", "events.json", "--dry-run"], {}, 1, /^events\.json cannot be read: /],
  ["a pull request that is no number", [...events, "--pull-request", "main"], {}, 2, /It is a number like 12/],
  [
    "prices that are wrong",
    [...events, "--prices", "printed.txt", "--dry-run"],
    {},
    1,
    /^printed\.txt is wrong; examples\/delivery\/prices\.yaml shows one:\n {2}currency: .*\n {2}source: .*\n {2}perMonth: /,
  ],
])("%s", async (_, args, more, code, message) => {
  env = { ...env, ...more };
  const result = await run(...args);
  expect([result.code, result.stdout]).toEqual([code, ""]);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
});
