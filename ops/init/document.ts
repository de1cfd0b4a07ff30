/** The text of a stack file from its content and what is to be said about it; laid out as prettier does, so that it stays as it is. */
import { stringify } from "yaml";

/** What is to be said at a path like "openstack/flavors/m1.large" or "storage/classes/0". */
export interface Comment {
  /** Lines above, wrapped to the width of the file. */
  above?: string;
  /** Beside a value that stands on one line. */
  beside?: string;
}

export interface Content {
  /** Sentences at the top of the file. */
  head: string[];
  /** `science-platform:config`. */
  config: object;
  comments: Readonly<Record<string, Comment>>;
  /** Top-level key to the heading above it. */
  headings: Readonly<Record<string, string>>;
  /** What stands beside it in the file and must stay: keys of Pulumi, other keys below `config` (secrets). */
  kept?: { top: Record<string, unknown>; config: Record<string, unknown> };
}

const width = 120;

/** Content below this line is drawn at this depth: `config:` and `science-platform:config:` stand above it. */
const configIndent = 4;

export function stackFileText({ head, config, comments, headings, kept }: Content): string {
  const lines = [
    "# yaml-language-server: $schema=config/stack.schema.json",
    ...head.flatMap((sentence) => comment(sentence, 0)),
    ...Object.entries(kept?.top ?? {}).flatMap(([key, value]) => keyLines(key, value, key, 0, {})),
    "config:",
    ...keyLines("pulumi:disable-default-providers", ["*"], "pulumi", 2, {}),
    ...Object.entries(kept?.config ?? {}).flatMap(([key, value]) => keyLines(key, value, key, 2, {})),
    "  science-platform:config:",
  ];
  for (const [key, value] of Object.entries(config)) {
    const heading = headings[key];
    // The cloud's own section belongs to the key `cloud` above it.
    const blank = heading !== undefined || (isSection(value) && !Object.values(config).includes(key));
    if (blank && lines.at(-1) !== "  science-platform:config:") lines.push("");
    if (heading !== undefined) lines.push(headingLine(heading), "");
    lines.push(...keyLines(key, value, key, configIndent, comments));
  }
  return `${lines.join("\n")}\n`;
}

function isSection(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function headingLine(title: string): string {
  return `${" ".repeat(configIndent)}# --- ${title} `.padEnd(width, "-");
}

function keyLines(key: string, value: unknown, path: string, indent: number, comments: Content["comments"]): string[] {
  const space = " ".repeat(indent);
  const said = comments[path] ?? {};
  const above = said.above === undefined ? [] : comment(said.above, indent);
  const beside = said.beside === undefined ? "" : ` # ${said.beside}`;
  const start = `${space}${scalar(key)}:`;
  if (isInline(value, path, comments, false)) {
    const line = `${start} ${inline(value)}${beside}`;
    if (line.length <= width || !isFilled(value)) return [...above, line];
  }
  return [...above, `${start}${beside}`, ...blockLines(value, path, indent + 2, comments)];
}

function blockLines(value: unknown, path: string, indent: number, comments: Content["comments"]): string[] {
  if (!Array.isArray(value))
    return Object.entries(value as object).flatMap(([key, inner]) =>
      keyLines(key, inner, `${path}/${key}`, indent, comments),
    );
  return value.flatMap((item: unknown, index) => {
    const at = `${path}/${index}`;
    const said = comments[at] ?? {};
    const above = said.above === undefined ? [] : comment(said.above, indent);
    const beside = said.beside === undefined ? "" : ` # ${said.beside}`;
    const line = `${" ".repeat(indent)}- ${inline(item)}${beside}`;
    if (isInline(item, at, comments, true) && (line.length <= width || !isFilled(item))) return [...above, line];
    const [first = "", ...others] = blockLines(item, at, indent + 2, comments);
    return [...above, `${" ".repeat(indent)}- ${first.trimStart()}`, ...others];
  });
}

/** On one line: plain values and lists of them, mappings of such; in lists also mappings of mappings. Never what has comments inside. */
function isInline(value: unknown, path: string, comments: Content["comments"], item: boolean): boolean {
  if (!isFilled(value)) return true;
  if (Object.keys(comments).some((one) => one.startsWith(`${path}/`))) return false;
  const inner: unknown[] = Object.values(value);
  const isTop = !path.includes("/") && !Array.isArray(value);
  if (isTop) return false;
  const height = Math.max(...inner.map(heightOf));
  return Array.isArray(value)
    ? height === 0
    : height === 0 || (item ? height === 1 : inner.every((one) => !isFilled(one) || isPlainList(one)));
}

function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && heightOf(value) === 1;
}

function heightOf(value: unknown): number {
  return isFilled(value) ? 1 + Math.max(...Object.values(value).map(heightOf)) : 0;
}

/** A mapping or list with something in it. */
function isFilled(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return scalar(value);
  const entries = Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${inline(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** In quotes where any reader of YAML (Pulumi's takes version 1.1 as well) would else see a number, a day or a mark of its own. */
function scalar(value: unknown): string {
  if (typeof value === "string" && /[\n\r\t]/.test(value)) return JSON.stringify(value);
  const list = stringify([value], {
    collectionStyle: "flow",
    flowCollectionPadding: false,
    schema: "yaml-1.1",
    lineWidth: 0,
  });
  return list.trim().slice(1, -1);
}

function comment(text: string, indent: number): string[] {
  const space = " ".repeat(indent);
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(`${space}# ${word}`);
    }
    return lines.map((line) => line.trimEnd());
  });
}
