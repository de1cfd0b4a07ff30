import { spawn } from "node:child_process";
import { findProcess, isAlive, parseStat, processesWith, signal } from "./proc";

test("a command with spaces and parentheses does not confuse the fields", () => {
  const rest = Array.from({ length: 20 }, (_, i) => String(i)).join(" ");
  expect(parseStat(`42 (tmux: a) b) S 7 8 9 ${rest}`)).toEqual({ state: "S", parent: 7, session: 9, startTime: "15" });
});

test("a process is found by its environment, and gone when it has ended", async () => {
  const value = `test-${process.pid}`;
  const child = spawn("sleep", ["60"], { env: { PATH: process.env.PATH, SYSTEM_PROC_TEST: value } });
  const ended = new Promise((resolve) => child.on("exit", (_code, name) => resolve(name)));
  await new Promise((resolve) => child.on("spawn", resolve));
  const [found] = processesWith("SYSTEM_PROC_TEST").filter((one) => one.value === value);
  if (found === undefined || child.pid === undefined) throw new Error("not found");
  expect(found).toEqual({ ...findProcess(child.pid), value });
  signal({ pid: found.pid, startTime: "1" }, "SIGKILL");
  expect(isAlive(found)).toBe(true);
  signal(found, "SIGTERM");
  expect(await ended).toBe("SIGTERM");
  expect(isAlive(found)).toBe(false);
  expect(findProcess(found.pid)).toBeUndefined();
});
