/** What our outputs would change in the values files of a checkout. */
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../errors";
import { content, type Checkout, type ValuesFile } from "./checkout";
import { setValue, valueAt, withValue, type Plain } from "./edit";
import { membersOf, type PhalanxOutput, type WiredLine } from "./output";

export interface Change {
  key: string;
  /** Where the value comes from. */
  source: string;
  /** Undefined: nothing is there. */
  before?: Plain;
  after: Plain;
}

export interface FileChange {
  /** From the top of the checkout. */
  path: string;
  /** Undefined: the file is new. */
  before?: string;
  after: string;
  changes: Change[];
}

const environmentLine = "environment";

/**
 * @returns The files that change, the environment's first.
 * @throws UserError that names every application which the checkout does not have
 */
export function fileChanges(checkout: Checkout, output: PhalanxOutput): FileChange[] {
  const { environment, wired } = output;
  const members = membersOf(output);
  refuseUnknown(checkout, members, output.revision);
  const applications = [...new Set([...members, ...wired.map(({ application }) => application)])]
    .filter((name) => name !== environmentLine && checkout.has(name))
    .sort();
  const files = [undefined, ...applications].map((application) => {
    const file = checkout.file(application, environment);
    // Without the file Argo CD cannot render an application that is on; what the platform installs itself needs none.
    const needed = application === undefined || members.includes(application);
    if (file.text === undefined && !needed) return undefined;
    const lines = wired.filter((line) => line.application === (application ?? environmentLine));
    const all = application === undefined ? [...lines, ...switchedOff(file, lines)] : lines;
    return fileChange(file, all, checkout.defaults(application), `# ${application ?? ""} in ${environment}\n`);
  });
  return files.filter((file) => file !== undefined).filter((file) => file.before !== file.after);
}

function fileChange(file: ValuesFile, lines: readonly WiredLine[], defaults: Plain, begin: string): FileChange {
  let text = file.text ?? begin;
  const changes: Change[] = [];
  for (const { key, source, value } of lines) {
    const path = key.split(".");
    const now = content({ path: file.path, text });
    const before = valueAt(now, path);
    const same = before === undefined ? isDeepStrictEqual(valueAt(defaults, path), value) : settled(now, path, value);
    if (same) continue;
    text = setValue(text, path, value);
    changes.push({ key, source, ...(before === undefined ? {} : { before }), after: value });
  }
  return { path: file.path, ...(file.text === undefined ? {} : { before: file.text }), after: text, changes };
}

/** True when the value would change nothing. */
function settled(now: Plain, path: readonly string[], value: Plain): boolean {
  return isDeepStrictEqual(withValue(now, path, value), now);
}

/** What the environment's file switches on and the stack file does not name. */
function switchedOff(file: ValuesFile, lines: readonly WiredLine[]): WiredLine[] {
  const there = valueAt(content(file), ["applications"]);
  if (typeof there !== "object" || there === null || Array.isArray(there)) return [];
  return Object.entries(there).flatMap(([name, on]) => {
    const key = `applications.${name}`;
    return on !== true || lines.some((line) => line.key === key)
      ? []
      : [{ application: environmentLine, key, source: "phalanx.applications: not there", value: false }];
  });
}

function refuseUnknown(checkout: Checkout, members: readonly string[], revision: string): void {
  const missing = members.filter((name) => !checkout.has(name));
  if (missing.length === 0) return;
  const known = checkout.applications();
  throw new UserError(
    [
      ...missing.map((name) => `phalanx.applications: "${name}" is no application of ${checkout.folder}.`),
      `It has ${known.join(", ")}.`,
      `Take out what is wrong, or check out the revision that is deployed (${revision}).`,
    ].join("\n"),
  );
}
