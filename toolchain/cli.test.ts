import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** An empty cache: nothing of this machine's own is seen or changed. */
const cache = fs.mkdtempSync(path.join(os.tmpdir(), "tools-cli-"));
afterAll(() => fs.rmSync(cache, { recursive: true }));

function cli(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const file = path.join(__dirname, "cli.ts");
  const env = { ...process.env, XDG_CACHE_HOME: cache, PATH: "/usr/bin" };
  return spawnSync(process.execPath, ["--import", "tsx", file, ...args], { encoding: "utf8", env });
}

test("list --json names every tool", () => {
  const { status, stdout } = cli("list", "--json");
  expect(status).toBe(0);
  const rows = JSON.parse(stdout) as { name: string; state: string; folder: string }[];
  expect(rows).toHaveLength(12);
  expect(rows.every((row) => row.state === "missing" && row.folder.startsWith(cache))).toBe(true);
});

test("env can be read by a shell", () => {
  const { status, stdout } = cli("env");
  expect(status).toBe(0);
  const [folders, home, ...rest] = stdout.trim().split("\n");
  const hash = /^export PATH='.*\/science-platform\/bin\/([0-9a-f]{12}):\/usr\/bin'$/.exec(folders ?? "")?.[1];
  expect(home).toBe(`export PULUMI_HOME='${cache}/science-platform/pulumi/${hash}'`);
  expect(rest).toEqual([
    "export PULUMI_SKIP_UPDATE_CHECK='true'",
    "export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION='true'",
    "export PULUMI_DISABLE_REGISTRY_RESOLVE='true'",
  ]);
});

test.each<[string[], number, string]>([
  [
    ["install", "kubectl", "kubetcl", "hlem"],
    1,
    "There is no tool called kubetcl or hlem. There are: process-compose, ",
  ],
  [["remove"], 2, "no command remove\n\nTools in exactly"],
  [[], 2, "which command?\n\nTools in exactly"],
  [["list", "helm"], 2, "list takes no names\n\nTools in exactly"],
])("%j ends with %d", (args, code, message) => {
  const { status, stderr, stdout } = cli(...args);
  expect(status).toBe(code);
  expect(stderr.startsWith(message)).toBe(true);
  expect(stdout).toBe("");
});
