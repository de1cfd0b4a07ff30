import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { validInput } from "../../config/testing";
import { repository } from "../../system/repository";
import { capture } from "../process";

// Each test starts the program several times, and the first of all bundles it.
jest.setTimeout(30_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "check-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const program = path.join(repository, "bin/science-platform");
const check = (...args: string[]) => capture(program, ["config", "check", "--directory", folder, ...args]);
const show = (...args: string[]) => capture(program, ["config", "show", "--directory", folder, ...args]);
const file = (name: string) => path.join(folder, `Pulumi.${name}.yaml`);

/** A stack file with the valid configuration, changed, and further keys beside it. */
function write(name: string, change: object = {}, beside: object = {}): void {
  const input = { ...validInput(), site: name, ...change };
  const config = { "pulumi:disable-default-providers": ["*"], "science-platform:config": input, ...beside };
  fs.writeFileSync(file(name), stringify({ config }));
}

const github = { github: { clientId: "a", organizations: ["b"] } };

beforeEach(() => {
  for (const one of fs.readdirSync(folder)) fs.rmSync(path.join(folder, one));
  write("good");
});

test("without arguments all stacks of the folder are checked", async () => {
  write("second", { network: { ...validInput().network, cidr: "10.40.0.0/24" } });
  await expect(check()).resolves.toEqual({
    code: 0,
    stdout: `${file("good")}: OK\n${file("second")}: OK\n`,
    stderr: "",
  });
});

test("every problem is told with its place, and where it is explained", async () => {
  write(
    "bad",
    { lifecycle: "prod", dns: { ...validInput().dns, zon: "x" } },
    { "science-platform:tsig-key": "hunter2" },
  );
  const { code, stdout, stderr } = await check("--stack", "bad");
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toBe(
    [
      `${file("bad")}: 3 problems`,
      `${file("bad")}:7:5: lifecycle: "prod" is wrong: write one of "production", "disposable"`,
      "    see docs/configuration.md#the-site",
      `${file("bad")}:59:7: dns.zon: there is no such key: did you mean "zone"?`,
      "    see docs/configuration.md#dns",
      `${file("bad")}:65:3: science-platform:tsig-key: stands here in the clear: set it again with \`pulumi config set --secret tsig-key --stack bad\`, and change it where it is used if anybody may have read it`,
      "    see docs/configuration.md#stack-secrets",
      "",
    ].join("\n"),
  );
});

test("secrets still to be set and keys not applied are told, and fail nothing", async () => {
  write("good", { identity: github });
  const { code, stdout } = await check();
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      `${file("good")}: OK`,
      "  Secrets still to be set:",
      "    github-client-secret, for identity.github (not used yet): pulumi config set --secret github-client-secret --stack good",
      "  Checked, but not applied by this version:",
      "    identity: nobody logs in",
      "",
    ].join("\n"),
  );
});

test("--require-secrets fails for those that this version uses", async () => {
  const example = path.join(repository, "examples/lifewatch-existing.yaml");
  const without = await check(example);
  const required = await check("--require-secrets", example);
  expect([without.code, required.code, required.stdout === without.stdout]).toEqual([0, 1, true]);
  write("good", { identity: github });
  await expect(check("--require-secrets")).resolves.toMatchObject({ code: 0 });
});

test("--json says the same for programs", async () => {
  write("good", { identity: github, lifecycle: "prod" });
  const { code, stdout } = await check("--json");
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      stacks: [
        {
          file: file("good"),
          ok: false,
          problems: [
            {
              path: "lifecycle",
              message: '"prod" is wrong: write one of "production", "disposable"',
              line: 7,
              column: 5,
              documentation: "docs/configuration.md#the-site",
            },
          ],
          secretsToSet: [],
          pending: [{ path: "identity", instead: "nobody logs in", refused: false, line: 64, column: 5 }],
        },
      ],
    },
  ]);
  write("good", { identity: github });
  const right = JSON.parse((await check("--json")).stdout) as { stacks: unknown[] };
  expect(right.stacks[0]).toMatchObject({
    ok: true,
    problems: [],
    secretsToSet: [
      {
        name: "github-client-secret",
        meaning: "Secret of the OAuth app at GitHub.",
        path: "identity.github",
        command: "pulumi config set --secret github-client-secret --stack good",
        needed: false,
      },
    ],
  });
});

test("a word is a stack, and what has a slash or an ending is a file", async () => {
  write("second", { network: { ...validInput().network, cidr: "10.40.0.0/24" } });
  await expect(check("second", file("good"))).resolves.toEqual({
    code: 0,
    stdout: `${file("second")}: OK\n${file("good")}: OK\n`,
    stderr: "",
  });
});

test("stacks are checked against each other", async () => {
  write("other");
  const { code, stdout } = await check("--stack", "good");
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^.*Pulumi\.good\.yaml:20:7: network\.cidr: "10\.10\.0\.0\/24" overlaps network\.cidr .* of stack other/m,
  );
});

test("what is no YAML is told with its place, and no line of it is shown", async () => {
  fs.writeFileSync(file("bad"), "config:\n  science-platform:tsig-key: hunter2: x\n");
  const { code, stdout } = await check("--stack", "bad");
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      `${file("bad")}: one problem`,
      `${file("bad")}:2:30: is no YAML: a text with ": " in it needs quotes, and a mapping of several keys lines of its own`,
      "    see docs/configuration.md#how-a-stack-file-looks",
      "",
    ].join("\n"),
  );
});

test.each<[string, string[], () => string]>([
  ["a stack that is not there", ["--stack", "goood"], () => `there is no ${file("goood")}: did you mean good?`],
  ["a file that is not there", ["nowhere.yaml"], () => "there is no nowhere.yaml"],
  [
    "a folder without stacks",
    ["--directory", os.devNull],
    () => `${os.devNull} has no stack file: Pulumi.<stack>.yaml`,
  ],
  ["an option that there is not", ["--stacks", "a"], () => "unknown option '--stacks'\n(Did you mean --stack?)"],
])("2 for %s", async (_, args, message) => {
  const stderr = `error: ${message()}\n(add --help for what is possible)\n`;
  await expect(check(...args)).resolves.toEqual({ code: 2, stdout: "", stderr });
});

test("show prints the configuration with every default", async () => {
  const { code, stdout } = await show("--stack", "good");
  expect(code).toBe(0);
  expect(parse(stdout)).toMatchObject({ site: "good", dns: { ttl: 300 }, secrets: { backend: "kubernetes" } });
  expect(JSON.parse((await show("--stack", "good", "--json")).stdout)).toEqual(parse(stdout));
});

test("show shows nothing of a wrong file", async () => {
  write("bad", { lifecycle: "prod" });
  await expect(show("--stack", "bad")).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `${file("bad")} is wrong: \`science-platform config check ${file("bad")}\` says where.\n`,
  });
});
