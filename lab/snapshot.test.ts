import { testFolder } from "./test-state";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { LabError } from "./errors";
import { paths } from "./paths";
import { restoreSnapshot, takeSnapshot } from "./snapshot";
import { beginRestore, finishRestore } from "./snapshot-files";
import * as start from "./start";
import { claimStateFolder } from "./state-folder";
import * as stop from "./stop";

jest.mock("node:child_process", () => ({ ...jest.requireActual<object>("node:child_process"), spawnSync: jest.fn() }));
const realChildProcess = jest.requireActual<typeof import("node:child_process")>("node:child_process");
jest.mock("./start", () => ({ startLab: jest.fn() }));
jest.mock("./stop", () => ({ endLab: jest.fn() }));
const startLab = jest.mocked(start.startLab);
const endLab = jest.mocked(stop.endLab);

const database = path.join(paths.var, "database");
const silent = (): void => undefined;
const take = (name: string) => takeSnapshot(name, {}, silent);
const restore = (name: string) => restoreSnapshot(name, {}, silent);
const write = (text: string): void => fs.writeFileSync(database, text);
const read = (): string => fs.readFileSync(database, "utf8");
/** While true, copying fails as on a full disk. */
let isDiskFull = false;
jest
  .mocked(spawnSync)
  .mockImplementation(((command: string, args: string[], options: object) =>
    command === "cp" && isDiskFull
      ? { status: 1, stderr: `cp: error writing '${args.at(-1)}/a': No space left on device\ncp: and b\n` }
      : realChildProcess.spawnSync(command, args, options)) as never);

beforeEach(() => {
  jest.spyOn(process, "getuid").mockReturnValue(0);
  endLab.mockReset().mockResolvedValue(true);
  startLab.mockReset().mockResolvedValue({ alreadyRunning: false, services: 38, seconds: 1 });
  fs.rmSync(paths.state, { recursive: true, force: true });
  claimStateFolder();
  fs.mkdirSync(paths.var);
});
afterEach(() => {
  isDiskFull = false;
});
afterAll(() => fs.rmSync(testFolder, { recursive: true }));

test("a snapshot comes back, and the lab that ran runs again", async () => {
  write("before");
  expect(await take("a")).toMatchObject({ folder: path.join(paths.snapshots, "a"), restarted: true });
  write("after");
  expect(await restore("a")).toMatchObject({ restarted: true });
  expect(read()).toBe("before");
  expect(startLab).toHaveBeenCalledTimes(2);
  expect(fs.existsSync(paths.restoring)).toBe(false);
});

test("a snapshot after a killed restore keeps what was to be restored, not what was half there", async () => {
  write("good");
  await take("a");
  write("half");
  beginRestore("a"); // and killed
  await take("a");
  write("later");
  await restore("a");
  expect(read()).toBe("good");
});

test("a snapshot whose copy fails: says why, leaves the old one and no rest, and the lab runs again", async () => {
  write("old");
  await take("a");
  startLab.mockClear();
  write("new");
  isDiskFull = true;
  const error = await take("a").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  expect(String(error)).toBe(
    `LabError: Copying ${paths.var} to ${paths.snapshots}/.a.partial/var failed: cp: error writing '${paths.snapshots}/.a.partial/var/a': No space left on device (and 1 more). Once that is mended, run this again.`,
  );
  expect(startLab).toHaveBeenCalledTimes(1);
  expect(fs.readdirSync(paths.snapshots)).toEqual(["a"]);
  expect(fs.readFileSync(path.join(paths.snapshots, "a/var/database"), "utf8")).toBe("old");
});

test("a restore whose copy fails is not started on, and finished later", async () => {
  write("good");
  await take("a");
  startLab.mockClear();
  isDiskFull = true;
  await expect(restore("a")).rejects.toThrow(LabError);
  expect(startLab).not.toHaveBeenCalled();
  isDiskFull = false;
  finishRestore(silent);
  expect(read()).toBe("good");
});

test.each([
  ["", '""'],
  ["../etc", '"../etc"'],
])("a broken note %j of a restore is told, with ways on, and another restore replaces it", async (text, shown) => {
  write("good");
  await take("a");
  fs.writeFileSync(paths.restoring, text);
  expect(() => finishRestore(silent)).toThrow(
    new LabError(
      `A restore was begun, and ${paths.restoring} does not say of which snapshot (its text: ${shown}). \`lab restore NAME\` puts another one back, \`lab clean\` begins from nothing.`,
    ),
  );
  write("half");
  await restore("a");
  expect(read()).toBe("good");
});

test("the note of a restore appears whole: written aside and renamed", () => {
  fs.mkdirSync(paths.restoringNew); // so that writing fails
  expect(() => beginRestore("a")).toThrow(/EISDIR/);
  expect(fs.existsSync(paths.restoring)).toBe(false);
});
