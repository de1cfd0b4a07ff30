/** Differences between the stack files of two environments, each with the reason that one of the files gives for it. */
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { schema } from "../../config/schema";
import { withoutSecrets } from "../../config/secrets-clear";
import { readStackFile } from "../../config/stack-file";
import { UserError } from "../errors";
import { builtInReason } from "./built-in";
import { compare, type Difference, type Side, type Value } from "./compare";
import { CommentedFile } from "./reasons";

/** A stack file as it is compared. */
export interface StackFile {
  /** What it is called in answers: the stack's name, or the file's where that would not tell the two apart. */
  name: string;
  file: string;
  text: string;
}

/** A reason and who gives it. */
export interface Reason {
  from: "a" | "b" | "built-in";
  text: string;
}

/** A difference as it is reported. `a` and `b` lack `value` where nothing stands there. */
export interface ExplainedDifference {
  path: string;
  a: { value?: unknown; default: boolean };
  b: { value?: unknown; default: boolean };
  /** Empty: nobody says why. */
  reasons: Reason[];
}

/** The outcome for two files. */
export interface Comparison {
  /** "resolved": with defaults filled in. "written": as they stand, because one of them does not follow the schema. */
  compared: "resolved" | "written";
  differences: ExplainedDifference[];
  /** Number of differences that nobody explains. */
  unexplained: number;
}

const configKey = "science-platform:config";

/** "Pulumi.roe.yaml" is the stack "roe"; any other file is called as it is. */
export function stackName(file: string): string {
  return /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(file))?.[1] ?? file;
}

/**
 * @throws UserError when a file is no stack file of ours.
 */
export function compareStackFiles(a: StackFile, b: StackFile): Comparison {
  const [readA, readB] = [read(a), read(b)];
  const [parsedA, parsedB] = [schema.safeParse(readA.config), schema.safeParse(readB.config)];
  const resolved = parsedA.success && parsedB.success;
  const value = (written: unknown, parsed: typeof parsedA): Value => ({
    written,
    resolved: resolved ? parsed.data : written,
  });

  const inConfig = compare(value(readA.config, parsedA), value(readB.config, parsedB)).map((one) => ({
    ...one,
    a: below(["config", configKey], one.a),
    b: below(["config", configKey], one.b),
  }));
  const all = [...inConfig, ...besides(readA.others, readB.others)].map((one): ExplainedDifference => {
    const reasons = reasonsOf(one, readA.source, readB.source);
    return { path: one.path, a: shown(one.a), b: shown(one.b), reasons };
  });
  const unexplained = all.filter(({ reasons }) => reasons.length === 0).length;
  return { compared: resolved ? "resolved" : "written", differences: all, unexplained };
}

interface Read {
  source: CommentedFile;
  config: unknown;
  /** The other keys below `config`. */
  others: Record<string, unknown>;
}

function read({ file, text }: StackFile): Read {
  const {
    input,
    problems: [problem],
  } = readStackFile(text);
  if (input === undefined && problem?.path === "")
    throw new UserError(`${file}:${problem.line}:${problem.column}: ${problem.message}`);
  const source = new CommentedFile(text);
  const content = source.toJS();
  const config = isMapping(content) ? content.config : undefined;
  if (!isMapping(config) || !isMapping(config[configKey]))
    throw new UserError(`${file} is no stack file of this program: it has no mapping ${configKey} below config.`);
  const { [configKey]: ours, ...others } = config;
  // What should not stand there is no difference: `config check` tells of it. Encrypted, it differs even when it is the same.
  return { source, config: withoutSecrets(ours), others };
}

/** Keys beside ours: what Pulumi itself reads is compared by value; all others, secrets among them, only by being there. */
function besides(a: Read["others"], b: Read["others"]): Difference[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key) => {
    const open = key.startsWith("pulumi:");
    const side = (others: Read["others"]): Side => ({
      ...(key in others ? { value: open ? withoutSecrets(others[key]) : "(set)" } : {}),
      default: false,
      path: ["config", key],
    });
    const [one, other] = [side(a), side(b)];
    return isDeepStrictEqual(one.value, other.value) ? [] : [{ path: key, a: one, b: other }];
  });
}

/** Reasons of both files; where neither says one, the built-in one. */
function reasonsOf(difference: Difference, a: CommentedFile, b: CommentedFile): Reason[] {
  const said = [
    ...reasonsIn(difference.a, a).map((text): Reason => ({ from: "a", text })),
    ...reasonsIn(difference.b, b).map((text): Reason => ({ from: "b", text })),
  ];
  const ofItems = items(difference, a, b);
  const builtIn = builtInReason(difference.path);
  if (said.length > 0) return said;
  if (ofItems.length > 0) return ofItems;
  return builtIn === undefined ? [] : [{ from: "built-in", text: builtIn }];
}

function reasonsIn(side: Side, source: CommentedFile): string[] {
  const reason = source.reasonAt(side.path);
  return reason === undefined ? [] : [reason];
}

/** A list is explained as well when each item that the other list lacks has a reason of its own. */
function items({ a: sideA, b: sideB }: Difference, a: CommentedFile, b: CommentedFile): Reason[] {
  const found = [
    ...(sideA.items ?? []).map((one) => ({ from: "a" as const, text: a.reasonAt(one) })),
    ...(sideB.items ?? []).map((one) => ({ from: "b" as const, text: b.reasonAt(one) })),
  ];
  const explained = found.flatMap(({ from, text }) => (text === undefined ? [] : [{ from, text }]));
  return explained.length === found.length ? explained : [];
}

function below(prefix: string[], side: Side): Side {
  return {
    ...side,
    path: [...prefix, ...side.path],
    ...(side.items === undefined ? {} : { items: side.items.map((one) => [...prefix, ...one]) }),
  };
}

function shown(side: Side): ExplainedDifference["a"] {
  return { ...("value" in side ? { value: side.value } : {}), default: side.default };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
