/** Turns what zod found into sentences for the person who wrote the stack file: where, what stands there, what would be right. */
import { z } from "zod";
import { schema } from "./schema";

/** One thing wrong with a configuration. */
export interface Problem {
  /** Path inside `science-platform:config`, like "cluster.nodePools[0].count"; empty for the whole. */
  path: string;
  /** What is wrong and what would be right, with the bad value. */
  message: string;
}

/** The part of JSON Schema that is needed to find the keys that may stand at a place. */
interface Node {
  description?: string;
  const?: unknown;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  oneOf?: Node[];
  anyOf?: Node[];
  allOf?: Node[];
}

const tree = z.toJSONSchema(schema, { io: "input" }) as Node;

export function describeProblems(error: z.ZodError, input: unknown): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, input));
}

/** "a.b[0].c", with quotes around keys that are not plain words. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => {
      if (typeof part === "number") return `[${part}]`;
      const key = String(part);
      return /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`;
    })
    .join("")
    .replace(/^\./, "");
}

function describe(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = [...new Set(nodesAt(issue.path, input).flatMap((node) => Object.keys(node.properties ?? {})))];
    return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: unknownKey(key, known) }));
  }
  if (issue.code === "invalid_key") {
    const wanted = issue.issues.map((inner) => inner.message).join("; ");
    return [{ path, message: `this name is not allowed: ${wanted}` }];
  }
  const value = valueAt(input, issue.path);
  if (value === undefined) {
    const meaning = nodesAt(issue.path, input).find((node) => node.description)?.description;
    return [{ path, message: `is missing: ${wanted(issue, input)}${meaning ? ` (${meaning})` : ""}` }];
  }
  return [{ path, message: `${show(value)} is wrong: ${wanted(issue, input)}` }];
}

/** What zod wanted at this place, without what it got. */
function wanted(issue: z.core.$ZodIssue, input: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `write ${noun(issue.expected)}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `write ${show(issue.values[0])}`
        : `write one of ${issue.values.map(show).join(", ")}`;
    case "too_small":
      return issue.origin === "array"
        ? `write at least ${issue.minimum}`
        : issue.origin === "string"
          ? "it may not be empty"
          : `write a number ${issue.inclusive ? "of at least" : "greater than"} ${issue.minimum}`;
    case "too_big":
      return `write at most ${issue.maximum}`;
    case "invalid_union": {
      const values = [...new Set(nodesAt(issue.path, input).flatMap((node) => constants(node)))];
      return values.length > 0 ? `write one of ${values.map(show).join(", ")}` : "it fits none of the possible forms";
    }
    case "invalid_format":
      return issue.message.startsWith("Invalid ") ? `write ${noun(issue.format)}` : `write ${issue.message}`;
    default:
      return issue.message;
  }
}

function unknownKey(key: string, known: string[]): string {
  const nearest = closest(key, known);
  return nearest
    ? `there is no such key: did you mean "${nearest}"?`
    : `there is no such key: possible are ${known.sort().join(", ")}`;
}

/** The word nearest to `key`, if one is near enough to be a slip of the keyboard. */
export function closest(key: string, words: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 3));
  const near = words
    .map((word) => ({ word, distance: distance(key.toLowerCase(), word.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.word.localeCompare(b.word));
  return near[0]?.word;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Every schema that may apply at a path; below a choice like `cloud: gcp` only what belongs to what was chosen. */
function nodesAt(path: readonly PropertyKey[], input: unknown): Node[] {
  let value = input;
  let nodes = alternatives(tree, value);
  for (const part of path) {
    value = valueAt(value, [part]);
    nodes = nodes.flatMap((node) => {
      const child =
        typeof part === "number"
          ? node.items
          : (node.properties?.[String(part)] ??
            (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined));
      return child ? alternatives(child, value) : [];
    });
  }
  return nodes;
}

function alternatives(node: Node, value: unknown): Node[] {
  const choices = node.oneOf ?? [];
  const chosen = choices.filter((choice) => isChosen(choice, value));
  const inner = [...(chosen.length > 0 ? chosen : choices), ...(node.anyOf ?? []), ...(node.allOf ?? [])];
  return [node, ...inner.flatMap((one) => alternatives(one, value))];
}

/** True when every constant of the choice, like `kind: "vm"`, stands in the value. */
function isChosen(choice: Node, value: unknown): boolean {
  const fixed = Object.entries(choice.properties ?? {}).filter(([, property]) => property.const !== undefined);
  return fixed.length > 0 && fixed.every(([key, property]) => valueAt(value, [key]) === property.const);
}

function constants(node: Node): unknown[] {
  return node.const === undefined ? [] : [node.const];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Zod's words for types, in the words of people who write YAML. */
const nouns: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  email: "a mail address",
  int: "a whole number",
  ipv4: "an IPv4 address",
  number: "a number",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
  string: "a text",
  url: "an address like https://s3.example.org",
};

function noun(type: string): string {
  return nouns[type] ?? type;
}
