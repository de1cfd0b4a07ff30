import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { paths } from "./paths";

const state = fs.mkdtempSync(path.join(os.tmpdir(), "lab-once-"));
afterAll(() => fs.rmSync(state, { recursive: true }));

const counter = path.join(state, "counter");
const run = (command: string): number | null =>
  spawnSync(path.join(paths.setup, "once.sh"), ["job", "bash", "-c", command], {
    env: { PATH: process.env.PATH, LAB_STATE: state },
  }).status;
const marker = path.join(state, "var/setup/job");

test("a command that fails runs again, one that succeeded does not", () => {
  expect(run(`echo x >> ${counter}; exit 3`)).toBe(3);
  expect(fs.existsSync(marker)).toBe(false);

  expect(run(`echo x >> ${counter}`)).toBe(0);
  expect(fs.existsSync(marker)).toBe(true);

  expect(run(`echo x >> ${counter}`)).toBe(0);
  expect(fs.readFileSync(counter, "utf8")).toBe("x\nx\n");
});

test("a command that is killed leaves no marker", () => {
  fs.rmSync(marker);
  expect(run("kill -9 $$")).not.toBe(0);
  expect(fs.existsSync(marker)).toBe(false);
});
