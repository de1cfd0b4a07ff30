/** Tables of docs/configuration.md: one row for each key of a section. */
import { type JsonSchema, toJsonSchema } from "./json-schema";
import { name, quota, resources } from "./schema/values";

/** Mappings that stand in many places and are explained once, under their own heading. */
export const sharedShapes: Readonly<Record<string, { shape: JsonSchema; meaning: string }>> = {
  resources: { shape: toJsonSchema(resources), meaning: "What each container asks for, and may take at most." },
  quota: { shape: toJsonSchema(quota), meaning: "Bounds of what all pods of a namespace take together." },
};

/** What the tables call a name. */
export const nameWords = toJsonSchema(name).patternErrorMessage ?? "";

/** The description of a section's keys in Markdown: a table, and one more for each form of what has several. */
export function keyTables(section: JsonSchema): string {
  const { rows, choices } = rowsOf(section, "");
  return [table(rows), ...choices.map(formTables)].filter((one) => one !== "").join("\n\n");
}

/** A key that has several forms, like `fileServer` with one for each `kind`. */
interface Choice {
  path: string;
  forms: JsonSchema[];
}

interface Rows {
  rows: string[][];
  choices: Choice[];
}

/** @param prefix Path inside the section, with its closing dot. */
function rowsOf(node: JsonSchema, prefix: string): Rows {
  if (node.oneOf) return { rows: [], choices: [{ path: prefix.replace(/\.$/, ""), forms: node.oneOf }] };
  const parts = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const path = `${prefix}${key}`;
    const required = node.required?.includes(key) ?? false;
    const row = [`\`${path}\``, valueOf(child), defaultOf(child, required), child.description ?? ""];
    const inner = innerOf(child);
    const below = inner && !sharedName(inner) ? rowsOf(inner, `${path}${suffix(child)}.`) : { rows: [], choices: [] };
    return { rows: [row, ...below.rows], choices: below.choices };
  });
  return { rows: parts.flatMap(({ rows }) => rows), choices: parts.flatMap(({ choices }) => choices) };
}

/** The tables of a choice: what all its forms share, then each form. */
function formTables({ path, forms }: Choice): string {
  const [first = {}, ...others] = forms;
  const shared =
    others.length === 0
      ? []
      : Object.entries(first.properties ?? {}).filter(([key, child]) =>
          others.every((form) => JSON.stringify(form.properties?.[key]) === JSON.stringify(child)),
        );
  const sharedKeys = shared.map(([key]) => key);
  const discriminator = discriminatorOf(first);
  const common =
    shared.length > 0
      ? [`In every form:\n\n${keyTables({ properties: Object.fromEntries(shared), required: first.required })}`]
      : [];
  const each = forms.map((form) => {
    const own = Object.entries(form.properties ?? {}).filter(
      ([key]) => key !== discriminator && !sharedKeys.includes(key),
    );
    const chosen = form.properties?.[discriminator];
    const title = `**\`${[path, `${discriminator}: ${String(chosen?.const)}`].filter(Boolean).join("` with `")}\`**`;
    const rest = keyTables({ properties: Object.fromEntries(own), required: form.required });
    return [`${title}: ${prose(chosen?.description ?? "")}`, rest].filter((one) => one !== "").join("\n\n");
  });
  return [...common, ...each].join("\n\n");
}

/** The key whose constant tells the forms apart. */
export function discriminatorOf(form: JsonSchema): string {
  return Object.entries(form.properties ?? {}).find(([, child]) => child.const !== undefined)?.[0] ?? "";
}

/** The mapping inside of a list, a mapping of names, or the node itself; undefined when there is none. */
function innerOf(node: JsonSchema): JsonSchema | undefined {
  const inner = node.items ?? (typeof node.additionalProperties === "object" ? node.additionalProperties : node);
  return inner.properties || inner.oneOf ? inner : undefined;
}

function suffix(node: JsonSchema): string {
  return node.items ? "[]" : typeof node.additionalProperties === "object" ? ".<name>" : "";
}

/** What may stand there, in words. */
function valueOf(node: JsonSchema): string {
  const shared = sharedName(node);
  if (shared) return `[${shared}](#${shared})`;
  if (node.oneOf) return `one form for each \`${discriminatorOf(node.oneOf[0] ?? {})}\`, below`;
  if (node.anyOf) return node.anyOf.map(valueOf).join(", or ");
  if (node.enum) return node.enum.map((one) => `\`${String(one)}\``).join(", ");
  if (node.items) return `list${several(node.items, " of")}`;
  if (typeof node.additionalProperties === "object") return `names${several(node.additionalProperties, " to")}`;
  return node.properties ? "mapping" : scalarOf(node);
}

/** "of texts" where there is a word for many of them, else ", each a zone like ...". */
function several(node: JsonSchema, many: " of" | " to"): string {
  const isMapping = node.properties || node.oneOf || typeof node.additionalProperties === "object";
  if (isMapping && !sharedName(node)) return `${many} mappings`;
  const one = valueOf(node);
  return one === "text" || one === "name" ? `${many} ${one}s` : `; each: ${one}`;
}

function scalarOf(node: JsonSchema): string {
  switch (node.type) {
    case "boolean":
      return "`true`, `false`";
    case "integer":
    case "number":
      return `${node.type === "integer" ? "whole number" : "number"}${boundsOf(node)}`;
    case "string":
      return node.patternErrorMessage === nameWords
        ? "name"
        : (node.patternErrorMessage ?? formats[node.format ?? ""] ?? "text");
    default:
      return "anything";
  }
}

const formats: Readonly<Record<string, string>> = {
  date: "a day",
  email: "a mail address",
  ipv4: "an IPv4 address",
  uri: "an address like https://example.org",
};

function boundsOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  if (exclusiveMinimum !== undefined)
    return `, more than ${exclusiveMinimum}${maximum === undefined ? "" : `, at most ${maximum}`}`;
  return maximum === undefined ? "" : `, at most ${maximum}`;
}

function defaultOf({ default: value }: JsonSchema, required: boolean): string {
  if (required) return "required";
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(nameOf).join(", ");
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0 ? "" : `\`${flow(value)}\``;
  return nameOf(value === "" ? '""' : value);
}

/** A single value, or the name of a mapping that has one. */
function nameOf(value: unknown): string {
  const named = typeof value === "object" && value !== null && "name" in value ? value.name : value;
  return `\`${String(named)}\``;
}

/** As one writes it in YAML on one line. */
function flow(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" && /^[\d.]+$/.test(value) ? `"${value}"` : String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${flow(one)}`)
    .join(", ")} }`;
}

function sharedName(node: JsonSchema): string | undefined {
  if (!node.properties) return undefined;
  const text = JSON.stringify(Object.keys(node.properties)) + JSON.stringify(descriptionsOf(node));
  return Object.keys(sharedShapes).find((name) => {
    const shape: JsonSchema = sharedShapes[name]?.shape ?? {};
    return JSON.stringify(Object.keys(shape.properties ?? {})) + JSON.stringify(descriptionsOf(shape)) === text;
  });
}

function descriptionsOf(node: JsonSchema): (string | undefined)[] {
  return Object.values(node.properties ?? {}).map(({ description }) => description);
}

/** A Markdown table; empty without rows. */
export function table(rows: readonly string[][], head = ["Key", "Value", "Default", "Meaning"]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => prose(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** Markdown would take `<name>` outside of code for HTML. */
export function prose(text: string): string {
  return text.replace(/`[^`]*`|[<*]/g, (part) => ({ "<": "&lt;", "*": "\\*" })[part] ?? part);
}
