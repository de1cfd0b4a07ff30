import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { type JsonSchema, stackFileSchema } from "./json-schema";
import { stackFiles, stackOf } from "./stack-file-siblings";

const root = path.resolve(__dirname, "..");
const files = stackFiles(root);

const content = (file: string) => parse(fs.readFileSync(file, "utf8")) as { config: Record<string, unknown> };

// Ranges of addresses have a pattern too; ajv does not know their format by name.
const validate = new Ajv({ strict: false, validateFormats: false }).compile(stackFileSchema());

test("config/stack.schema.json is what `npm run schema` writes", () => {
  const committed: unknown = JSON.parse(fs.readFileSync(path.join(__dirname, "stack.schema.json"), "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(stackFileSchema())));
});

test("there are stack files", () => {
  expect(files.map(stackOf)).toEqual(expect.arrayContaining(["lab", "roe"]));
});

test.each(files)("%s is valid for an editor, too", (file) => {
  expect([validate(content(file)), validate.errors]).toEqual([true, null]);
});

test.each<[string, (config: Record<string, unknown>) => void]>([
  ["a slip in a key", (config) => Object.assign(config["science-platform:config"] as object, { sevrices: {} })],
  [
    "a cloud that there is not",
    (config) => Object.assign(config["science-platform:config"] as object, { cloud: "aws" }),
  ],
  [
    "a text for a number",
    (config) => Object.assign((config["science-platform:config"] as { dns: object }).dns, { ttl: "60" }),
  ],
  ["a name with capitals", (config) => Object.assign(config["science-platform:config"] as object, { site: "Lab" })],
  ["no site", (config) => delete config["science-platform:config"]],
  ["default providers", (config) => delete config["pulumi:disable-default-providers"]],
  ["a secret in the clear", (config) => (config["science-platform:tsig-key"] = "bm90IHNlY3JldA==")],
])("%s is wrong for an editor, too", (_, spoil) => {
  const stack = content(path.join(root, "Pulumi.lab.yaml"));
  spoil(stack.config);
  expect(validate(stack)).toBe(false);
});

test.each(["tsig-key", "keycloak-orcid-client-secret", "backup-elsewhere-secret-key"])(
  "an encrypted %s is right",
  (name) => {
    const stack = content(path.join(root, "Pulumi.lab.yaml"));
    stack.config[`science-platform:${name}`] = { secure: "v1:abc" };
    expect(validate(stack)).toBe(true);
  },
);

test("every key has a description", () => {
  const schema = stackFileSchema();
  const without: string[] = [];
  let seen = 0;
  const described = (node: JsonSchema): boolean =>
    node.description !== undefined ||
    [node, ...(node.allOf ?? [])].some(({ $ref }) => $ref && described(resolve($ref)));
  const resolve = ($ref: string) => schema.definitions?.[$ref.replace("#/definitions/", "")] ?? {};
  const walk = (node: JsonSchema, place: string): void => {
    for (const [key, child] of Object.entries({ ...node.properties, ...node.patternProperties })) {
      seen++;
      if (!described(child)) without.push(`${place}.${key}`);
      walk(child, `${place}.${key}`);
    }
    for (const child of [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])]) walk(child, place);
    for (const child of [node.items, node.additionalProperties]) if (typeof child === "object") walk(child, place);
    for (const [name, child] of Object.entries(node.definitions ?? {})) walk(child, `definitions.${name}`);
  };
  walk(schema, "");
  expect(without).toEqual([]);
  expect(seen).toBeGreaterThan(300);
});

test("every pattern is explained in words", () => {
  const text = JSON.stringify(stackFileSchema());
  const patterns = text.match(/"pattern":/g)?.length ?? 0;
  // Days, mail addresses and IPv4 addresses are told by their format.
  const formats = text.match(/"format":"(email|ipv4)"/g)?.length ?? 0;
  expect(patterns).toBeGreaterThan(20);
  expect(text.match(/"patternErrorMessage":/g)).toHaveLength(patterns - formats);
});
