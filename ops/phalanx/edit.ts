/** Sets one value in a YAML file and leaves every other character as it is: comments, quotes, order, empty lines. */
import { isDeepStrictEqual } from "node:util";
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** What YAML can say and JSON too. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };
export type Step = string | number;

/** Keys by which the entries of a list are told apart, the first that all of them have. */
const identities = ["name", "containerPath"];

/**
 * The text with `value` at `path`. Maps are merged. Of a list whose entries have names (or mount points), those that are there are changed
 * in place, new ones are added at the end, and others go; any other list is replaced.
 *
 * @param text Valid YAML whose top is a map, or nothing.
 */
export function setValue(text: string, path: readonly Step[], value: Plain): string {
  const wanted = withValue(parsed(text), path, value);
  const edited = edit(text, path, value);
  if (isDeepStrictEqual(parsed(edited), wanted)) return edited;
  // A way of writing that the edits do not know: the library writes the whole file anew, comments and all.
  const document = parseDocument(text);
  const [first] = path;
  document.setIn([first], document.createNode((wanted as Record<string, Plain>)[String(first)]));
  return document.toString({ lineWidth: 0 });
}

/** The value at a path; undefined where nothing is. */
export function valueAt(value: Plain | undefined, path: readonly Step[]): Plain | undefined {
  return path.reduce<Plain | undefined>((inner, step) => {
    if (Array.isArray(inner)) return typeof step === "number" ? inner[step] : undefined;
    return isPlainMap(inner) ? inner[step] : undefined;
  }, value);
}

/** What {@link setValue} makes of the file's content. */
export function withValue(content: Plain, path: readonly Step[], value: Plain): Plain {
  const [step, ...rest] = path;
  if (step === undefined) return combined(content, value);
  if (Array.isArray(content) && typeof step === "number")
    return content.map((entry, index) => (index === step ? withValue(entry, rest, value) : entry));
  const map = isPlainMap(content) ? content : {};
  return { ...map, [step]: withValue(map[step] ?? null, rest, value) };
}

function combined(old: Plain, value: Plain): Plain {
  if (isPlainMap(old) && isPlainMap(value)) {
    const merged = { ...old };
    for (const [key, one] of Object.entries(value)) merged[key] = combined(old[key] ?? null, one);
    return merged;
  }
  const identity = identityOf(old, value);
  if (identity === undefined) return value;
  const { key, before, after } = identity;
  const find = (list: Named[], name: Plain | undefined) => list.find((one) => one[key] === name);
  return [
    ...before.flatMap((one) => {
      const now = find(after, one[key]);
      return now === undefined ? [] : [combined(one, now)];
    }),
    ...after.filter((one) => find(before, one[key]) === undefined),
  ];
}

type Named = Record<string, Plain>;

function identityOf(old: Plain, value: Plain): { key: string; before: Named[]; after: Named[] } | undefined {
  if (!Array.isArray(old) || !Array.isArray(value)) return undefined;
  const [before, after] = [old.filter(isPlainMap), value.filter(isPlainMap)];
  if (before.length !== old.length || after.length !== value.length || before.length === 0) return undefined;
  const key = identities.find((one) => [...before, ...after].every((entry) => typeof entry[one] === "string"));
  return key === undefined ? undefined : { key, before, after };
}

function edit(text: string, path: readonly Step[], value: Plain): string {
  const top: unknown = parseDocument(text).contents;
  if (!isMap(top) || top.flow) return `${endLine(text)}${render(nest(path, value), 0)}`;
  return editIn(text, top, path, value);
}

function editIn(text: string, node: YAMLMap | YAMLSeq, path: readonly Step[], value: Plain): string {
  const [step = "", ...rest] = path;
  if (isSeq(node)) {
    const entry: unknown = node.items[Number(step)];
    return isMap(entry) ? editIn(text, entry, rest, value) : text;
  }
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
  if (pair === undefined) return insertAfter(text, node, render(nest(path, value), column(text, start(node))));
  const inner: unknown = pair.value;
  if (rest.length > 0)
    return (isMap(inner) || isSeq(inner)) && !inner.flow && inner.items.length > 0
      ? editIn(text, inner, rest, value)
      : replace(text, pair, combined(plainOf(inner), nest(rest, value)));
  const old = plainOf(inner);
  const next = combined(old, value);
  if (isDeepStrictEqual(old, next)) return text;
  if (isMap(inner) && !inner.flow && isPlainMap(value) && inner.items.length > 0)
    return editEach(text, path, inner, value);
  if (isSeq(inner) && !inner.flow) {
    const identity = identityOf(old, value);
    if (identity !== undefined) return editList(text, pair, inner, identity);
  }
  return replace(text, pair, next);
}

/** One key after the other, each in the text that the one before has left. */
function editEach(text: string, _: readonly Step[], map: YAMLMap, value: Record<string, Plain>): string {
  const at = start(map);
  return Object.entries(value).reduce((now, [key, one]) => {
    const again = mapAt(now, at);
    return again === undefined ? now : editIn(now, again, [key], one);
  }, text);
}

function editList(
  text: string,
  pair: Pair,
  list: YAMLSeq,
  { key, before, after }: { key: string; before: Named[]; after: Named[] },
): string {
  const dash = column(text, text.lastIndexOf("-", start(list.items[0]) - 1));
  // From the last to the first, so that the places of those before stay where they are.
  let now = text;
  const added = after.filter((one) => !before.some((other) => other[key] === one[key]));
  const last: unknown = list.items.at(-1);
  if (added.length > 0) now = insertAfter(now, last, render(added, dash));
  for (const [index, entry] of [...list.items.entries()].reverse()) {
    const old = before[index];
    const one = after.find((other) => other[key] === old?.[key]);
    if (one === undefined) {
      const from = lineStart(now, start(entry));
      now = now.slice(0, from) + now.slice(lineEnd(now, end(entry)));
    } else {
      const map = mapAt(now, start(entry));
      if (map !== undefined) now = editEach(now, [], map, one);
    }
  }
  // All are gone: an empty list has to be said.
  return after.length === 0 ? replace(text, pair, []) : now;
}

function replace(text: string, { key, value }: Pair, next: Plain): string {
  if (isScalar(value) && value.range && !isCollection(next) && !/^[|>]/.test(text.slice(value.range[0]))) {
    const [from, to] = value.range;
    if (to > from) return text.slice(0, from) + scalar(next, value) + text.slice(to);
  }
  const colon = text.indexOf(":", end(key));
  const said = value !== null && !(isScalar(value) && value.source === "");
  const last = said ? Math.max(end(value), colon + 1) : colon + 1;
  // A text of several lines ends with its own newline.
  const to = text[last - 1] === "\n" ? last - 1 : last;
  const indent = column(text, start(key));
  const written = isCollection(next) && size(next) > 0 ? `\n${render(next, indent + 2).trimEnd()}` : ` ${inline(next)}`;
  return text.slice(0, colon + 1) + written + text.slice(to);
}

/** With the quotes that stood there. */
function scalar(value: Plain, old: Scalar): string {
  if (typeof value !== "string" || old.type === undefined || old.type === "PLAIN") return inline(value, old.type);
  return stringify(value, { lineWidth: 0, defaultStringType: old.type as Scalar.QUOTE_DOUBLE }).trimEnd();
}

function inline(value: Plain, type?: string): string {
  const plain = type === "PLAIN";
  return stringify(value, {
    lineWidth: 0,
    ...(plain ? {} : { defaultStringType: "QUOTE_DOUBLE" }),
    defaultKeyType: "PLAIN",
  }).trimEnd();
}

function render(value: Plain, indent: number): string {
  return stringify(value, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }).replace(
    /^(?=.)/gm,
    " ".repeat(indent),
  );
}

function insertAfter(text: string, node: unknown, lines: string): string {
  const at = lineEnd(text, end(node));
  return endLine(text.slice(0, at)) + lines + text.slice(at);
}

/** The map that begins at an offset of a text. */
function mapAt(text: string, offset: number): YAMLMap | undefined {
  const find = (node: unknown): YAMLMap | undefined => {
    if (isMap(node) && start(node) === offset) return node;
    const children = isMap(node) ? node.items.map(({ value }) => value) : isSeq(node) ? node.items : [];
    for (const child of children) {
      const found = find(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(parseDocument(text).contents);
}

/** Offset of its first character. */
function start(node: unknown): number {
  if (isMap(node)) return start(node.items[0]?.key);
  return (node as { range?: [number, number, number] | null } | undefined)?.range?.[0] ?? 0;
}

/** Offset after its last character; a collection of the library's ends at the next thing, comments between them included. */
function end(node: unknown): number {
  if ((isMap(node) || isSeq(node)) && !node.flow) return end(node.items.at(-1));
  if (isPair(node))
    return node.value === null || (isScalar(node.value) && node.value.source === "")
      ? end(node.key) + 1
      : end(node.value);
  const { range } = node as { range?: [number, number, number] | null };
  return range?.[1] ?? 0;
}

function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Offset of the next line. What a block of text ends with is its own newline. */
function lineEnd(text: string, offset: number): number {
  if (text[offset - 1] === "\n") return offset;
  const found = text.indexOf("\n", offset);
  return found < 0 ? text.length : found + 1;
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function nest(path: readonly Step[], value: Plain): Plain {
  return path.reduceRight<Plain>((inner, step) => ({ [step]: inner }), value);
}

function parsed(text: string): Plain {
  return (parseDocument(text).toJS() as Plain | undefined) ?? {};
}

function plainOf(node: unknown): Plain {
  return (node as { toJSON?: () => Plain } | null)?.toJSON?.() ?? null;
}

function isPlainMap(value: Plain | undefined): value is Record<string, Plain> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCollection(value: Plain): value is Plain[] | Record<string, Plain> {
  return typeof value === "object" && value !== null;
}

function size(value: Plain[] | Record<string, Plain>): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}
