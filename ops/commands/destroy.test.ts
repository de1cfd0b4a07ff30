/** The command with a Pulumi and a kubectl of our own on the PATH: what they are called with, the exit code, and what is printed. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { resource, types } from "../destroy/testing";
import { repository } from "../../system/repository";
import { capture } from "../process";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "destroy-"));
  fs.copyFileSync(path.join(repository, "examples/lifewatch-existing.yaml"), path.join(folder, "Pulumi.a.yaml"));
  installPulumi();
  install("kubectl", `echo "$3 $4 $5" >> "${folder}/kubectl-calls"; echo "no route to host" >&2; exit 1`);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function install(program: string, script: string): void {
  fs.writeFileSync(path.join(folder, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** One that exports the state of `before`, and after a destroy that of `after`. */
function installPulumi({
  before = [],
  after = [],
  code = 0,
}: { before?: object[]; after?: object[]; code?: number } = {}) {
  const write = (name: string, resources: object[]) =>
    fs.writeFileSync(path.join(folder, name), JSON.stringify({ deployment: { resources } }));
  write("before", before);
  write("after", after);
  install(
    "pulumi",
    `echo "$@" >> "${folder}/calls"
case "$1 $2" in
  "stack export") cat "${folder}/$([ -e "${folder}/destroyed" ] && echo after || echo before)" ;;
  "stack tag") exit 1 ;;
  *) touch "${folder}/destroyed"; echo shown; exit ${code} ;;
esac`,
  );
}

const run = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["destroy", "--directory", folder, ...args], {
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      PULUMI_BACKEND_URL: "s3://elsewhere",
      PULUMI_HOME: folder,
      OS_CLIENT_CONFIG_FILE: `${folder}/clouds.yaml`,
    },
  });
const destroys = () =>
  fs
    .readFileSync(path.join(folder, "calls"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("destroy"));

const rule = resource(types.rule, "rule", { id: "r1" });
const homes = resource(types.volume, "homes", { id: "v1", protect: true });
const provider = {
  ...resource("pulumi:providers:kubernetes", "platform", { id: "k" }),
  inputs: { kubeconfig: "apiVersion: v1\nkind: Config\n" },
};

test("0: says what will happen, has Pulumi do it, and says what is not listed", async () => {
  installPulumi({ before: [rule] });
  expect(await run("--stack", "a", "--yes")).toEqual({
    code: 0,
    stdout:
      "shown\n\nEverything unprotected of a is deleted. What a cluster that exists still holds is not listed: that is done for " +
      "OpenStack only. `pulumi stack rm a` removes its settings and history too.\n",
    stderr:
      "Destroying a deletes 1 resource.\n\nThe stack has nothing in a cluster.\nThe stack has nothing in a cluster.\n",
  });
  expect(destroys()).toEqual(["destroy --yes --stack a --suppress-outputs"]);
});

test("what is protected is named, and Pulumi told to leave it", async () => {
  installPulumi({ before: [rule, homes], after: [homes] });
  const { code, stdout, stderr } = await run("--stack", "a", "--yes");
  expect(code).toBe(0);
  expect(stderr).toContain("These stay, because they are protected:\n  volume homes  v1\n");
  expect(stdout).not.toContain("pulumi stack rm");
  expect(destroys()).toEqual(["destroy --yes --stack a --suppress-outputs --exclude-protected"]);
});

test("1: nothing happens without a terminal to ask at, or --yes", async () => {
  installPulumi({ before: [rule] });
  const { code, stderr } = await run("--stack", "a");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Nothing was done: there is no terminal to ask at\. --yes goes on without\.\n$/);
  expect(destroys()).toEqual([]);
});

test("1: Pulumi did not finish; as JSON, with Pulumi's own words elsewhere", async () => {
  installPulumi({ before: [rule], code: 255 });
  const { code, stdout, stderr } = await run("--stack", "a", "--yes", "--json");
  expect(code).toBe(1);
  const error =
    "pulumi destroy did not finish (see above). What is done is noted: run the command again to go on from there.";
  expect(JSON.parse(stdout)).toEqual({ stack: "a", error });
  expect(stderr).toContain(`shown\n${error}\n`);
});

test("what is done is all that --json prints", async () => {
  installPulumi({ before: [rule] });
  const { code, stdout } = await run("--stack", "a", "--yes", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ stack: "a", cloud: "existing", unseen: [], empty: true });
});

test("1: a cluster that does not answer stops it, before anything is done", async () => {
  installPulumi({ before: [rule, provider] });
  const { code, stderr } = await run("--stack", "a", "--yes");
  expect(code).toBe(1);
  expect(stderr).toBe(
    "The cluster does not answer: no route to host\n" +
      "Load balancers and volumes that were made in it would stay in the cloud. If it will never answer again: --skip-drain\n",
  );
  expect(destroys()).toEqual([]);
});

test("unless that was foreseen", async () => {
  installPulumi({ before: [rule, provider] });
  const { code, stderr } = await run("--stack", "a", "--yes", "--skip-drain");
  expect(code).toBe(0);
  expect(stderr).toContain(
    "The cluster does not answer: no route to host\nWhat its controllers made in the cloud stays there, and is listed at the end.\n",
  );
  expect(destroys()).toHaveLength(1);
});

test("1: no way into the cloud", async () => {
  fs.copyFileSync(path.join(repository, "examples/lifewatch-openstack.yaml"), path.join(folder, "Pulumi.a.yaml"));
  const { code, stderr } = await run("--stack", "a", "--yes");
  expect(code).toBe(1);
  expect(stderr).toBe(`no clouds.yaml found (looked for ${folder}/clouds.yaml)\n`);
  expect(destroys()).toEqual([]);
});

test("2: a stack file that is not there", async () => {
  const { code, stderr } = await run("--stack", "b", "--yes");
  expect(code).toBe(2);
  expect(stderr).toContain(`error: there is no ${folder}/Pulumi.b.yaml`);
});

test.each([
  ["no stack", []],
  ["no number of minutes", ["--stack", "a", "--drain-limit", "soon"]],
])("2: %s", async (_, args) => {
  expect((await run(...args)).code).toBe(2);
});
