import { secretLines, secretOptions } from "./secrets";

test("all names of a file, each once, and those only that nobody excepted", () => {
  const text = "password: a\nb:\n  password: c\n  api-key: d\ntoken: e\n";
  expect(secretLines(text, "app.yaml", ["token"])).toEqual(["password", "api-key"]);
});

test("the same line in a file and in a program", () => {
  expect(secretLines("token = found", "app.ini", [])).toEqual(["token"]);
  expect(secretLines("token = found", "app.py", [])).toEqual([]);
});

test("a long text without any is read in no time", () => {
  const started = performance.now();
  expect(secretLines(`${"a-b.c".repeat(20_000)}\n${" \n".repeat(20_000)}`, "a", [])).toEqual([]);
  expect(secretOptions(`--${"a-b.c".repeat(5_000)} `)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});
