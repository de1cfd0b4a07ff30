import { readFileSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { validInput } from "../../config/testing";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import { compareStackFiles, type Comparison, stackName, type StackFile } from ".";
import { report } from "./report";

type Input = ReturnType<typeof validInput>;
const file = (name: string, text: string): StackFile => ({ name, file: `Pulumi.${name}.yaml`, text });

/** A stack file of the valid configuration; `change` may spoil it, `edit` its text. */
function stack(name: string, change: (input: Input) => void = () => undefined, others = {}): StackFile {
  const input = validInput();
  change(input);
  return file(name, stringify({ config: { "science-platform:config": input, ...others } }));
}

const edited = (one: StackFile, from: string, to: string): StackFile => {
  expect(one.text.split(from)).toHaveLength(2);
  return { ...one, text: one.text.replace(from, to) };
};

test("the same", () => {
  expect(compareStackFiles(stack("a"), stack("b"))).toEqual({
    compared: "resolved",
    differences: [],
    unexplained: 0,
  });
});

test("a default that the other writes down is no difference, and another value is told as one from the default", () => {
  const b = stack(
    "b",
    (input) => Object.assign(input.dns, { ttl: 300 }) && Object.assign(input.network, { podsPerNode: 64 }),
  );
  expect(compareStackFiles(stack("a"), b)).toEqual({
    compared: "resolved",
    differences: [
      { path: "network.podsPerNode", a: { value: 110, default: true }, b: { value: 64, default: false }, reasons: [] },
    ],
    unexplained: 1,
  });
});

test("reasons come from either file, before the built-in one", () => {
  const a = edited(
    edited(
      stack("a", (input) => Object.assign(input.network, { cidr: "10.9.0.0/24" })),
      "site: test",
      "site: a # reason: called so",
    ),
    "count: 2",
    "count: 2 # reason: from a",
  );
  const b = edited(
    edited(
      stack("b", (input) => (input.cluster.workers.count = 3)),
      "    cluster:\n",
      "    # reason: from b\n    cluster:\n",
    ),
    "kubernetesVersion: v1.34.2",
    "kubernetesVersion: v1.34.2\n      createTimeout: 20",
  );
  expect(compareStackFiles(a, b)).toEqual({
    compared: "resolved",
    differences: [
      {
        path: "site",
        a: { value: "a", default: false },
        b: { value: "test", default: false },
        reasons: [{ from: "a", text: "called so" }],
      },
      {
        path: "network.cidr",
        a: { value: "10.9.0.0/24", default: false },
        b: { value: "10.10.0.0/24", default: false },
        reasons: [{ from: "built-in", text: "no two sites share a range" }],
      },
      {
        path: "cluster.workers.count",
        a: { value: 2, default: false },
        b: { value: 3, default: false },
        reasons: [
          { from: "a", text: "from a" },
          { from: "b", text: "from b" },
        ],
      },
      {
        path: "cluster.createTimeout",
        a: { value: 60, default: true },
        b: { value: 20, default: false },
        reasons: [{ from: "b", text: "from b" }],
      },
    ],
    unexplained: 0,
  });
});

describe("a list of plain values", () => {
  const a = stack("a", (input) => (input.objectStore.buckets = ["backup", "logs"]));
  const b = stack("b", (input) => (input.objectStore.buckets = ["results", "backup"]));
  const reasons = (one: StackFile, other: StackFile) =>
    compareStackFiles(one, other).differences.map(({ path, reasons }) => [path, reasons]);

  test("is explained when every item that only one has is", () => {
    expect(
      reasons(
        edited(a, "        - logs", "        - logs # reason: Loki is here"),
        edited(b, "        - results", "        - results # reason: TAP is there"),
      ),
    ).toEqual([
      [
        "objectStore.buckets",
        [
          { from: "a", text: "Loki is here" },
          { from: "b", text: "TAP is there" },
        ],
      ],
    ]);
  });

  test("is not when one is left", () => {
    expect(reasons(edited(a, "        - logs", "        - logs # reason: Loki is here"), b)).toEqual([
      ["objectStore.buckets", []],
    ]);
  });

  test("is by a reason of the whole", () => {
    expect(reasons(edited(a, "      buckets:", "      # reason: r\n      buckets:"), b)).toEqual([
      ["objectStore.buckets", [{ from: "a", text: "r" }]],
    ]);
  });
});

test("of secrets only is told which are set, wherever they stand", () => {
  const one = { "science-platform:both": { secure: "v1:AAAA" }, "science-platform:mine": { secure: "v1:BBBB" } };
  const other = { "science-platform:both": { secure: "v1:CCCC" }, "openstack:password": "open-by-mistake" };
  const a = stack(
    "a",
    (input) => Object.assign(input.platform, { values: { x: { token: { secure: "v1:DDDD" } } } }),
    one,
  );
  const b = stack(
    "b",
    (input) =>
      Object.assign(input.platform, {
        values: { x: { token: { secure: "v1:EEEE" }, key: { secure: "v1:FFFF" }, password: "clear" } },
      }),
    other,
  );
  const comparison = compareStackFiles(a, b);
  expect(comparison).toEqual({
    compared: "resolved",
    differences: [
      { path: "platform.values.x.key", a: { default: false }, b: { value: "(hidden)", default: false }, reasons: [] },
      {
        path: "platform.values.x.password",
        a: { default: false },
        b: { value: "(hidden)", default: false },
        reasons: [],
      },
      { path: "openstack:password", a: { default: false }, b: { value: "(set)", default: false }, reasons: [] },
      { path: "science-platform:mine", a: { value: "(set)", default: false }, b: { default: false }, reasons: [] },
    ],
    unexplained: 4,
  } satisfies Comparison);
  expect(JSON.stringify(comparison)).not.toMatch(/v1:|clear|open-by-mistake/);
});

test("a missing secret can have its reason, and Pulumi's own keys are compared by value", () => {
  const a = edited(
    stack("a", undefined, {
      "science-platform:tsig-key": { secure: "v1:A" },
      "pulumi:disable-default-providers": ["*"],
    }),
    "  science-platform:tsig-key:",
    "  # reason: DNS is ours only here\n  science-platform:tsig-key:",
  );
  expect(compareStackFiles(a, stack("b", undefined, { "pulumi:disable-default-providers": [] })).differences).toEqual([
    {
      path: "pulumi:disable-default-providers",
      a: { value: ["*"], default: false },
      b: { value: [], default: false },
      reasons: [],
    },
    {
      path: "science-platform:tsig-key",
      a: { value: "(set)", default: false },
      b: { default: false },
      reasons: [{ from: "a", text: "DNS is ours only here" }],
    },
  ]);
});

test("files that do not follow the schema are compared as they stand", () => {
  const a = file("a", "config:\n  science-platform:config:\n    site: a\n    ttl: 1 # reason: r\n");
  const b = file("b", "config:\n  science-platform:config:\n    site: a\n");
  expect(compareStackFiles(a, b)).toEqual({
    compared: "written",
    differences: [
      { path: "ttl", a: { value: 1, default: false }, b: { default: false }, reasons: [{ from: "a", text: "r" }] },
    ],
    unexplained: 0,
  });
});

test.each([
  [
    "a: [",
    "Pulumi.a.yaml:1:5: is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "a: *hunter2",
    "Pulumi.a.yaml:1:4: is no YAML: no anchor (&) has the name of this alias (*): a text that begins with * needs quotes",
  ],
  [`a: ${"[".repeat(20_000)}`, "Pulumi.a.yaml:1:1: is no YAML: it is nested too deeply"],
  ["", "Pulumi.a.yaml is no stack file of this program: it has no mapping science-platform:config below config."],
  [
    "config: {x: 1}",
    "Pulumi.a.yaml is no stack file of this program: it has no mapping science-platform:config below config.",
  ],
])("no stack file: %j", (text, message) => {
  const compared = () => compareStackFiles(file("a", text), stack("b"));
  expect(compared).toThrow(UserError);
  expect(compared).toThrow(message);
});

test.each([
  ["dir/Pulumi.roe-test.yaml", "roe-test"],
  ["Pulumi.roe.yml", "roe"],
  ["other.yaml", "other.yaml"],
])("%s is called %s", (name, expected) => {
  expect(stackName(name)).toBe(expected);
});

test("the committed stacks follow the schema", () => {
  const read = (name: string) => file(name, readFileSync(path.join(repository, `Pulumi.${name}.yaml`), "utf8"));
  expect(compareStackFiles(read("lab"), read("roe")).compared).toBe("resolved");
});

describe("in words", () => {
  const side = (value?: unknown, isDefault = false) => ({
    ...(value === undefined ? {} : { value }),
    default: isDefault,
  });

  test("no difference", () => {
    expect(report({ a: "lab", b: "roe" }, { compared: "resolved", differences: [], unexplained: 0 })).toBe(
      "lab and roe do not differ.",
    );
  });

  test("differences with and without a reason", () => {
    expect(
      report(
        { a: "lab", b: "roe" },
        {
          compared: "written",
          unexplained: 1,
          differences: [
            { path: "site", a: side("lab"), b: side("roe"), reasons: [{ from: "built-in", text: "names the site" }] },
            { path: "dns.ttl", a: side(60), b: side(300, true), reasons: [] },
            {
              path: "network.mtu",
              a: side(),
              b: side(9000),
              reasons: [
                { from: "a", text: "Ceph" },
                { from: "b", text: "Ceph" },
              ],
            },
            { path: "x", a: side({ a: "y".repeat(100) }), b: side([1]), reasons: [{ from: "b", text: "z" }] },
          ],
        },
      ),
    ).toBe(
      [
        "One of them does not follow the schema (`config check` says why), so defaults are not filled in.",
        "",
        "lab and roe differ in 4 places, 1 of them without a reason.",
        "",
        "Without a reason:",
        "  dns.ttl: 60 in lab, 300 (default) in roe",
        "",
        "With a reason:",
        '  site: "lab" in lab, "roe" in roe',
        "      names the site (built in)",
        "  network.mtu: nothing in lab, 9000 in roe",
        "      Ceph (lab, roe)",
        `  x: {"a":"${"y".repeat(91)}... in lab, [1] in roe`,
        "      z (roe)",
        "",
        "Write the reason into either file as a comment `# reason: ...` beside or above the value, or a section around it.",
      ].join("\n"),
    );
  });

  test("one difference, explained", () => {
    const differences = [{ path: "dns.ttl", a: side(60), b: side(1), reasons: [{ from: "a" as const, text: "r" }] }];
    expect(report({ a: "a", b: "b" }, { compared: "resolved", differences, unexplained: 0 })).toBe(
      "a and b differ in one place, each with a reason.\n\nWith a reason:\n  dns.ttl: 60 in a, 1 in b\n      r (a)",
    );
  });
});

test("what is called like a secret or looks like one is not shown, wherever it stands", () => {
  const b = stack("b", (input) =>
    Object.assign(input, {
      password: "hunter2",
      dns: { ...input.dns, tsigKey: 12345 },
      owner: { secure: "v1:abc" },
      platform: { ...input.platform, values: { grafana: { adminPassword: "hunter2", existingSecret: "grafana" } } },
    }),
  );
  const { differences } = compareStackFiles(stack("a"), b);
  expect(differences.map(({ path, b: side }) => [path, side.value])).toEqual([
    ["owner", "(hidden)"],
    ["dns.tsigKey", "(hidden)"],
    ["platform.values", { grafana: { adminPassword: "(hidden)", existingSecret: "grafana" } }],
    ["password", "(hidden)"],
  ]);
});
