/** What is wrong with values before a chart is rendered with them: Helm says the first only later, and the second never. Pure. */
import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import type { Plain } from "./contents";

export interface ValuesProblem {
  /** Like "controller.replicaCount"; "" for the values as a whole. */
  path: string;
  /** Like 'is "two", and must be integer'. */
  text: string;
}

/** Values as they are before an update: of what is not known yet, a function says so. */
export type IsUnknown = (value: unknown) => boolean;

/**
 * Values that the chart's JSON Schema does not allow.
 *
 * @param values The chart's defaults, with ours over them.
 * @param isUnknown True for a value that only the update knows: whatever the schema says of it, or of what it stands in, is left out.
 */
export function schemaProblems(schema: object, values: object, isUnknown: IsUnknown): ValuesProblem[] {
  const validate = compile(schema);
  if (validate(values)) return [];
  return (validate.errors ?? [])
    .filter((error) => !touchesUnknown(values, keysOf(error), isUnknown))
    .filter(({ keyword }) => !["if", "anyOf", "oneOf", "allOf"].includes(keyword))
    .map((error) => ({ path: pathOf(keysOf(error)), text: words(error) }));
}

const options = { allErrors: true, strict: false, verbose: true, logger: false as const, validateFormats: false };

/** Dialects before draft-07 differ in nothing that charts use. */
function compile(schema: object): ValidateFunction {
  const dialect = "$schema" in schema ? String(schema.$schema) : "";
  if (/2019-09|2020-12/.test(dialect)) return new Ajv2020(options).compile(schema);
  return new Ajv(options).compile({ ...schema, $schema: undefined, $id: undefined });
}

function keysOf({ instancePath }: ErrorObject): string[] {
  return instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** True when something on the way, or anything below its end, is not known. */
function touchesUnknown(values: unknown, keys: readonly string[], isUnknown: IsUnknown): boolean {
  let at: unknown = values;
  for (const key of keys) {
    if (isUnknown(at)) return true;
    at = (at as Record<string, unknown> | null | undefined)?.[key];
  }
  return isUnknown(at);
}

function pathOf(keys: readonly string[]): string {
  return keys.reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`), "");
}

function words({ keyword, params, message = "is not allowed", data }: ErrorObject): string {
  if (keyword === "additionalProperties")
    return `has the key ${(params as { additionalProperty: string }).additionalProperty}, which the chart does not know`;
  if (keyword === "enum")
    return `is ${JSON.stringify(data)}, and must be one of ${(params as { allowedValues: unknown[] }).allowedValues.map(String).join(", ")}`;
  const shown = typeof data === "object" ? "" : `is ${JSON.stringify(data)}, and `;
  return `${shown}${message}`;
}

/**
 * Paths of values that the chart has no default for, which mostly are misspelt: Helm hands them to nobody and says nothing. Below a
 * default that is {}, null or a list, anything may stand.
 */
export function unknownKeys(values: object, defaults: Record<string, Plain>, isUnknown: IsUnknown): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const own = /[.[\]]/.test(key) ? `"${key}"` : key;
    if (!(key in defaults)) return key === "global" ? [] : [own];
    const below = defaults[key];
    if (isUnknown(value) || !isMap(value) || !isMap(below) || Object.keys(below).length === 0) return [];
    return unknownKeys(value, below as Record<string, Plain>, isUnknown).map((path) => `${own}.${path}`);
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
