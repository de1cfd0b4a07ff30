/** Turns what zod found into sentences for the person who wrote the stack file: where, what stands there, what would be right. */
import type { z } from "zod";
import { formatPath } from "./problems-path";
import { closest } from "./problems-words";
import { formsWith, keysAt, nodesAt, valueAt } from "./problems-tree";
import { isSecretByName, secretInClear } from "./secrets-clear";

export { closest, formatPath };

/** One thing wrong with a configuration. */
export interface Problem {
  /** Path inside `science-platform:config`, like "cluster.nodePools[0].count", or a key beside it. Empty: the file itself. */
  path: string;
  /** What is wrong and what would be right, with the bad value. Never with a secret. */
  message: string;
  /** Heading of docs/configuration.md that explains it, where that is not the path's own. */
  section?: string;
}

/** Path of the configuration as a whole. */
export const wholePath = "science-platform:config";

export function describeProblems(error: z.ZodError, input: unknown): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, input));
}

function describe(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const path = formatPath(issue.path) || wholePath;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path, input);
    return issue.keys.map((key) => {
      const place = [...issue.path, key];
      const path = formatPath(place);
      return isSecretByName(key, valueAt(input, place))
        ? { path, message: secretInClear("there is no such key"), section: "stack-secrets" }
        : { path, message: unknownKey(key, known, formsWith(key, issue.path, input)) };
    });
  }
  if (issue.code === "invalid_key") {
    const wanted = issue.issues.map((inner) => wantedOf(inner)).join("; ");
    return [{ path, message: `this name is not allowed: ${wanted}` }];
  }
  const value = valueAt(input, issue.path);
  if (value === undefined) return [{ path, message: `is missing: ${wantedAt(issue, input)}${meaning(issue, input)}` }];
  if (value === null) return [{ path, message: `is empty: ${wantedAt(issue, input)}${orDefaults(issue, input)}` }];
  return [{ path, message: `${show(value)} is wrong: ${wantedAt(issue, input)}` }];
}

/** What the key is for, from the schema. */
function meaning(issue: z.core.$ZodIssue, input: unknown): string {
  // What is chosen by the missing key would each say what it alone is for.
  if (issue.code === "invalid_union") return "";
  const description = nodesAt(issue.path, input).find((node) => node.description)?.description;
  return description ? ` (${description})` : "";
}

/** `monitoring:` with nothing behind it is likely meant as `monitoring: {}`. */
function orDefaults(issue: z.core.$ZodIssue, input: unknown): string {
  const mappings = nodesAt(issue.path, input).filter((node) => node.properties);
  const optional = mappings.length > 0 && mappings.every((node) => (node.required ?? []).length === 0);
  return optional ? ", or {} for the defaults" : "";
}

/** What would be right at this place, in the words of the schema. */
function wantedAt(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "invalid_union" && issue.errors.length === 0) {
    const values = [...new Set(nodesAt(issue.path, input).flatMap((node) => node.const ?? []))];
    return `write ${oneOf(values)}`;
  }
  if (issue.code === "invalid_type" && issue.expected === "string") return `write ${textAt(issue.path, input)}`;
  return `write ${wantedOf(issue)}`;
}

/** YAML takes 1.30 for a number and true for a yes: then quotes are what is missing. */
function textAt(path: readonly PropertyKey[], input: unknown): string {
  const words = nodesAt(path, input).find((node) => node.patternErrorMessage)?.patternErrorMessage ?? noun("string");
  return ["number", "boolean"].includes(typeof valueAt(input, path)) ? `${words}, in quotes` : words;
}

/** What zod wanted, as words that follow "write". */
function wantedOf(issue: z.core.$ZodIssue): string {
  // Words of the schema itself say it best; zod's own all begin in one of these ways.
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return noun(issue.expected);
    case "invalid_value":
      return oneOf(issue.values);
    case "too_small":
      return bound(issue.origin, "at least", issue.minimum, issue.inclusive);
    case "too_big":
      return bound(issue.origin, "at most", issue.maximum, issue.inclusive);
    case "invalid_format":
      return format(issue);
    case "invalid_union":
      // Each form that is possible once: the first thing that it misses.
      return [...new Set(issue.errors.flatMap(([first]) => (first ? wantedOf(first) : [])))].join(", or ");
    default:
      return "something else (the documentation says what)";
  }
}

function oneOf(values: readonly unknown[]): string {
  return `${values.length === 1 ? "" : "one of "}${values.map(show).join(", ")}`;
}

function bound(origin: string, words: "at least" | "at most", limit: number | bigint, inclusive = true): string {
  const strict = words === "at least" ? "greater than" : "less than";
  if (origin === "string") return limit === 1 ? "a text that is not empty" : `${words} ${limit} characters`;
  if (origin === "array" || origin === "set") return `${words} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `a number ${inclusive ? `of ${words}` : strict} ${limit}`;
}

function format(issue: z.core.$ZodIssueInvalidStringFormat): string {
  if (issue.format === "starts_with" && "prefix" in issue) return `a text that starts with ${show(issue.prefix)}`;
  return issue.format === "regex" ? `a text that fits ${String(issue.pattern)}` : noun(issue.format);
}

function unknownKey(key: string, known: string[], { chosen, having }: ReturnType<typeof formsWith>): string {
  if (having.length > 0) return `is no key with ${chosen}, only with ${having.join(" or ")}`;
  const nearest = closest(key, known);
  return nearest
    ? `there is no such key: did you mean "${nearest}"?`
    : `there is no such key: possible are ${known.join(", ")}`;
}

/** A value, short enough for a line; of lists and mappings only what they are. */
function show(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? "[]" : `a list of ${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    const some = keys.slice(0, 5).map((key) => (key.length > 40 ? `${key.slice(0, 37)}...` : key));
    return keys.length === 0
      ? "{}"
      : `a mapping with ${some.map((key) => JSON.stringify(key)).join(", ")}${keys.length > 5 ? ", ..." : ""}`;
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Zod's words for types, in the words of people who write YAML. */
const nouns: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  cidrv4: "an IPv4 range like 10.20.0.0/24",
  date: "a day like 2027-03-31",
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
