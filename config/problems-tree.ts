/** Where in the schema a place of the configuration belongs: which keys may stand there, what they mean. */
import { configSchema, type JsonSchema } from "./json-schema";

let tree: JsonSchema | undefined;

/** Every schema that may apply at a path; below a choice like `cloud: gcp` only what belongs to what was chosen. */
export function nodesAt(path: readonly PropertyKey[], input: unknown): JsonSchema[] {
  // Made when there is something to say: a configuration that is right should not wait for it.
  tree ??= configSchema();
  let value = input;
  let nodes = alternatives(tree, value);
  for (const part of path) {
    value = valueAt(value, [part]);
    nodes = nodes.flatMap((node) => {
      const child = childOf(node, part);
      return child ? alternatives(child, value) : [];
    });
  }
  return nodes;
}

/** The keys that may stand in the mapping at a path. */
export function keysAt(path: readonly PropertyKey[], input: unknown): string[] {
  return [...new Set(nodesAt(path, input).flatMap((node) => Object.keys(node.properties ?? {})))].sort();
}

/** The forms of the mapping at a path that have a key which the chosen form lacks, like `kind: vm`; and the chosen one. */
export function formsWith(
  key: string,
  path: readonly PropertyKey[],
  input: unknown,
): { chosen: string; having: string[] } {
  const value = valueAt(input, path);
  const forms = nodesAt(path, input).flatMap((node) => node.oneOf ?? []);
  const having = forms.filter((form) => Object.hasOwn(form.properties ?? {}, key) && !isChosen(form, value));
  return {
    chosen: forms
      .filter((form) => isChosen(form, value))
      .map(nameOf)
      .join(", "),
    having: [...new Set(having.map(nameOf))],
  };
}

/** "kind: vm" for the form that has this constant. */
function nameOf(form: JsonSchema): string {
  return constantsOf(form)
    .map(([key, property]) => `${key}: ${String(property.const)}`)
    .join(", ");
}

function constantsOf(form: JsonSchema): [string, JsonSchema][] {
  return Object.entries(form.properties ?? {}).filter(([, property]) => property.const !== undefined);
}

/** What stands at a path of a value; undefined when nothing does. Never what objects inherit, like `constructor`. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );
}

function childOf(node: JsonSchema, part: PropertyKey): JsonSchema | undefined {
  if (typeof part === "number") return node.items;
  const { properties = {}, additionalProperties: others } = node;
  const key = String(part);
  return Object.hasOwn(properties, key) ? properties[key] : typeof others === "object" ? others : undefined;
}

function alternatives(node: JsonSchema, value: unknown): JsonSchema[] {
  const choices = node.oneOf ?? [];
  const chosen = choices.filter((choice) => isChosen(choice, value));
  const inner = [...(chosen.length > 0 ? chosen : choices), ...(node.anyOf ?? []), ...(node.allOf ?? [])];
  return [node, ...inner.flatMap((one) => alternatives(one, value))];
}

/** True when every constant of the choice, like `kind: "vm"`, stands in the value. */
function isChosen(choice: JsonSchema, value: unknown): boolean {
  const fixed = constantsOf(choice);
  return fixed.length > 0 && fixed.every(([key, property]) => valueAt(value, [key]) === property.const);
}
