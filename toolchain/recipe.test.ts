import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { architecture, moduleFiles, pinsHash, recipeHash } from "./recipe";
import type { Tool } from "./types";

const tool: Tool = {
  name: "sample",
  version: "1.0.0",
  programs: [{ name: "sample", check: { args: ["--version"], expect: /1\.0\.0/ } }],
  go: {
    module: "sample",
    packages: [{ package: ".", program: "sample" }],
    variables: { "main.version": "1.0.0" },
    seconds: 1,
    megabytes: 1,
  },
};

let modules: string;
const write = (file: string, text: string): void => {
  const target = path.join(modules, "sample", file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
};

beforeEach(() => {
  modules = fs.mkdtempSync(path.join(os.tmpdir(), "recipe-"));
  write("go.mod", "module sample");
  write("go.sum", "");
  write("main.go", "package main");
});
afterEach(() => fs.rmSync(modules, { recursive: true }));

test("the same inputs make the same hash", () => {
  expect(recipeHash(tool, modules)).toMatch(/^[0-9a-f]{12}$/);
  expect(recipeHash(structuredClone(tool), modules)).toBe(recipeHash(tool, modules));
});

test.each<[string, () => Tool]>([
  ["go.sum", () => (write("go.sum", "x"), tool)],
  ["a source", () => (write("main.go", "package main // x"), tool)],
  ["a new file", () => (write("sub/list.txt", ""), tool)],
  ["the version", () => ({ ...tool, version: "1.0.1" })],
  ["a linker variable", () => ({ ...tool, go: { ...(tool.go as never as object), variables: {} } as never })],
  ["another program", () => ({ ...tool, programs: [...tool.programs, ...tool.programs] })],
])("%s counts", (_what, change) => {
  const before = recipeHash(tool, modules);
  expect(recipeHash(change(), modules)).not.toBe(before);
});

test.each<[string, () => Tool]>([
  ["a test", () => (write("main_test.go", "package main"), tool)],
  ["the measured seconds", () => ({ ...tool, go: { ...(tool.go as never as object), seconds: 99 } as never })],
  [
    "what the right version says",
    () => ({ ...tool, programs: [{ name: "sample", check: { args: [], expect: /2/ } }] }),
  ],
])("%s does not count", (_what, change) => {
  const before = recipeHash(tool, modules);
  expect(recipeHash(change(), modules)).toBe(before);
});

test("files are told apart by their names, not only by all their text together", () => {
  write("a", "x");
  const before = recipeHash(tool, modules);
  fs.renameSync(path.join(modules, "sample", "a"), path.join(modules, "sample", "b"));
  expect(recipeHash(tool, modules)).not.toBe(before);
});

test("the set's hash changes with each tool", () => {
  const before = pinsHash([tool], modules);
  expect(pinsHash([{ ...tool, version: "2.0.0" }], modules)).not.toBe(before);
  expect(pinsHash([tool], modules)).toBe(before);
});

test("files of a module", () => {
  write("sub/deep/x.go", "");
  write("x_test.go", "");
  expect(moduleFiles(path.join(modules, "sample"))).toEqual(["go.mod", "go.sum", "main.go", "sub/deep/x.go"]);
});

test("processors", () => {
  expect(architecture("x64")).toBe("amd64");
  expect(architecture("arm64")).toBe("arm64");
  expect(() => architecture("ia32")).toThrow("There are no tools for processors of kind ia32");
});
