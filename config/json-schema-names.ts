/** Makes the definitions of a JSON Schema readable: named after what they are for, and only where they save something. */
import type { JsonSchema } from "./json-schema";

const prefix = "#/definitions/";

/** A definition shorter than this stands where it is used: a reference is hardly shorter. */
const shortest = 150;

/** Names each definition after the first key that uses it, with a number where that name is taken. */
export function nameDefinitions({ definitions = {}, ...schema }: JsonSchema): JsonSchema {
  const names = new Map<string, string>();
  const result: Record<string, JsonSchema> = {};

  const resolve = (node: JsonSchema, key: string): JsonSchema => {
    const { $ref, allOf, ...rest } = node;
    // Where a reference has a sentence of its own beside it, zod writes it as an allOf of one.
    const reference = $ref ?? (allOf?.length === 1 ? allOf[0]?.$ref : undefined);
    if (reference === undefined) return mapChildren(node, (child, name) => resolve(child, name ?? key));
    const old = reference.slice(prefix.length);
    const target = definitions[old] ?? {};
    if (JSON.stringify(target).length < shortest) return resolve({ ...target, ...rest }, key);
    let name = names.get(old);
    if (name === undefined) {
      name = free(key, new Set(names.values()));
      names.set(old, name);
      result[name] = resolve(target, key);
    }
    const renamed = { $ref: `${prefix}${name}` };
    return $ref === undefined ? { ...rest, allOf: [renamed] } : renamed;
  };
  return { ...resolve(schema, "config"), definitions: result };
}

function free(name: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(number === 1 ? name : `${name}${number}`)) number++;
  return number === 1 ? name : `${name}${number}`;
}

type Change = (child: JsonSchema, key: string | undefined) => JsonSchema;

/** A copy with every schema directly inside changed; `key` is what it is for, if it is for one. */
export function mapChildren(node: JsonSchema, change: Change): JsonSchema {
  const one = (child: JsonSchema) => change(child, undefined);
  const byKey = (all: Record<string, JsonSchema>) =>
    Object.fromEntries(Object.entries(all).map(([key, child]) => [key, change(child, key)]));
  return {
    ...node,
    ...(node.properties && { properties: byKey(node.properties) }),
    ...(node.patternProperties && { patternProperties: byKey(node.patternProperties) }),
    ...(typeof node.additionalProperties === "object" && { additionalProperties: one(node.additionalProperties) }),
    ...(node.propertyNames && { propertyNames: one(node.propertyNames) }),
    ...(node.items && { items: one(node.items) }),
    ...(node.oneOf && { oneOf: node.oneOf.map(one) }),
    ...(node.anyOf && { anyOf: node.anyOf.map(one) }),
    ...(node.allOf && { allOf: node.allOf.map(one) }),
    ...(node.definitions && { definitions: byKey(node.definitions) }),
  };
}
