/** Where two values differ, by path. Lists of named objects are compared by name, lists of plain values by what is in them. */
import { isDeepStrictEqual } from "node:util";
import type { Path } from "./reasons";

/** The same value twice: as it is written, and with defaults filled in. */
export interface Value {
  written: unknown;
  resolved: unknown;
}

/** One side of a difference. */
export interface Side {
  /** Absent when nothing stands there and there is no default. */
  value?: unknown;
  /** True when nothing is written and `value` is the default. */
  default: boolean;
  /** Where it stands in its file. */
  path: Path;
  /** Of a list of plain values: where the items stand that the other list has not. */
  items?: Path[];
}

/** One place where the two differ. */
export interface Difference {
  /** For people: "cluster.nodePools[notebook].count". */
  path: string;
  a: Side;
  b: Side;
}

/** Lists whose order has a meaning: which name server is asked first, which image is the default. */
const ordered: ReadonlySet<string> = new Set(["dnsServers", "images"]);

/** What names an object in a list, the first that fits. */
const names: readonly (readonly string[])[] = [
  ["name"],
  ["name", "tag"],
  ["key", "effect"],
  ["rule", "resource"],
  ["uid"],
];

type Mapping = Record<string, unknown>;

interface Place {
  label: string;
  a: Path;
  b: Path;
}

/** @returns Every difference, in the order of the files. What neither file writes is not listed: it follows from something that is. */
export function compare(a: Value, b: Value): Difference[] {
  return differences(a, b, { label: "", a: [], b: [] });
}

function differences(a: Value, b: Value, place: Place): Difference[] {
  if (isDeepStrictEqual(a.resolved, b.resolved)) return [];
  if (a.written === undefined && b.written === undefined) return [];
  if (isMapping(a.resolved) && isMapping(b.resolved)) {
    return [...new Set([...Object.keys(a.resolved), ...Object.keys(b.resolved)])].flatMap((key) =>
      differences(at(a, key), at(b, key), within(place, keyLabel(place.label, key), key, key)),
    );
  }
  if (Array.isArray(a.resolved) && Array.isArray(b.resolved)) return lists(a, b, a.resolved, b.resolved, place);
  return [leaf(a, b, place)];
}

function lists(a: Value, b: Value, listA: unknown[], listB: unknown[], place: Place): Difference[] {
  const everything = [...listA, ...listB];
  if (!everything.some((item) => typeof item === "object")) return plainLists(a, b, listA, listB, place);
  const name = identity(listA, listB);
  const namesA = listA.map((item, index) => (name === undefined ? String(index) : nameOf(item, name)));
  const namesB = listB.map((item, index) => (name === undefined ? String(index) : nameOf(item, name)));
  const items = [...new Set([...namesA, ...namesB])].flatMap((one) => {
    const [indexA, indexB] = [namesA.indexOf(one), namesB.indexOf(one)];
    const label = `${place.label}[${one}]`;
    const [itemA, itemB] = [indexA < 0 ? nothing : at(a, indexA), indexB < 0 ? nothing : at(b, indexB)];
    return differences(itemA, itemB, within(place, label, indexA, indexB));
  });
  return hasOrder(place) ? [...items, ...order(namesA, namesB, place)] : items;
}

function plainLists(a: Value, b: Value, listA: unknown[], listB: unknown[], place: Place): Difference[] {
  const missing = (list: unknown[], other: unknown[], path: Path) =>
    list.flatMap((item, index) => (other.includes(item) ? [] : [[...path, index]]));
  const [onlyA, onlyB] = [missing(listA, listB, place.a), missing(listB, listA, place.b)];
  if (onlyA.length + onlyB.length === 0 && listA.length === listB.length && !hasOrder(place)) return [];
  const { a: sideA, b: sideB, path } = leaf(a, b, place);
  return [{ path, a: { ...sideA, items: onlyA }, b: { ...sideB, items: onlyB } }];
}

/** Of lists that hold the same names: a difference where they stand in another order. */
function order(namesA: string[], namesB: string[], place: Place): Difference[] {
  const common = (one: string[], other: string[]) => one.filter((name) => other.includes(name));
  const [a, b] = [common(namesA, namesB), common(namesB, namesA)];
  return isDeepStrictEqual(a, b)
    ? []
    : [
        {
          path: `${place.label} (order)`,
          a: { value: a, default: false, path: place.a },
          b: { value: b, default: false, path: place.b },
        },
      ];
}

function hasOrder({ label }: Place): boolean {
  return ordered.has(
    label
      .split(/[.[\]]+/)
      .filter((part) => part !== "")
      .at(-1) ?? "",
  );
}

function leaf(a: Value, b: Value, place: Place): Difference {
  return { path: place.label, a: side(a, place.a), b: side(b, place.b) };
}

function side({ written, resolved }: Value, path: Path): Side {
  if (written !== undefined) return { value: written, default: false, path };
  return resolved === undefined ? { default: false, path } : { value: resolved, default: true, path };
}

const nothing: Value = { written: undefined, resolved: undefined };

function at({ written, resolved }: Value, key: string | number): Value {
  return { written: child(written, key), resolved: child(resolved, key) };
}

function child(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? (value as unknown[])[key] : undefined;
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An index of -1 stands for an item that the list does not have: the path ends at the list. */
function within(place: Place, label: string, a: string | number, b: string | number): Place {
  const longer = (path: Path, key: string | number) => (key === -1 ? path : [...path, key]);
  return { label, a: longer(place.a, a), b: longer(place.b, b) };
}

function keyLabel(parent: string, key: string): string {
  const plain = /^[\w-]+$/.test(key) ? key : `["${key}"]`;
  return parent === "" || plain.startsWith("[") ? `${parent}${plain}` : `${parent}.${plain}`;
}

function identity(...all: unknown[][]): readonly string[] | undefined {
  return names.find((keys) =>
    all.every((list) => {
      const found = list.map((item) =>
        isMapping(item) && keys.every((key) => item[key] !== undefined) ? nameOf(item, keys) : undefined,
      );
      return found.every((one) => one !== undefined) && new Set(found).size === found.length;
    }),
  );
}

function nameOf(item: unknown, keys: readonly string[]): string {
  return keys.map((key) => String(child(item, key))).join(":");
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
