/** The job's script, run by a shell with a Vault of ours and a claim that is a folder. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { snapshotScript } from "./snapshot-script";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "vault-snapshot-"));
  for (const name of ["bin", "claim"]) fs.mkdirSync(path.join(folder, name));
  program(
    "vault",
    `echo "\${VAULT_TOKEN-nobody}: $*" >> "${folder}/calls"
case "$*" in
  write*) echo token ;;
  *save*) [ -z "\${FULL-}" ] || exit 1; for file; do :; done; echo data > "$file" ;;
esac`,
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  fs.writeFileSync(path.join(folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** @param free Free KiB, and what each copy that goes gives back. */
function room(free: number, each: number): void {
  program(
    "df",
    `copies=$(ls -1 "${folder}"/claim/*.snap | wc -l)
echo "Filesystem 1024-blocks Used Available Capacity Mounted on"
echo "/dev/sdb 1000 0 $((${free} + (20 - copies) * ${each})) 0% /snapshots"`,
  );
}

/** @param bytes Size of each. @returns names, the oldest first. */
function copies(count: number, bytes = 10): string[] {
  const names = Array.from({ length: count }, (_, day) => `2026-01-${String(day + 1).padStart(2, "0")}T02-30-00Z.snap`);
  for (const name of names) fs.writeFileSync(path.join(folder, "claim", name), "x".repeat(bytes));
  return names;
}

function run(more: Record<string, string> = {}) {
  const script = snapshotScript.replaceAll("/snapshots", `${folder}/claim`);
  const env = { PATH: `${folder}/bin:${process.env["PATH"]}`, ...more };
  const { status } = spawnSync("sh", ["-c", script], { env, encoding: "utf8" });
  const calls = fs.readFileSync(path.join(folder, "calls"), "utf8").trim().split("\n");
  return { status, calls, left: fs.readdirSync(path.join(folder, "claim")).sort() };
}

const stamp = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d-\d\d-\d\dZ\.snap$/) as string;

test("the first copy, with a login that ends with it", () => {
  room(1000, 0);
  const { status, calls, left } = run();
  expect([status, left]).toEqual([0, [stamp]]);
  expect(calls).toEqual([
    "nobody: write -field=token auth/kubernetes/login role=vault-snapshot jwt=@/var/run/secrets/kubernetes.io/serviceaccount/token",
    `token: operator raft snapshot save ${folder}/claim/${left[0]}.part`,
    "token: token revoke -self",
  ]);
});

test("fourteen are kept, and nothing that an interrupted job has left", () => {
  room(1000, 0);
  const there = copies(20);
  fs.writeFileSync(path.join(folder, "claim", "2026-01-20T02-29-00Z.snap.part"), "half");
  expect(run()).toMatchObject({ status: 0, left: [...there.slice(-13), stamp] });
});

test("without room for one of twice the last one's size the oldest go first", () => {
  // 2 * 10 KiB are wanted; each that goes gives 5.
  const there = copies(10, 10 * 1024);
  room(-45, 5);
  expect(run()).toMatchObject({ status: 0, left: [...there.slice(-7), stamp] });
});

test("the last two stay, whether there is room or not", () => {
  const there = copies(5, 10 * 1024);
  room(-1000, 0);
  expect(run({ FULL: "yes" })).toMatchObject({ status: 1, left: there.slice(-2) });
});

test("who is not let in saves nothing, and loses nothing", () => {
  const there = copies(3);
  program("vault", `echo "$*" >> "${folder}/calls"; exit 2`);
  expect(run()).toMatchObject({ status: 2, left: there, calls: [expect.stringMatching(/^write /) as string] });
});
