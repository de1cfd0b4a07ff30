/**
 * Every stack file and example, spoiled in hundreds of ways: the answer is always a configuration or one readable message.
 * On failure fast-check prints seed, path and the smallest case that fails; put both into `settings` to see it again.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { loadConfig } from "./load";
import { valueAt } from "./problems-tree";
import { schema } from "./schema";
import { requiredSecrets } from "./secrets";
import { readStackFile } from "./stack-file";

jest.setTimeout(60_000);

const settings: fc.Parameters<unknown> = { seed: 20260801, numRuns: 300 };

const root = path.resolve(__dirname, "..");
const files = ["", "examples"].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder))
    .filter((file) => (folder === "" ? /^Pulumi\..+\.yaml$/ : /\.yaml$/).test(file))
    .map((file) => path.join(folder, file)),
);

const empty = fs.mkdtempSync(path.join(os.tmpdir(), "no-stacks-"));
afterAll(() => fs.rmSync(empty, { recursive: true }));
jest.spyOn(pulumi.log, "warn").mockResolvedValue();

function nested(levels: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { inner: value };
  return value;
}

/** Values that nobody expects, and some that are right somewhere else. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      "",
      " ",
      true,
      false,
      0,
      -1,
      0.5,
      1e21,
      1e308,
      2 ** 53,
      [],
      {},
      [null],
      { "": null },
      [[]],
      "x".repeat(30_000),
    ],
    ...[
      "10.0.0.0/8",
      "0.0.0.0/0",
      "999.1.1.1/24",
      "v1.34.2",
      "8",
      "8Gi",
      "0",
      "-1",
      "1e400",
      "9".repeat(400),
      "lab",
      "*",
      "a.b.",
    ],
    ...[
      "\u0000",
      "\u001b[31mred\u001b[0m",
      "\u202egnp",
      "\ud800",
      "émigré",
      "日本語",
      "👩‍🔬",
      "a\nb",
      "constructor",
      "__proto__",
    ],
    ...[nested(30), nested(400), Array.from({ length: 3_000 }, () => "x"), JSON.parse('{"__proto__":{"a":1}}')],
    ...[
      { kind: "vm" },
      { provider: "none" },
      { secure: "v1:abc" },
      { issuer: "dns01", solver: { provider: "route53" } },
    ],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
);

const key = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "",
    " ",
    "a.b",
    "a[0]",
    'a"b',
    "a\nb",
    "nam",
    "hots",
    "password",
    "k".repeat(3_000),
  ),
  fc.string({ maxLength: 12 }),
);

/** One change at a place, which is given as the number of a node of the configuration. */
const change = fc.record({
  place: fc.nat(100_000),
  other: fc.nat(100_000),
  kind: fc.constantFrom("delete", "rename", "replace", "add", "repeat", "move", "wrap"),
  key,
  value,
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
type Container = Record<string, unknown> | unknown[];

/** Every place below a value. */
function places(value: unknown, here: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null || here.length > 20) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((one) => [[...here, one], ...places(valueAt(value, [one]), [...here, one])]);
}

function apply(input: Container, { place, other, kind, key, value }: Change): void {
  const all = places(input);
  const at = all[place % all.length] ?? [];
  const [last = ""] = at.slice(-1);
  const parent = valueAt(input, at.slice(0, -1)) as Container;
  const here = valueAt(input, at);
  const set = (name: string | number, one: unknown) =>
    Object.defineProperty(parent, name, { value: one, enumerable: true, configurable: true, writable: true });
  const remove = () => (Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[String(last)]);
  switch (kind) {
    case "delete":
      remove();
      break;
    case "rename":
      if (Array.isArray(parent)) break;
      remove();
      set(key === "" ? `${last}${last}` : key, here);
      break;
    case "replace":
      set(last, value);
      break;
    case "add":
      if (Array.isArray(parent)) parent.push(value);
      else set(key, value);
      break;
    case "repeat":
      if (Array.isArray(parent)) parent.push(here, here);
      else set(`${last}2`, here);
      break;
    case "move":
      set(last, structuredClone(valueAt(input, all[other % all.length] ?? [])));
      break;
    case "wrap":
      set(last, other % 2 ? [here] : { [key]: here });
      break;
  }
}

/** The secrets that a file asks for as it is: without them no configuration of it is right. */
function secretsOf(input: unknown): Record<string, string> {
  const required = requiredSecrets(schema.parse(input), undefined);
  return Object.fromEntries(required.map(({ name }) => [`science-platform:${name}`, "mock-plaintext"]));
}

/** What loadConfig answers: the configuration, or the message of the RunError. Any other exception is a bug, and fails the test. */
function answer(input: unknown, secrets: Record<string, string>): { config: unknown } | { message: string } {
  const all = { ...secrets, "science-platform:config": JSON.stringify(input) };
  pulumi.runtime.setAllConfig(all, Object.keys(secrets));
  try {
    return { config: loadConfig(empty) };
  } catch (error) {
    if (error instanceof pulumi.RunError) return { message: error.message };
    throw error;
  }
}

/** Numbers that none is, anywhere in a value. */
function notNumbers(value: unknown): number {
  if (typeof value === "number") return Number.isFinite(value) ? 0 : 1;
  return typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + notNumbers(one), 0)
    : 0;
}

const outcomes = { right: 0, wrong: 0 };

test("there are files to spoil", () => {
  expect(files).toEqual(expect.arrayContaining(["Pulumi.lab.yaml", "Pulumi.roe.yaml"]));
});

test.each(files)("%s, spoiled, is a configuration or one readable message", (file) => {
  const { input } = readStackFile(fs.readFileSync(path.join(root, file), "utf8"));
  const secrets = secretsOf(input);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const spoiled = structuredClone(input) as Container;
      for (const one of changes) apply(spoiled, one);
      const result = answer(spoiled, secrets);
      if ("config" in result) {
        outcomes.right++;
        expect(Object.isFrozen(result.config)).toBe(true);
        expect(notNumbers(result.config)).toBe(0);
        return;
      }
      outcomes.wrong++;
      const { message } = result;
      expect(message).toMatch(/^Pulumi\.stack\.yaml: (one problem|\d+ problems)\n {2}- \S/);
      expect(message.length).toBeLessThan(20_000);
      expect(message).not.toMatch(/\[object Object\]|\bundefined\b|\bNaN\b|^\s+at /m);
      expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      // A problem is one line, and begins with its place.
      const lines = message.split("\n").slice(1);
      expect(
        lines.filter(
          (line) => !/^ {2}- \S.*: \S|^ {4}see docs\/configuration\.md#[\w-]+$|^ {2}\.\.\. and \d+ more$/.test(line),
        ),
      ).toEqual([]);
    }),
    settings,
  );
});

test("both outcomes were met, or the changes would show only half of it", () => {
  expect(outcomes.right).toBeGreaterThan(100);
  expect(outcomes.wrong).toBeGreaterThan(1000);
});
