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

test("removes the lock of a dead process, of a write that was cut off, and of a number that another program has now", () => {
  lock("dead.json", { pid: spawnSync("true").pid, hostname: os.hostname(), username: "root" });
  lock("cut.json", '{"pid": 12');
  lock("reused.json", { pid: process.pid, hostname: os.hostname() });
  expect(locksOf(backend, "science-platform", "lab")).toHaveLength(3);
  expect(removeDeadLocks(backend, "science-platform", "lab")).toBe(3);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test.each([
  ["a living one", { pid: process.pid, hostname: os.hostname() }, `process ${process.pid} on ${os.hostname()}`],
  ["another machine's", { pid: 1, hostname: "another-machine" }, "process 1 on another-machine"],
])("%s stops everything and names the holder, the dead ones stay too", (_name, held, holder) => {
  lock("held.json", held);
  lock("cut.json", "");
  expect(() => removeDeadLocks(backend, "science-platform", "lab", () => true)).toThrow(
    `stack lab is being worked on by ${holder}: wait for it, or, if that machine is gone, run \`pulumi cancel --stack lab\``,
  );
  expect(fs.readdirSync(folder).sort()).toEqual(["cut.json", "held.json"]);
});

test("no locks on a stack that was never used, nor in other backends", () => {
  expect(locksOf(backend, "science-platform", "other")).toEqual([]);
  expect(locksOf("s3://bucket", "science-platform", "lab")).toEqual([]);
});
