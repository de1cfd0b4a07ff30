/**
 * Which keys the values of a published chart have, as facts of this repository (platform/charts/keys): charts' texts are others', and
 * cannot be had everywhere. What a chart does not know it ignores, and says nothing.
 */
import * as fs from "node:fs";
import * as path from "node:path";

/** Keys of a chart's version, one a line in its file; missing where nobody has written them down. */
export function knownKeys({ name, version }: { name: string; version: string }): string[] | undefined {
  const file = path.join(__dirname, "keys", `${name}-${version}.txt`);
  if (!fs.existsSync(file)) return undefined;
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/**
 * Paths of values that are none of the keys. Below a key that ends in ".*" (a map, a list or nothing by default) anything may stand.
 */
export function unknownTo(keys: readonly string[], values: object): string[] {
  const known = new Set(keys.map((key) => key.replace(/\.\*$/, "")));
  const inner = new Set([...known].flatMap((key) => parents(key)));
  const walk = (map: object, above: string): string[] =>
    Object.entries(map).flatMap(([key, value]) => {
      const name = key.includes(".") ? `"${key}"` : key;
      const at = above === "" ? name : `${above}.${name}`;
      if (known.has(at)) return [];
      if (inner.has(at) && isMap(value)) return walk(value, at);
      return [at];
    });
  return walk(values, "");
}

/** "a" and "a.b" of "a.b.c". */
function parents(key: string): string[] {
  const parts = key.match(/"[^"]*"|[^.]+/g) ?? [];
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
