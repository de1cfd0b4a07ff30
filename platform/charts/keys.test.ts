import { knownKeys, unknownTo } from "./keys";

const keys = ["a.b", "a.open.*", 'a."x.y"', "list.*"];

test.each<[string, object, string[]]>([
  ["keys that there are", { a: { b: 1, open: { anything: { below: 1 } } }, list: [1] }, []],
  ["misspelt ones, at the top and below", { A: 1, a: { c: 1, b: 2 } }, ["A", "a.c"]],
  ["a key with a dot", { a: { "x.y": 1, "x.z": 1 } }, ['a."x.z"']],
  ["a value where a map is", { a: 1 }, ["a"]],
])("%s", (_, values, expected) => expect(unknownTo(keys, values)).toEqual(expected));

test.each([
  ["3.3.7", 338],
  ["4.3.5", 360],
] as const)("jupyterhub %s has %d keys", (version, count) => {
  const keys = knownKeys({ name: "jupyterhub", version }) ?? [];
  expect(keys).toHaveLength(count);
  expect(unknownTo(keys, { hub: { existingSecrets: "x" }, proxy: { chp: { resources: {} } } })).toEqual([
    "hub.existingSecrets",
  ]);
});

test("of other charts nobody has written them down", () => {
  expect(knownKeys({ name: "landing-page", version: "0.2.0" })).toBeUndefined();
});
