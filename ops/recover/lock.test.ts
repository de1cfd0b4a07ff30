import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { locksOf, removeDeadLocks } from "./lock";

let backend: string;
let folder: string;

beforeEach(() => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "locks-"));
  backend = `file://${root}`;
  folder = path.join(root, ".pulumi/locks/organization/science-platform/lab");
  fs.mkdirSync(folder, { recursive: true });
});
afterEach(() => fs.rmSync(backend.slice("file://".length), { recursive: true }));

function lock(name: string, content: string | object): void {
  fs.writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

test("removes the lock of a dead process and of a write that was cut off, and no other", () => {
  const gone = spawnSync("true").pid;
  lock("dead.json", { pid: gone, hostname: os.hostname(), username: "root" });
  lock("cut.json", '{"pid": 12');
  lock("mine.json", { pid: process.pid, hostname: os.hostname() });
  lock("elsewhere.json", { pid: gone, hostname: "another-machine" });
  expect(locksOf(backend, "science-platform", "lab")).toHaveLength(4);
  expect(removeDeadLocks(backend, "science-platform", "lab")).toBe(2);
  expect(fs.readdirSync(folder).sort()).toEqual(["elsewhere.json", "mine.json"]);
});

test("no locks on a stack that was never used, nor in other backends", () => {
  expect(locksOf(backend, "science-platform", "other")).toEqual([]);
  expect(locksOf("s3://bucket", "science-platform", "lab")).toEqual([]);
});
