import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { repository } from "../../system/repository";
import { capture } from "../process";

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "init-"))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

const command = path.join(repository, "bin/science-platform");
const run = (...args: string[]) =>
  capture(command, ["init", "--directory", directory, ...args], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: path.join(directory, "clouds.yaml") },
  });

const answers =
  "owner: team\ndomain: edi.example.org\nemail: ops@example.org\nusers: 5\nadministrators: [192.0.2.0/24]\n";
const withAnswers = (): string[] => {
  const file = path.join(directory, "answers.yaml");
  fs.writeFileSync(file, answers);
  return ["--answers", file];
};

test("writes the file; without a cloud to ask, what is missing is guessed and said", async () => {
  const args = [...withAnswers(), "--cloud", "openstack", "--os-cloud", "lab", "--site", "edi", "--users", "7"];
  const { code, stdout, stderr } = await run(...args);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n").slice(0, 4)).toEqual([
    `Wrote ${path.join(directory, "Pulumi.edi.yaml")}.`,
    "",
    "Not looked up:",
    `  nothing could be looked up in the cloud: no clouds.yaml found (looked for ${path.join(directory, "clouds.yaml")})`,
  ]);
  expect(fs.readFileSync(path.join(directory, "Pulumi.edi.yaml"), "utf8")).toContain("            users: 7\n");
  await expect(run(...args)).resolves.toMatchObject({ code: 1 });
});

test("what it wrote passes config check", async () => {
  await run(...withAnswers(), "--cloud", "gcp", "--site", "edi", "--project", "my-project", "--region", "europe-west2");
  const { code } = await capture(command, ["config", "check", "--directory", directory]);
  expect(code).toBe(0);
});

test("a dry run prints the file alone", async () => {
  const { code, stdout } = await run(
    ...[...withAnswers(), "--cloud", "gcp", "--site", "edi", "--project", "my-project", "--region", "europe-west2"],
    "--dry-run",
  );
  expect(code).toBe(0);
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "# yaml-language-server: $schema=config/stack.schema.json",
    "# Site edi, as `science-platform init` proposed it.",
  ]);
  expect(fs.readdirSync(directory)).toEqual(["answers.yaml"]);
});

test("2 when answers are missing, all of them in one message", async () => {
  await expect(run(...withAnswers(), "--cloud", "gcp")).resolves.toEqual({
    code: 2,
    stdout: "",
    stderr: [
      "init needs 3 more answers:",
      "  --site <name>                  short name of the site and of its stack",
      "  --region <name>                region of the cloud",
      "  --project <id>                 ID of the GCP project",
      "(add --help for what is possible)",
      "",
    ].join("\n"),
  });
});

test("2 when one is wrong", async () => {
  await expect(run("--users", "many")).resolves.toEqual({
    code: 2,
    stdout: "",
    stderr: '--users: "many" is wrong: write a whole number\n(add --help for what is possible)\n',
  });
});
