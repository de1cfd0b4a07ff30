import { schemaProblems, unknownKeys } from "./values-check";

/** Stands for what only an update knows. */
const later = { later: true };
const isUnknown = (value: unknown) => value === later;

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["host"],
  additionalProperties: false,
  properties: {
    host: { type: "string", minLength: 1 },
    replicas: { type: "integer", minimum: 1 },
    kind: { enum: ["Deployment", "DaemonSet"] },
    list: { type: "array", items: { type: "object", properties: { port: { type: "integer" } } } },
    service: { type: "object", properties: { type: { type: "string" } } },
  },
};

test.each<[string, object, string[]]>([
  ["right values", { host: "a", replicas: 2, kind: "DaemonSet", service: { type: "ClusterIP" } }, []],
  [
    "everything wrong at once",
    { replicas: "two", kind: "Job", list: [{ port: 1 }, { port: "x" }], extra: 1 },
    [
      ": must have required property 'host'",
      ": has the key extra, which the chart does not know",
      'replicas: is "two", and must be integer',
      'kind: is "Job", and must be one of Deployment, DaemonSet',
      'list[1].port: is "x", and must be integer',
    ],
  ],
  ["what is not known yet", { host: later, replicas: later, list: [{ port: later }], service: later }, []],
  ["what is wrong beside it", { host: later, replicas: 0 }, ["replicas: is 0, and must be >= 1"]],
])("%s", (_, values, expected) => {
  expect(schemaProblems(schema, values, isUnknown).map(({ path, text }) => `${path}: ${text}`)).toEqual(expected);
});

test.each(["http://json-schema.org/schema#", "https://json-schema.org/draft/2020-12/schema", undefined])(
  "the dialect %s is understood",
  ($schema) => {
    const dialect = { ...schema, $schema };
    expect(schemaProblems(dialect, { host: "" }, isUnknown)).toEqual([
      { path: "host", text: 'is "", and must NOT have fewer than 1 characters' },
    ]);
  },
);

const defaults = { a: { b: 1, c: {}, d: { e: null } }, list: [], "x.y": { z: 1 } };

test.each<[string, object, string[]]>([
  ["known keys", { a: { b: 2, c: { anything: 1 }, d: { e: { below: 1 } } }, list: [1] }, []],
  ["a misspelt key at the top", { aa: 1, global: { imageRegistry: "x" } }, ["aa"]],
  ["misspelt keys below", { a: { bb: 1, d: { f: 1, g: 2 } } }, ["a.bb", "a.d.f", "a.d.g"]],
  ["a key with a dot", { "x.y": { w: 1 } }, ['"x.y".w']],
  ["what is not known yet", { a: later }, []],
])("unknown keys: %s", (_, values, expected) => expect(unknownKeys(values, defaults, isUnknown)).toEqual(expected));
