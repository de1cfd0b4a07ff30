/** Reads a stack file's text as Pulumi would, and remembers where everything stands in it. */
import { isUtf8 } from "node:buffer";
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import type { Problem } from "./problems";
import { parsePath } from "./problems-path";
import { valueAt } from "./problems-tree";
import { closest } from "./problems-words";
import type { Given } from "./secrets";
import { foreignSecret, isEncrypted, isForeignSecret, isSecretByName, secretInClear } from "./secrets-clear";

/** Where something stands: both begin at 1. */
export interface Position {
  line: number;
  column: number;
}

/** What a stack file says. */
export interface StackFile {
  /** What stands at science-platform:config. */
  input: unknown;
  /** The other keys of ours: stack secrets, or what should be some. */
  given: Given;
  /** What is wrong with the file around science-platform:config, with its place where a path does not tell it. */
  problems: (Problem & Partial<Position>)[];
  /** Place of a problem's path: the key, or the nearest thing around it that is there. */
  positionOf: (path: string) => Position;
}

const project = "science-platform";
const configKey = `${project}:config`;
const defaultProviders = "pulumi:disable-default-providers";
const pulumiKeys = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

/** @returns What the file says, or problems when it is no YAML that Pulumi would take. Never throws. */
export function readStackFile(text: string): StackFile {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = (message: string, offset = 0): StackFile => ({
    input: undefined,
    given: new Map(),
    problems: [{ path: "", message, section: fileSection, ...at(offset) }],
    positionOf: () => at(0),
  });
  try {
    // Pulumi's reader knows "<<" and takes no key twice.
    const document = parseDocument(text, {
      lineCounter: lines,
      merge: true,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: "error",
    });
    const errors = [...telling(document, text), ...unusable(document)].map(({ message, offset }) => ({
      path: "",
      message: `is no YAML: ${message}`,
      section: fileSection,
      ...at(offset),
    }));
    if (errors.length > 0) return { ...broken(""), problems: errors };
    const root: unknown = document.toJS({ maxAliasCount: 100 });
    const place = (keys: (string | number)[]) => at(offsetOf(document.contents, keys));
    const { input, given, problems } = contents(root);
    const located = problems.map(({ keys, ...problem }) => ({ ...problem, ...place(keys) }));
    const numbers = ambiguous(document).map(({ message, offset }) => ({
      path: "",
      message,
      section: fileSection,
      ...at(offset),
    }));
    const positionOf = (path: string) => place(keysOf(path, root));
    return { input, given, problems: [...numbers, ...located], positionOf };
  } catch (error) {
    // Aliases that multiply, and nesting deeper than the stack.
    return broken(
      `is no YAML: ${error instanceof ReferenceError ? "its aliases (*) multiply" : "it is nested too deeply"}`,
    );
  }
}

/** As readStackFile, of a file's bytes: what is no UTF-8 is refused, as Pulumi does, instead of shown with characters replaced. */
export function readStackBytes(bytes: Buffer): StackFile {
  if (isUtf8(bytes)) return readStackFile(bytes.toString("utf8"));
  const place = { line: 1, column: 1 };
  const message = "is no text in UTF-8: save it in that encoding";
  return {
    input: undefined,
    given: new Map(),
    problems: [{ path: "", message, section: fileSection, ...place }],
    positionOf: () => place,
  };
}

const fileSection = "how-a-stack-file-looks";

interface Contents {
  input: unknown;
  given: Given;
  /** Each with the keys in the file that lead to it. */
  problems: (Problem & { keys: string[] })[];
}

function contents(root: unknown): Contents {
  const problem = (keys: string[], message: string) => ({
    path: keys.at(-1) ?? "",
    message,
    section: fileSection,
    keys,
  });
  const given = new Map<string, "encrypted" | "clear">();
  if (!isMapping(root))
    return {
      input: undefined,
      given,
      problems: [problem(["config"], 'is missing: a stack file begins with "config:"')],
    };
  const problems = Object.keys(root)
    .filter((key) => !pulumiKeys.includes(key))
    .map((key) =>
      problem([key], isSecretByName(key, root[key]) ? secretInClear("there is no such key") : unknownKey(key)),
    );
  const config = valueAt(root, ["config"]);
  if (!isMapping(config)) {
    const what = Object.hasOwn(root, "config") ? "is wrong" : "is missing";
    problems.push(problem(["config"], `${what}: write a mapping of keys to values`));
    return { input: undefined, given, problems };
  }
  const all = new Map(Object.entries(config).map(([key, value]) => [qualified(key), value]));
  for (const [key, value] of all)
    if (key.startsWith(`${project}:`) && key !== configKey)
      given.set(key.slice(project.length + 1), isMapping(value) && isEncrypted(value) ? "encrypted" : "clear");
  for (const key of Object.keys(config))
    if (isForeignSecret(key, config[key])) problems.push(problem(["config", key], foreignSecret));
  if (!all.has(configKey))
    problems.push(problem(["config", configKey], "is missing: write a mapping of keys to values, the site"));
  const providers = all.get(defaultProviders);
  if (!Array.isArray(providers) || !providers.includes("*"))
    problems.push(
      problem(
        ["config", defaultProviders],
        `is ${all.has(defaultProviders) ? "wrong" : "missing"}: write ["*"], so that no resource is made by chance`,
      ),
    );
  return { input: all.get(configKey), given, problems };
}

function unknownKey(key: string): string {
  const nearest = closest(key, pulumiKeys);
  return `there is no such key: ${nearest ? `did you mean "${nearest}"?` : `the site stands below config, ${configKey}`}`;
}

/** Pulumi takes a key without a namespace as one of the project. */
function qualified(key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

type Document = ReturnType<typeof parseDocument>;

/** Something about the text as such. */
interface Remark {
  message: string;
  offset: number;
}

/** The parser's errors but those that follow from the first one. */
function telling({ contents, errors }: Document, text: string): Remark[] {
  const twice = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  const [first] = errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  const remarks = twice.map(({ code, message, pos }) => ({ message: sentence(code, message), offset: pos[0] }));
  if (first === undefined) return remarks;
  const quote = first.code === "MISSING_CHAR" && /^Missing closing ["']quote/.test(first.message);
  // Found at the end of the file, of which nobody is the wiser.
  return quote
    ? [{ message: "the text in quotes that begins here has no end", offset: lastQuote(contents) ?? first.pos[0] }]
    : [...remarks, { message: sentence(first.code, first.message), offset: first.pos[0] + blanks(text, first.pos[0]) }];
}

/** Empty lines from an offset on: an error of the next line is found at their beginning. */
function blanks(text: string, offset: number): number {
  return /^(\s*\n)?/.exec(text.slice(offset))?.[0].length ?? 0;
}

function lastQuote(contents: unknown): number | undefined {
  let last: number | undefined;
  visit(contents as Node, {
    Scalar(_, { type, range }: Scalar) {
      if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") last = range?.[0];
    },
  });
  return last;
}

/** What is YAML, but nothing that has a place in a stack file. Names of aliases are not shown: one may be a password without quotes. */
function unusable(document: Document): Remark[] {
  const found: Remark[] = [];
  const at = (node: unknown) => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
  visit(document, {
    Alias(_, node) {
      if (node.resolve(document) === undefined)
        found.push({
          message: "no anchor (&) has the name of this alias (*): a text that begins with * needs quotes",
          offset: at(node),
        });
    },
    Pair(_, { key }) {
      if (isMap(key) || isSeq(key))
        found.push({ message: "a key is a plain text, not a list or a mapping", offset: at(key) });
    },
  });
  return found;
}

/** Pulumi's reader and others disagree about these, so nobody can know what is meant. */
function ambiguous(document: Document): Remark[] {
  const found: Remark[] = [];
  visit(document, {
    Scalar(_, { source = "", type, range }: Scalar) {
      if (type !== "PLAIN" || !/^([-+]?0\d+|[-+]?\d[\d_]*_[\d_]*|[-+]?\.inf|\.nan)$/i.test(source)) return;
      found.push({
        message: `${source} is read differently by different programs: write a plain number, or a text in quotes`,
        offset: range?.[0] ?? 0,
      });
    },
  });
  return found;
}

/** By code or words of the parser, where these are not the words of people who write stack files. */
const sentences: Record<string, string> = {
  "All mapping items must start at the same column":
    "what belongs together begins at the same column, and this line does not",
  BLOCK_AS_IMPLICIT_KEY: 'a text with ": " in it needs quotes, and a mapping of several keys lines of its own',
  DUPLICATE_KEY: "this key stands here for the second time: take one of them out",
  MULTIPLE_DOCS: "a second document begins here, but a stack file has one",
  TAB_AS_INDENT: "this line begins with a tab: write spaces",
};

/** What YAML's parser says, shorter and without its dump of the line, which may be a secret. */
function sentence(code: string, message: string): string {
  const first = (message.split("\n")[0] ?? "").replace(/: ["'`].*$/, "");
  return sentences[code] ?? sentences[first] ?? first;
}

/** The keys from the file's top to what a path means: one inside our configuration, or another key beside it. */
function keysOf(path: string, root: unknown): (string | number)[] {
  const config = valueAt(root, ["config"]);
  const written = (key: string) =>
    (isMapping(config) ? Object.keys(config) : []).find((one) => qualified(one) === key) ?? key;
  return /^[\w-]+:/.test(path) ? ["config", written(path)] : ["config", written(configKey), ...parsePath(path)];
}

/** Where the innermost part of a path that is there begins. */
function offsetOf(contents: unknown, path: (string | number)[]): number {
  let node = contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    if (isAlias(node)) return offset;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!isPair(pair) || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = typeof part === "number" ? node.items[part] : undefined;
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}

/** `secure: v1:...` is what `pulumi config set --secret` writes. */
function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
