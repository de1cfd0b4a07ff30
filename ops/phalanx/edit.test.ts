import { setValue, type Plain, type Step } from "./edit";

const lines = (...text: string[]) => `${text.join("\n")}\n`;

const file = lines(
  "# Values of somebody",
  "",
  "controller:",
  "  config:",
  "    volumes: # what is mounted",
  '      - name: "data"',
  "        source:",
  '          serverPath: "/data"  # ours',
  '          server: "192.0.2.33"',
  '          type: "nfs"',
  "",
  "      # the homes",
  "      - name: home",
  "        source:",
  "          serverPath: /jhome",
  "          server: '192.0.2.33'",
  "    list: [ 1,2 ]",
  "  empty:",
  "replicaCount:   1   # one is enough",
  "text: |",
  "  two",
  "  lines",
  "# the end",
);

/** The lines that are new, with "+", and those that are gone, with "-". */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

test.each<[string, Step[], Plain, string[]]>([
  [
    "a number, with the comment after it",
    ["replicaCount"],
    2,
    ["-replicaCount:   1   # one is enough", "+replicaCount:   2   # one is enough"],
  ],
  ["what is there already", ["replicaCount"], 1, []],
  [
    "the addresses in a list of names",
    ["controller", "config", "volumes"],
    [
      { name: "home", source: { serverPath: "/export/homes", server: "10.0.0.5", type: "nfs" } },
      { name: "data", source: { serverPath: "/data", server: "10.0.0.5", type: "nfs" } },
    ],
    [
      '-          server: "192.0.2.33"',
      "-          serverPath: /jhome",
      "-          server: '192.0.2.33'",
      '+          server: "10.0.0.5"',
      "+          serverPath: /export/homes",
      "+          server: '10.0.0.5'",
    ],
  ],
  [
    "one name more in a list, and one less",
    ["controller", "config", "volumes"],
    [
      { name: "home", source: { serverPath: "/jhome", server: "192.0.2.33" } },
      { name: "rubin", source: { type: "pvc" } },
    ],
    [
      '-      - name: "data"',
      '-          serverPath: "/data"  # ours',
      '-          server: "192.0.2.33"',
      '-          type: "nfs"',
      '+      - name: "rubin"',
      '+          type: "pvc"',
    ],
  ],
  ["a new key at the top", ["config", "x"], "y", ["+config:", '+  x: "y"']],
  ["a new key deep inside", ["controller", "config", "url"], "https://a", ['+    url: "https://a"']],
  ["below a key that has nothing", ["controller", "empty", "a", "b"], true, ["+    a:", "+      b: true"]],
  ["a list without names", ["controller", "config", "list"], [3], ["-    list: [ 1,2 ]", "+    list:", "+      - 3"]],
  ["a text of many lines", ["text"], "one", ["-text: |", "-  two", "-  lines", '+text: "one"']],
])("%s", (_, path, value, expected) => {
  expect(difference(file, setValue(file, path, value))).toEqual(expected);
});

test("nothing but the edit changes, to the character", () => {
  const edited = setValue(file, ["controller", "config", "volumes", 1, "source", "server"], "10.0.0.5");
  expect(edited).toBe(file.replace("server: '192.0.2.33'", "server: '10.0.0.5'"));
});

test.each([
  ["an empty file", "", 'a:\n  b: "c"\n'],
  ["a file of comments", "# only this\n", '# only this\na:\n  b: "c"\n'],
  ["a file without a last newline", "x: 1", 'x: 1\na:\n  b: "c"\n'],
  ["a map on one line", "a: {d: 1}\n", 'a:\n  d: 1\n  b: "c"\n'],
  ["an empty map", "a: {}\nz: 1\n", 'a:\n  b: "c"\nz: 1\n'],
  [
    "comments after the last key",
    "a:\n  d: 1\n  # more to come\n\nz: 1\n",
    'a:\n  d: 1\n  b: "c"\n  # more to come\n\nz: 1\n',
  ],
])("%s", (_, before, after) => expect(setValue(before, ["a", "b"], "c")).toBe(after));

test("entries of a list are matched by where they are mounted, too", () => {
  const before = lines(
    "m:",
    '  - containerPath: "/data"',
    '    volumeName: "old"',
    '  - containerPath: "/gone"',
    '    volumeName: "x"',
  );
  expect(
    setValue(
      before,
      ["m"],
      [
        { containerPath: "/data", volumeName: "new" },
        { containerPath: "/home", volumeName: "h" },
      ],
    ),
  ).toBe(
    lines(
      "m:",
      '  - containerPath: "/data"',
      '    volumeName: "new"',
      '  - containerPath: "/home"',
      '    volumeName: "h"',
    ),
  );
});
