import { testFolder } from "./test-state";
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as lock from "./lock";
import { paths } from "./paths";
import { findProcess } from "../system/proc";

const lockFile = paths.lock;
const children: ChildProcess[] = [];

beforeAll(() => void jest.spyOn(process, "getuid").mockReturnValue(0));
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => fs.rmSync(testFolder, { recursive: true }));

/** Another process that runs some TypeScript with `flock` and `fs`; resolves at its first line of output. */
async function other(script: string): Promise<{ child: ChildProcess; line: string }> {
  const prelude = `const fs = require("node:fs"); const { tryFlock } = require(${JSON.stringify(path.join(__dirname, "flock.ts"))});`;
  const child = spawn(process.execPath, ["--import", "tsx", "-e", `${prelude}\n${script}`], {
    cwd: path.join(__dirname, ".."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const line = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(String(data).trim())),
  );
  return { child, line };
}

function holdAs(note: string): Promise<{ child: ChildProcess; line: string }> {
  return other(`
    tryFlock(${JSON.stringify(lockFile)}, ${note});
    console.log("holds");
    setInterval(() => undefined, 1000);`);
}

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once("close", resolve));

test("work is done under the lock, which says who holds it, and names nobody afterwards", async () => {
  const holder = await lock.withLock("lab up", () => Promise.resolve(lock.lockHolder()));
  expect(holder).toEqual({
    pid: process.pid,
    started: findProcess(process.pid)?.startTime,
    command: "lab up",
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  });
  expect(lock.lockHolder()).toBeUndefined();
  expect(fs.existsSync(paths.marker)).toBe(true);
});

test("work under the lock may ask for it again, and only the outermost lets go of it", async () => {
  const commands = await lock.withLock("lab up", async () => {
    const inner = await lock.withLock("lab stop", () => Promise.resolve(lock.lockHolder()?.command));
    return [inner, lock.lockHolder()?.command];
  });
  expect(commands).toEqual(["lab up", "lab up"]);
});

test("another's lock: refused, with who, since when, and the way on", async () => {
  const { child } = await holdAs(
    `JSON.stringify({ pid: process.pid, started: require(${JSON.stringify(path.join(__dirname, "../system/proc.ts"))}).findProcess(process.pid).startTime, command: "lab up", since: "2026-01-02T03:04:05Z" })`,
  );
  const work = jest.fn();
  await expect(lock.withLock("lab stop", work)).rejects.toThrow(
    `The lab is busy: \`lab up\` (process ${child.pid}, since 2026-01-02T03:04:05Z) is at work on it. Wait until it is done, or end it (Ctrl-C there, or kill -INT ${child.pid}); then run this again.`,
  );
  expect(work).not.toHaveBeenCalled();
});

test("a lock whose holder has not written its name yet is taken all the same", async () => {
  await holdAs('""');
  await expect(lock.withLock("lab stop", jest.fn())).rejects.toThrow(
    "The lab is busy: another command, which has just begun, is at work on it. Wait until it is done; then run this again.",
  );
});

test("a holder that is killed blocks nobody; who waits is told for whom, once", async () => {
  const { child } = await holdAs('""');
  const told: string[] = [];
  const done = lock.withLock("lab start", () => Promise.resolve("done"), {
    wait: { progress: (line) => told.push(line) },
  });
  setTimeout(() => child.kill("SIGKILL"), 700);
  expect(await done).toBe("done");
  expect(told).toEqual(["waiting: another command, which has just begun, is at work on the lab"]);
});

test("a program that the holder started does not hold the lock after it", async () => {
  const { child, line } = await other(`
    tryFlock(${JSON.stringify(lockFile)}, "");
    const child = require("node:child_process").spawn("sleep", ["30"], { detached: true, stdio: "ignore" });
    console.log(child.pid);`);
  const closed = ended(child);
  child.kill("SIGKILL");
  await closed;
  try {
    await expect(lock.withLock("lab stop", () => Promise.resolve("done"))).resolves.toBe("done");
  } finally {
    process.kill(Number(line), "SIGKILL");
  }
});

test("many at once, while holders are killed and the file is deleted under the lock: never two", async () => {
  const inside = path.join(testFolder, "inside");
  const log = path.join(testFolder, "log");
  const contender = `
    const [file, inside, log] = ${JSON.stringify([lockFile, inside, log])};
    console.log("runs");
    const attempt = (left) => {
      const lock = tryFlock(file, "");
      if (lock === undefined) return void setTimeout(attempt, 1, left);
      fs.appendFileSync(log, fs.existsSync(inside) ? "two\\n" : "one\\n");
      fs.writeFileSync(inside, "");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      fs.rmSync(inside);
      if (left === 1) process.kill(process.pid, "SIGKILL");
      if (left % 2 === 0) fs.rmSync(file);
      lock.release();
      setImmediate(attempt, left - 1);
    };
    attempt(10);`;
  const contenders = await Promise.all(Array.from({ length: 4 }, () => other(contender)));
  for (const { child } of contenders) if (child.signalCode === null) await ended(child);
  expect(fs.readFileSync(log, "utf8")).toBe("one\n".repeat(40));
}, 30_000);

test("an error of the system is told as it is, not as a busy lab", async () => {
  fs.rmSync(lockFile, { force: true });
  fs.mkdirSync(lockFile);
  await expect(lock.withLock("lab stop", jest.fn())).rejects.toThrow(/^EISDIR: /);
});
