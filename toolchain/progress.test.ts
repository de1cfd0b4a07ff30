import { duration, Progress, table } from "./progress";
import type { ToolRecord } from "./store";
import type { Tool } from "./types";

const tool: Tool = {
  name: "sample",
  version: "1.0.0",
  programs: [],
  go: { module: "x", packages: [], variables: {}, seconds: 90, megabytes: 1 },
};
const record = (change: Partial<ToolRecord> = {}): ToolRecord => ({
  name: "sample",
  version: "1.0.0",
  source: "go",
  origin: "toolchain/go/x",
  architecture: "amd64",
  seconds: 75,
  files: {},
  ...change,
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test.each([
  [0, "0 s"],
  [59.4, "59 s"],
  [60, "1 min 0 s"],
  [135, "2 min 15 s"],
])("%d seconds are %s", (seconds, words) => expect(duration(seconds)).toBe(words));

test("a build tells when it begins, now and then while it runs, and when it is done", () => {
  const lines: string[] = [];
  const progress = new Progress(2, (line) => lines.push(line), 10_000);
  jest.advanceTimersByTime(8_000);
  progress.building(tool, "x.example cannot be reached (ENOTFOUND)");
  jest.advanceTimersByTime(2_000); // too early to say more
  progress.package(tool);
  progress.package(tool);
  jest.advanceTimersByTime(10_000);
  progress.finished(tool, record());
  jest.advanceTimersByTime(20_000);
  progress.stop();
  expect(lines).toEqual([
    "tools: sample 1.0.0 is being built with Go, about 1 min 30 s on two free cores: x.example cannot be reached (ENOTFOUND)",
    "tools: sample 1.0.0 builds since 12 s, 2 packages compiled",
    "tools: sample 1.0.0 is ready: built with Go, 1 min 15 s (1 of 2)",
  ]);
  expect(jest.getTimerCount()).toBe(0);
});

test("the closing table", () => {
  const rows = [record(), record({ name: "a-longer-one", version: "10.2.0", source: "download", seconds: 3 })];
  expect(table(rows)).toEqual([
    "  sample        1.0.0   built with Go      1 min 15 s",
    "  a-longer-one  10.2.0  official download  3 s",
  ]);
});
