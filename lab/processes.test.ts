import { spawn } from "node:child_process";
import { endLabProcesses, isMarked, markerVariable, readProcessTable, selectLabProcesses } from "./processes";

const row = (pid: number, parent: number, session: number, marked = false) => ({
  pid,
  parent,
  session,
  startTime: "1",
  marked,
});

describe("which processes are the lab's", () => {
  test("those with the marker and their descendants", () => {
    const table = [row(1, 0, 1), row(10, 1, 10, true), row(11, 10, 11), row(12, 11, 12), row(20, 1, 20)];
    expect(selectLabProcesses(table).map(({ pid }) => pid)).toEqual([10, 11, 12]);
  });

  test("one that overwrote its environment, by its session whose leader was killed", () => {
    const table = [row(1, 0, 1), row(11, 1, 10, true), row(12, 1, 10)];
    expect(selectLabProcesses(table).map(({ pid }) => pid)).toEqual([11, 12]);
  });

  test("not the shell in whose session a person runs something marked", () => {
    const table = [row(1, 0, 1), row(50, 1, 50), row(51, 50, 50, true), row(52, 50, 50)];
    expect(selectLabProcesses(table).map(({ pid }) => pid)).toEqual([51]);
  });
});

test("the marker names one state folder", () => {
  expect(isMarked(["A=1", `${markerVariable}=/s`], "/s")).toBe(true);
  expect(isMarked([`${markerVariable}=/s/other`], "/s")).toBe(false);
  const component = ['LAB_KUBERNETES_CHILD={"folder":"/s/var/magnum/clusters/c1","component":"etcd"}'];
  expect(isMarked(component, "/s")).toBe(true);
  expect(isMarked(component, "/other")).toBe(false);
});

test("marked processes are ended, also one that ignores the polite signal", async () => {
  const state = `/nowhere/lab-${process.pid}`;
  const child = spawn("bash", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"], {
    env: { PATH: process.env.PATH, [markerVariable]: state },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  expect(await endLabProcesses(state, 300)).toBeGreaterThanOrEqual(1);
  expect(await ended).toBe("SIGKILL");
  expect(selectLabProcesses(readProcessTable(state))).toEqual([]);
});
