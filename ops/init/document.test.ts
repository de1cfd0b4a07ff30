import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { parse } from "yaml";
import { repository } from "../../system/repository";
import { type Content, stackFileText } from "./document";

const content = (config: object, more: Partial<Content> = {}): Content => ({
  head: [],
  config,
  comments: {},
  headings: {},
  ...more,
});

/** The lines below `science-platform:config:`, without their indent. */
function body(config: object, comments: Content["comments"] = {}): string {
  const [, text = ""] = stackFileText(content(config, { comments })).split("  science-platform:config:\n");
  return text.replace(/^ {4}/gm, "");
}

test("a whole file", () => {
  const text = stackFileText(
    content(
      {
        site: "edi",
        cloud: "gcp",
        gcp: { project: "p" },
        network: { cidr: "10.0.0.0/24" },
        dns: { zone: "a.example." },
      },
      {
        head: ["One.", "", "Two."],
        headings: { cloud: "Hardware", dns: "Names" },
        comments: { "gcp/project": { above: "Said above.", beside: "beside" }, network: { above: "Of the network." } },
        kept: {
          top: { encryptionsalt: "v1:a=:v1:b" },
          config: { "science-platform:tsig-key": { secure: "v1:c" }, "other:key": "yes" },
        },
      },
    ),
  );
  expect(text).toBe(`# yaml-language-server: $schema=config/stack.schema.json
# One.
#
# Two.
encryptionsalt: v1:a=:v1:b
config:
  pulumi:disable-default-providers: ["*"]
  science-platform:tsig-key:
    secure: v1:c
  other:key: "yes"
  science-platform:config:
    site: edi

    # --- Hardware -----------------------------------------------------------------------------------------------------

    cloud: gcp
    gcp:
      # Said above.
      project: p # beside

    # Of the network.
    network:
      cidr: 10.0.0.0/24

    # --- Names --------------------------------------------------------------------------------------------------------

    dns:
      zone: a.example.
`);
});

test.each<[string, object, Content["comments"], string]>([
  ["lists of plain values on one line", { a: { b: ["x", 1] } }, {}, "a:\n  b: [x, 1]\n"],
  ["nothing in it", { a: { b: {}, c: [] } }, {}, "a:\n  b: {}\n  c: []\n"],
  ["mappings of plain values on one line", { a: { b: { c: 1, d: ["x"] } } }, {}, "a:\n  b: { c: 1, d: [x] }\n"],
  ["mappings of mappings on many", { a: { b: { c: { d: 1 } } } }, {}, "a:\n  b:\n    c: { d: 1 }\n"],
  [
    "items of a list on one line each, with mappings in them",
    { a: { b: [{ name: "x", c: { d: 1 } }, { name: "z" }] } },
    {},
    "a:\n  b:\n    - { name: x, c: { d: 1 } }\n    - { name: z }\n",
  ],
  [
    "items with lists of mappings on many",
    { a: { b: [{ name: "x", c: [{ d: 1 }], e: 2 }] } },
    {},
    "a:\n  b:\n    - name: x\n      c:\n        - { d: 1 }\n      e: 2\n",
  ],
  [
    "what has a comment inside on many lines",
    { a: { b: { c: 1, d: 2 }, e: [{ f: 1, g: 2 }] } },
    { "a/b/d": { beside: "said" }, "a/e/0/g": { beside: "said" } },
    "a:\n  b:\n    c: 1\n    d: 2 # said\n  e:\n    - f: 1\n      g: 2 # said\n",
  ],
  [
    "comments of items and of mappings on one line",
    { a: { b: [{ c: 1 }, { c: 2 }], d: { e: 1 } } },
    { "a/b/0": { beside: "one" }, "a/b/1": { above: "Two." }, "a/d": { above: "Three.", beside: "four" } },
    "a:\n  b:\n    - { c: 1 } # one\n    # Two.\n    - { c: 2 }\n  # Three.\n  d: { e: 1 } # four\n",
  ],
  [
    "what is too long for a line",
    { a: { b: { c: "x".repeat(60), d: "y".repeat(60) } } },
    {},
    `a:\n  b:\n    c: ${"x".repeat(60)}\n    d: ${"y".repeat(60)}\n`,
  ],
  [
    "long comments",
    { a: { b: 1 } },
    { "a/b": { above: `${"word ".repeat(30)}end` } },
    `a:\n  # ${"word ".repeat(22).trim()}\n  # ${"word ".repeat(8)}end\n  b: 1\n`,
  ],
])("%s", (_, config, comments, expected) => {
  expect(body(config, comments)).toBe(expected);
});

const texts = [
  ...[
    "x",
    "2025-11-10",
    "yes",
    "No",
    "on",
    "00:00",
    "1e3",
    "012",
    "0x1",
    "~",
    "null",
    "*",
    "#a",
    "a # b",
    "a: b",
    "a, b",
  ],
  ...[
    "v1.34.2",
    "example.org.",
    "0.5",
    "250m",
    "",
    "x]",
    "{",
    "- a",
    "@a",
    "é",
    'q"q',
    "1_000",
    "line\nbreak",
    "tab\t",
    "'",
    " x ",
  ],
];

test.each(texts)("%j is read as it was, by readers of both versions of YAML", (text) => {
  const written = stackFileText(content({ a: text, b: [text], c: { d: { [text]: text } } }));
  for (const schema of ["core", "yaml-1.1"] as const) {
    const read = parse(written, { schema }) as { config: Record<string, unknown> };
    expect(read.config["science-platform:config"]).toEqual({ a: text, b: [text], c: { d: { [text]: text } } });
  }
});

test("prettier leaves it as it is", () => {
  const config = {
    a: 1,
    b: { c: [1, "2"], d: { e: true }, f: [{ g: "h: i" }, { g: [{ j: 1 }] }] },
    k: { l: ["x".repeat(70), "y".repeat(70)] },
  };
  const text = stackFileText(
    content(config, {
      head: ["Head."],
      headings: { b: "B" },
      comments: { "b/d": { above: "Above.", beside: "beside" } },
    }),
  );
  const prettier = path.join(repository, "node_modules/.bin/prettier");
  expect(execFileSync(prettier, ["--stdin-filepath", "Pulumi.x.yaml"], { input: text, encoding: "utf8" })).toBe(text);
});
