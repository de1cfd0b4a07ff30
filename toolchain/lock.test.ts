import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "./lock";

let folder: string;
let file: string;
const environment = { ...process.env };
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"));
  file = path.join(folder, "locks", "tool");
});
afterEach(() => {
  process.env = { ...environment };
  fs.rmSync(folder, { recursive: true });
});

test("one at a time, in turn", async () => {
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
  expect(fs.readFileSync(file, "utf8")).toBe("");
});

test("a failure gives the lock back", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withLock(file, () => Promise.resolve("next"))).toBe("next");
});

test("what is written in the file does not matter", async () => {
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, `{"pid":${process.pid}`);
  expect(await withLock(file, () => Promise.resolve(fs.readFileSync(file, "utf8")))).toBe(String(process.pid));
});

test("whoever waits can give up", async () => {
  const giveUp = new AbortController();
  await withLock(file, async () => {
    const second = withLock(file, () => Promise.resolve(), { interval: 5, signal: giveUp.signal });
    giveUp.abort();
    await expect(second).rejects.toThrow("aborted");
    expect(fs.readFileSync(file, "utf8")).toBe(String(process.pid));
  });
});

test("a machine without flock", async () => {
  process.env.PATH = folder;
  await expect(withLock(file, () => Promise.resolve())).rejects.toThrow(
    `${file} cannot be locked: the command flock cannot be run; it is part of util-linux.`,
  );
});

describe("several processes", () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill("SIGKILL")));

  /** A process that takes the lock so many times, and logs when it has it and when it is about to give it back. */
  function contender(times: number, milliseconds: number): ChildProcess {
    const program = `
      const { appendFileSync } = require("node:fs");
      const { setTimeout: sleep } = require("node:timers/promises");
      const { withLock } = require(${JSON.stringify(path.join(__dirname, "lock.ts"))});
      const log = (sign) => appendFileSync(${JSON.stringify(logFile())}, sign + process.pid + "\\n");
      const work = async () => { log("+"); await sleep(${milliseconds}); log("-"); };
      (async () => {
        for (let i = 0; i < ${times}; i++) await withLock(${JSON.stringify(file)}, work, { interval: 1 });
      })();`;
    const child = spawn(process.execPath, ["--import", "tsx", "--eval", program], {
      cwd: __dirname,
      stdio: ["ignore", "ignore", "inherit"],
    });
    children.push(child);
    return child;
  }
  const logFile = (): string => path.join(folder, "log");
  const log = (): string[] => (fs.existsSync(logFile()) ? fs.readFileSync(logFile(), "utf8").trim().split("\n") : []);

  test("never hold it together, also when the owner is killed while all of them wait", async () => {
    const victim = contender(1, 60_000);
    while (log().length === 0) await sleep(10);
    const rest = [1, 2, 3, 4].map(() => contender(10, 3));
    await sleep(1500);
    expect(log()).toEqual([`+${victim.pid}`]);
    victim.kill("SIGKILL");
    const codes = await Promise.all(rest.map(async (child) => ((await once(child, "exit")) as [number])[0]));
    expect(codes).toEqual([0, 0, 0, 0]);

    const [, ...entries] = log();
    expect(entries).toHaveLength(80);
    for (let i = 0; i < entries.length; i += 2) {
      expect([entries[i]?.[0], entries[i + 1]]).toEqual(["+", entries[i]?.replace("+", "-")]);
    }
    const turns = rest.map((child) => entries.filter((entry) => entry === `+${child.pid}`).length);
    expect(turns).toEqual([10, 10, 10, 10]);
  });
});
