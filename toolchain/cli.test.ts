import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findTool, tools } from "./pins";
import { pinsHash, recipeHash } from "./recipe";

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
  expect(rows).toHaveLength(16);
  expect(rows.every((row) => row.state === "missing" && row.folder.startsWith(cache))).toBe(true);
});

test("env can be read by a shell", () => {
  const { status, stdout } = cli("env");
  expect(status).toBe(0);
  const [folders, home, ...rest] = stdout.trim().split("\n");
  const hash = /^export PATH='.*\/science-platform\/bin\/([0-9a-f]{12}):\/.*\/policies\/plugin:\/usr\/bin'$/.exec(
    folders ?? "",
  )?.[1];
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

test("prune removes what the pins of this clone do not use, only with --yes, and nothing that runs", () => {
  const inCache = (...parts: string[]): string => path.join(cache, "science-platform", ...parts);
  const helm = findTool("helm");
  const pins = pinsHash(tools);
  const current = inCache("tools", "helm", helm ? `${helm.version}-${recipeHash(helm)}` : "");
  const kept = [current, inCache("bin", pins), inCache("pulumi", pins)];
  const old = [inCache("tools", "helm", "3.0.0-aaa"), inCache("bin", "bbb"), inCache("pulumi", "ccc")];
  const running = inCache("tools", "kwok", "0.1.0-ddd");
  for (const folder of [...kept, ...old, running]) fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(old[0] ?? "", "helm"), Buffer.alloc(3_000_000));
  fs.symlinkSync(path.join(old[0] ?? "", "helm"), path.join(old[1] ?? "", "helm"));
  fs.copyFileSync("/bin/sleep", path.join(running, "kwok"));
  fs.chmodSync(path.join(running, "kwok"), 0o755);
  const program = spawn(path.join(running, "kwok"), ["60"], { stdio: "ignore" });
  try {
    const lines = [
      `    3 MB  ${old[0]}`,
      `    0 MB  ${running}  kept: process ${program.pid} runs from it`,
      `    0 MB  ${old[1]}`,
      `    0 MB  ${old[2]}`,
    ];
    const listed = cli("prune");
    expect(listed.stdout.trimEnd().split("\n")).toEqual([
      ...lines,
      "3 folders, 3 MB, can be removed: run this again with --yes.",
    ]);
    expect(old.every((folder) => fs.existsSync(folder))).toBe(true);

    expect(cli("prune", "--yes").stdout.trimEnd().split("\n").pop()).toBe("Removed 3 folders, 3 MB.");
    expect(old.filter((folder) => fs.existsSync(folder))).toEqual([]);
    expect([...kept, running].every((folder) => fs.existsSync(folder))).toBe(true);
  } finally {
    program.kill("SIGKILL");
  }
});

test("prune of an empty cache", () => {
  fs.rmSync(path.join(cache, "science-platform"), { recursive: true, force: true });
  expect(cli("prune")).toMatchObject({ status: 0, stdout: "Nothing to remove.\n" });
});
