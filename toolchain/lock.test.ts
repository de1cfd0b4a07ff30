import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "./lock";

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"));
  file = path.join(folder, "locks", "tool");
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test("one at a time, in turn, and nothing is left", async () => {
  let inside = 0;
  let most = 0;
  const waited: number[] = [];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  const options = { interval: 5, onWait: (pid: number) => waited.push(pid) };
  await Promise.all([1, 2, 3].map(() => withLock(file, work, options)));
  expect(most).toBe(1);
  expect(waited).toEqual([process.pid, process.pid]);
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

test("a failure gives the lock back", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withLock(file, () => Promise.resolve("next"))).toBe("next");
});

test.each([
  ["a process that died", () => JSON.stringify({ pid: spawnSync("true").pid, started: "1" })],
  ["a process whose number is used again", () => JSON.stringify({ pid: process.pid, started: "1" })],
  ["a torn file", () => '{"pid":'],
])("the lock of %s is taken over", async (_what, content) => {
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, content());
  expect(await withLock(file, () => Promise.resolve("mine"), { interval: 5 })).toBe("mine");
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

test("whoever waits can give up", async () => {
  const giveUp = new AbortController();
  await withLock(file, async () => {
    const second = withLock(file, () => Promise.resolve(), { interval: 5, signal: giveUp.signal });
    giveUp.abort();
    await expect(second).rejects.toThrow();
    expect(fs.existsSync(file)).toBe(true);
  });
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});
