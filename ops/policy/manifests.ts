/** Reads Kubernetes manifests as kubectl does: single objects, several documents in a file, lists; YAML or JSON. */
import * as fs from "node:fs";
import * as path from "node:path";
import { isAlias, isScalar, parseAllDocuments, visit, type Document, type Tags } from "yaml";
import type { Manifest } from "../../policies/rule";
import { UserError } from "../errors";

/** One object, or a document that is none. */
export type Entry = Place & ({ manifest: Manifest } | { problem: string });

export interface Place {
  /** Path as it was given, or "standard input". */
  file: string;
  /** Number of the document in the file, from 1. */
  document: number;
  /** Number of the object in its list, from 1; missing for what is not in a list. */
  item?: number;
}

/** What kubectl takes from a folder. */
const extensions = [".yaml", ".yml", ".json"];

/**
 * Every object in files and folders (with their folders), in the order of their names.
 *
 * @param paths Files, folders, or "-" for standard input.
 * @throws UserError when there is no such file, or a folder has none.
 */
export function readManifests(paths: readonly string[]): Entry[] {
  return paths.flatMap((one) => {
    if (one === "-") return fromStandardInput(parseManifests(fs.readFileSync(0, "utf8"), "standard input"));
    return filesIn(one).flatMap((file) => parseManifests(readFile(file), file));
  });
}

/** Nothing is what a program in front leaves that failed, not manifests that are allowed. */
function fromStandardInput(entries: Entry[]): Entry[] {
  if (entries.length === 0)
    throw new UserError("Standard input has no object. Did the program before fail? `set -o pipefail` tells.");
  return entries;
}

function filesIn(given: string): string[] {
  const found = fs.statSync(given, { throwIfNoEntry: false });
  if (found === undefined) throw new UserError(`There is no ${given}.`);
  if (!found.isDirectory()) return [given];
  const files = walk(given, new Set())
    .filter((file) => extensions.includes(path.extname(file)))
    .sort();
  if (files.length === 0) throw new UserError(`${given} has no file that ends in ${extensions.join(", ")}.`);
  return files;
}

/** Files in a folder and below it. Links are followed, each folder is read once: links may go round in circles. */
function walk(folder: string, seen: Set<string>): string[] {
  const real = fs.realpathSync(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  return fs.readdirSync(folder).flatMap((name) => {
    const inner = path.join(folder, name);
    const found = fs.statSync(inner, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return walk(inner, seen);
    return found?.isFile() === true ? [inner] : [];
  });
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Every object in a text. A document without content is nothing; one that is broken or no object is an entry with a problem. */
export function parseManifests(text: string, file: string): Entry[] {
  // kubectl's reader speaks YAML 1.1, where "yes" is true and "0644" is octal, but neither times nor numbers to the base of 60.
  const customTags = (tags: Tags): Tags => tags.filter((tag) => !isExotic(tag));
  let documents: Document[];
  try {
    documents = parseAllDocuments(separated(text), {
      version: "1.1",
      customTags,
      prettyErrors: true,
      logLevel: "error",
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ file, document: 1, problem: tooDeep }];
  }
  return documents.flatMap((document, index): Entry[] => {
    const place: Place = { file, document: index + 1 };
    const [error] = document.errors;
    if (error !== undefined) return [{ ...place, problem: `is no YAML: ${error.message.split("\n")[0]}` }];
    if (!hasPlainKeys(document))
      return [
        { ...place, problem: "is no YAML: a key is no text. A chart's template? Render it first: `helm template`" },
      ];
    let content: unknown;
    try {
      content = document.toJS({ maxAliasCount: 1000 });
    } catch (error) {
      return [{ ...place, problem: `is no YAML: ${(error as Error).message}` }];
    }
    if (!isWithin(content, maxDepth)) return [{ ...place, problem: tooDeep }];
    return content === null || content === undefined ? [] : objects(content, place);
  });
}

/**
 * JSON objects that follow one another, as `kubectl get` and `jq` write them, with YAML's marks between them. Any other text is left as
 * it is.
 */
function separated(text: string): string {
  if (!/^\s*\{/.test(text)) return text;
  const objects: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: part, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}]|[^\s{}"]/g)) {
    if (depth === 0 && part !== "{") return text;
    if (part === "{" && depth++ === 0) start = index;
    if (part === "}" && --depth === 0) objects.push(text.slice(start, index + 1));
  }
  return depth === 0 ? objects.join("\n---\n") : text;
}

/** Maps and lists in one another: an object of Kubernetes has a few dozen; an alias that names what it is in has no end of them. */
const maxDepth = 200;
const tooDeep = `is nested more than ${maxDepth} levels deep, which no object of Kubernetes is`;

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1));
}

/** "{{ .Values.x }}" is a map as the key of a map for YAML, which JSON does not know. */
function hasPlainKeys(document: Document): boolean {
  let plain = true;
  visit(document, {
    Pair: (_, { key }) => {
      plain &&= isScalar(key) || isAlias(key);
    },
  });
  return plain;
}

function isExotic(tag: Tags[number]): boolean {
  if (typeof tag === "string") return tag === "timestamp" || tag === "intTime" || tag === "floatTime";
  return tag.tag === "tag:yaml.org,2002:timestamp" || ("format" in tag && tag.format === "TIME");
}

/** A list is its items, whatever its kind: `List`, or `DeploymentList` as the API answers. */
function objects(content: unknown, place: Place): Entry[] {
  if (!isManifest(content))
    return [{ ...place, problem: "is no object of Kubernetes: it has no apiVersion or no kind" }];
  if (content.kind.endsWith("List") && content.items === null) return [];
  if (!content.kind.endsWith("List") || !Array.isArray(content.items)) return [{ ...place, manifest: content }];
  const single = content.kind.slice(0, -"List".length);
  return content.items.flatMap((item: unknown, index) => {
    // The items of a typed list need not repeat what the list says.
    const typed = single !== "" && isMap(item) ? { apiVersion: content.apiVersion, kind: single, ...item } : item;
    return objects(typed, { ...place, item: index + 1 });
  });
}

function isManifest(value: unknown): value is Manifest {
  return isMap(value) && [value.apiVersion, value.kind].every((text) => typeof text === "string" && text !== "");
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
