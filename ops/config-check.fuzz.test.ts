/** The text of every stack file and example, spoiled in a hundred ways: always a report with a place for each problem, never an exception. */
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { readStackFile } from "../config/stack-file";
import { checkFile } from "./config-check";
import { text as report } from "./config-check-report";

jest.setTimeout(60_000);

// On failure fast-check prints seed, path and the smallest case that fails; put both here to see it again.
const settings: fc.Parameters<unknown> = { seed: 20260801, numRuns: 100 };

const root = path.resolve(__dirname, "..");
const files = ["", "examples"].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder))
    .filter((file) => (folder === "" ? /^Pulumi\..+\.yaml$/ : /\.yaml$/).test(file))
    .map((file) => path.join(folder, file)),
);

const bomb = [
  "a: &a [x, x]",
  ..."bcdefghijkl".split("").map((name, index) => {
    const before = "abcdefghijkl"[index];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(", ")}]`;
  }),
];

const snippet = fc.oneof(
  fc.constantFrom(
    ...[
      "\t",
      "  ",
      "- ",
      ": ",
      ":",
      "#",
      "'",
      '"',
      "{",
      "}",
      "[",
      "]",
      "|",
      ">",
      "%",
      "@",
      "`",
      "---\n",
      "...\n",
      "\r",
      "\ufeff",
    ],
    ...[
      "&a ",
      "*a",
      "*nowhere",
      "<<: *a\n",
      "&r [*r]",
      "!!binary x",
      "!!int x",
      "!!set {a}",
      "!mine {}",
      "? a\n: b\n",
      "? [a, b]\n: c\n",
    ],
    ...[
      "0777",
      "1_000",
      ".inf",
      ".nan",
      "yes",
      "~",
      "2027-03-31",
      "0x1F",
      "1e999",
      "secure: v1:abc",
      "__proto__: {a: 1}\n",
    ],
    ...[
      "\u0000",
      "\u001b[2J",
      "\u202e",
      "émigré 日本語 👩‍🔬",
      "x".repeat(5_000),
      "[".repeat(3_000),
      "- ".repeat(2_000),
      `${bomb.join("\n")}\n`,
    ],
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);

const change = fc.record({
  line: fc.nat(10_000),
  other: fc.nat(10_000),
  kind: fc.constantFrom("delete", "repeat", "swap", "indent", "insert", "put", "cut", "replace", "crlf"),
  snippet,
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(text: string, { line, other, kind, snippet }: Change): string {
  const lines = text.split("\n");
  const at = line % lines.length;
  const here = lines[at] ?? "";
  const put = (line: string) => lines.map((one, index) => (index === at ? line : one)).join("\n");
  const column = other % (here.length + 1);
  switch (kind) {
    case "delete":
      return lines.filter((_, index) => index !== at).join("\n");
    case "repeat":
      return put(`${here}\n${here}`);
    case "swap":
      return lines
        .map((one, i) => (i === at ? lines[other % lines.length] : i === other % lines.length ? here : one))
        .join("\n");
    case "indent":
      return put(other % 2 ? `  ${here}` : here.slice(1));
    case "insert":
      return put(`${snippet}\n${here}`);
    case "put":
      return put(here.slice(0, column) + snippet + here.slice(column));
    case "cut":
      return text.slice(0, other % text.length);
    case "replace":
      return put(here.replace(/:.*$/, `: ${snippet}`));
    case "crlf":
      return text.replaceAll("\n", "\r\n");
  }
}

test("there are files to spoil", () => {
  expect(files).toEqual(expect.arrayContaining(["Pulumi.lab.yaml", "Pulumi.roe.yaml"]));
});

test.each(files)("%s, spoiled, has a report", (file) => {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const spoiled = changes.reduce(apply, text);
      const result = checkFile(file, readStackFile(spoiled), {});
      const lines = spoiled.split(/\r\n|\r|\n/).length;
      const lost = result.problems.filter(({ line, column }) => !(line >= 1 && line <= lines && column >= 1));
      expect(lost).toEqual([]);
      for (const { message } of result.problems)
        expect(message).not.toMatch(/\[object Object\]|\bundefined\b|\bNaN\b|\n\s+at /);
      expect(report([result]).length).toBeLessThan(25_000);
    }),
    settings,
  );
});
