import { readStackBytes, readStackFile } from "./stack-file";

const file = (site: string, more = "") => `# A site.
config:
  pulumi:disable-default-providers: ["*"]
  science-platform:config:
${site}${more}`;

const right = `    site: lab
    dns: { zone: a.example., "odd key": 1 }
    cluster:
      nodePools:
        - name: notebook
          count: 1
        - &b { name: big, count: 2 }
        - *b
`;

test("says what stands at science-platform:config, and the secrets by their state", () => {
  const secrets = `  science-platform:tsig-key:
    secure: v1:abc
  science-platform:tls-key: in the clear
  slack-webhook: { secure: v1:abc, more: 1 }
  aws:region: eu
`;
  const { input, given, problems } = readStackFile(file(right, secrets));
  expect(problems).toEqual([]);
  expect(input).toEqual({
    site: "lab",
    dns: { zone: "a.example.", "odd key": 1 },
    cluster: {
      nodePools: [
        { name: "notebook", count: 1 },
        { name: "big", count: 2 },
        { name: "big", count: 2 },
      ],
    },
  });
  expect([...given]).toEqual([
    ["tsig-key", "encrypted"],
    ["tls-key", "clear"],
    ["slack-webhook", "clear"],
  ]);
});

test("merges mappings with <<, as Pulumi's reader does", () => {
  const { input } = readStackFile(file("    a: &a { x: 1, y: 2 }\n    b: { <<: *a, y: 3 }\n"));
  expect(input).toEqual({ a: { x: 1, y: 2 }, b: { x: 1, y: 3 } });
});

test("takes keys without a namespace as ours, as Pulumi does", () => {
  const { input, given } = readStackFile("config:\n  config: { site: a }\n  tsig-key: { secure: x }\n");
  expect(input).toEqual({ site: "a" });
  expect([...given]).toEqual([["tsig-key", "encrypted"]]);
});

test.each([
  ["site", "5:5"],
  ["dns.zone", "6:12"],
  ['dns["odd key"]', "6:30"],
  ["dns.ttl", "6:5"],
  ["cluster.nodePools[0].count", "10:11"],
  ["cluster.nodePools[1]", "11:14"],
  ["cluster.nodePools[1].name", "11:16"],
  ["cluster.nodePools[2].name", "12:11"],
  ["cluster.nodePools[7].name", "8:7"],
  ["network.cidr", "4:3"],
  ["", "4:3"],
  ["pulumi:disable-default-providers", "3:3"],
  ["science-platform:tsig-key", "2:1"],
])("%s stands at %s, or where it would", (path, place) => {
  const { line, column } = readStackFile(file(right)).positionOf(path);
  expect(`${line}:${column}`).toBe(place);
});

const section = "how-a-stack-file-looks";
const inClear = (what: string) =>
  `${what}, and a stack file is no place for secrets: take it out, change it where it is used, and set the new one with \`pulumi config set --secret NAME\``;

test.each<[string, string, { path: string; message: string; line: number; column: number }[]]>([
  ["nothing", "", [{ path: "config", message: 'is missing: a stack file begins with "config:"', line: 1, column: 1 }]],
  [
    "a list",
    "- config\n",
    [{ path: "config", message: 'is missing: a stack file begins with "config:"', line: 1, column: 1 }],
  ],
  [
    "an empty config",
    "config:\n",
    [{ path: "config", message: "is wrong: write a mapping of keys to values", line: 1, column: 1 }],
  ],
  [
    "a slip at the top",
    "conifg: {}\n",
    [
      { path: "conifg", message: 'there is no such key: did you mean "config"?', line: 1, column: 1 },
      { path: "config", message: "is missing: write a mapping of keys to values", line: 1, column: 1 },
    ],
  ],
  [
    "a site at the top",
    "network: {}\nconfig:\n  science-platform:config: {}\n",
    [
      {
        path: "network",
        message: "there is no such key: the site stands below config, science-platform:config",
        line: 1,
        column: 1,
      },
      {
        path: "pulumi:disable-default-providers",
        message: 'is missing: write ["*"], so that no resource is made by chance',
        line: 2,
        column: 1,
      },
    ],
  ],
  [
    "a key that stands there twice",
    file("    site: a\n    owner: b\n    site: c\n"),
    [
      {
        path: "",
        message: "is no YAML: this key stands here for the second time: take one of them out",
        line: 7,
        column: 5,
      },
    ],
  ],
  [
    "a secret at the top",
    `tsig-key: hunter2\n${file("    site: a\n")}`,
    [{ path: "tsig-key", message: inClear("there is no such key"), line: 1, column: 1 }],
  ],
  [
    "a secret of a provider's",
    file("    site: a\n", "  openstack:password: hunter2\n  openstack:token: { secure: v1:abc }\n"),
    [
      {
        path: "openstack:password",
        message: inClear("a secret stands here, and this program does not read it"),
        line: 6,
        column: 3,
      },
    ],
  ],
  ...['"*"', "[]", "true"].map(
    (value): [string, string, { path: string; message: string; line: number; column: number }[]] => [
      `default providers ${value}`,
      file("    site: a\n").replace('["*"]', value),
      [
        {
          path: "pulumi:disable-default-providers",
          message: 'is wrong: write ["*"], so that no resource is made by chance',
          line: 3,
          column: 3,
        },
      ],
    ],
  ),
  [
    "a mapping as a key",
    file("    ? [a, b]\n    : c\n"),
    [{ path: "", message: "is no YAML: a key is a plain text, not a list or a mapping", line: 5, column: 7 }],
  ],
  [
    "a quote that is not closed",
    file('    site: a\n    owner: "hunter2\n    dns: {}\n'),
    [{ path: "", message: "is no YAML: the text in quotes that begins here has no end", line: 6, column: 12 }],
  ],
  [
    "a line that is not indented enough, after an empty one",
    file("    site: a\n\n   owner: b\n    dns: {}\n    cluster: {}\n"),
    [
      {
        path: "",
        message: "is no YAML: what belongs together begins at the same column, and this line does not",
        line: 7,
        column: 1,
      },
    ],
  ],
  [
    "a bracket that is not closed",
    file("    dns: { zone: hunter2\n"),
    [{ path: "", message: expect.stringMatching(/^is no YAML: /) as string, line: 6, column: 1 }],
  ],
  [
    "a tab",
    file("    site: a\n\towner: b\n\tdns: {}\n"),
    [{ path: "", message: "is no YAML: this line begins with a tab: write spaces", line: 6, column: 1 }],
  ],
  [
    "an alias that leads nowhere",
    file("    site: *hunter2\n"),
    [
      {
        path: "",
        message: "is no YAML: no anchor (&) has the name of this alias (*): a text that begins with * needs quotes",
        line: 5,
        column: 11,
      },
    ],
  ],
  [
    "two documents",
    `${file("    site: a\n")}---\nconfig: {}\n`,
    [{ path: "", message: expect.stringMatching(/^is no YAML: /) as string, line: 6, column: 1 }],
  ],
  [
    "numbers that are read differently",
    file("    a: 0777\n    b: 1_000\n    c: .inf\n    d: '0777'\n    e: 0\n"),
    [
      ["0777", 5],
      ["1_000", 6],
      [".inf", 7],
    ].map(([text, line]) => ({
      path: "",
      message: `${text} is read differently by different programs: write a plain number, or a text in quotes`,
      line: Number(line),
      column: 8,
    })),
  ],
  [
    "what is nested without end",
    file(`    a: ${"[".repeat(20_000)}`),
    [{ path: "", message: "is no YAML: it is nested too deeply", line: 1, column: 1 }],
  ],
])("%s is told with its place", (_, text, problems) => {
  expect(readStackFile(text).problems).toEqual(problems.map((problem) => ({ ...problem, section })));
});

test("aliases that multiply are told of, and not followed", () => {
  const lines = [..."bcdefghij"].map((name, i) =>
    `    ${name}: [${`*${"abcdefghij"[i]}, `.repeat(9)}]`.replace(": ", `: &${name} `),
  );
  const { problems } = readStackFile(file(["    a: &a [x]", ...lines, ""].join("\n")));
  expect(problems).toEqual([
    { path: "", message: "is no YAML: its aliases (*) multiply", line: 1, column: 1, section },
  ]);
});

test("bytes that are no UTF-8 are refused, not replaced", () => {
  const right = file("    owner: Müller\n");
  expect(readStackBytes(Buffer.from(right, "utf8")).input).toEqual({ owner: "Müller" });
  expect(readStackBytes(Buffer.from(right, "latin1")).problems).toEqual([
    { path: "", message: "is no text in UTF-8: save it in that encoding", line: 1, column: 1, section },
  ]);
});
