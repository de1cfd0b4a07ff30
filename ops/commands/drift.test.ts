/** The command with a Pulumi of our own on the PATH: what it is called with, the exit code, and what is printed. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { repository } from "../../system/repository";
import { capture } from "../process";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "drift-"));
  fs.copyFileSync(path.join(repository, "examples/lifewatch-existing.yaml"), path.join(folder, "Pulumi.a.yaml"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A `pulumi` that writes these events where it is told to, and ends with this code. */
function install(events: object[], code = 0): void {
  fs.writeFileSync(path.join(folder, "log"), events.map((event) => JSON.stringify(event)).join("\n"));
  fs.writeFileSync(
    path.join(folder, "pulumi"),
    `#!/bin/sh
echo "$PULUMI_DEBUG_COMMANDS $@" > "${folder}/arguments"
cp "${folder}/log" "$6"
echo "error: of its own" >&2
exit ${code}
`,
    { mode: 0o755 },
  );
}

const run = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["drift", "--directory", folder, ...args], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });

const urn = "urn:pulumi:a::science-platform::kubernetes:core/v1:Namespace::web";
const outcome = (op: string) => ({
  resOutputsEvent: { metadata: { op, urn, type: "kubernetes:core/v1:Namespace", old: { id: "web" }, new: null } },
});

test("0: nothing differs; Pulumi changes nothing, and asks nobody", async () => {
  install([outcome("same")]);
  expect(await run("--stack", "a")).toEqual({
    code: 0,
    stdout: "Nothing differs: the cloud is as the last run left it (1 resource).\n",
    stderr: "",
  });
  expect(fs.readFileSync(path.join(folder, "arguments"), "utf8")).toMatch(
    /^true refresh --preview-only --stack a --event-log \/\S+\/events\.json --non-interactive --color never\n$/,
  );
});

test("1: something differs", async () => {
  install([outcome("delete")]);
  const { code, stdout } = await run("--stack", "a");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^web {2}kubernetes:core\/v1:Namespace {2}web\n {2}is missing in the cloud/);
});

test("1: a cluster that does not answer is no drift, and no all-clear", async () => {
  const message = "configured Kubernetes cluster is unreachable: no route to host\n";
  install([{ diagnosticEvent: { urn, severity: "warning", message } }, outcome("delete")]);
  const { code, stdout } = await run("--stack", "a", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    stack: "a",
    drift: false,
    resources: [],
    added: [],
    looked: 0,
    error: "web: the cluster does not answer: no route to host",
  });
});

test("1: Pulumi failed half-way without saying of what", async () => {
  install([outcome("delete")], 255);
  const { code, stdout } = await run("--stack", "a");
  expect(code).toBe(1);
  expect(stdout).toContain("Could not be looked at:\n  pulumi refresh failed:\n  error: of its own\n");
});

test("1: Pulumi failed before it looked", async () => {
  install([], 255);
  const message = "pulumi refresh failed:\nerror: of its own";
  expect(await run("--stack", "a")).toEqual({ code: 1, stdout: "", stderr: `${message}\n` });
  const { code, stdout } = await run("--stack", "a", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ stack: "a", error: message });
});

test("2: wrong usage", async () => {
  expect((await run()).code).toBe(2);
});
