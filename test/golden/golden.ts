/**
 * The golden of a stack: everything it would register, as a file that reviewers read. What matters in it is said by name in
 * test/golden/*.test.ts too; the golden alone would only say that something changed.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { repository, type RecordedResource, type Run } from "../mocks";

/** The run as text: paths of this machine removed, or the golden would hold on one machine only. */
export function render(run: Run): string {
  return `${JSON.stringify({ ...run, resources: run.resources.map(abbreviated) }, null, 2).replaceAll(repository, ".")}\n`;
}

/** Admission policies are made of the rules, which have tests of their own: here a digest says that one has changed. */
function abbreviated(resource: RecordedResource): RecordedResource {
  if (!resource.type.endsWith(":ValidatingAdmissionPolicy")) return resource;
  const { spec, ...inputs } = resource.inputs as { spec: object };
  const digest = createHash("sha256").update(JSON.stringify(spec)).digest("hex");
  return { ...resource, inputs: { ...inputs, spec: `sha256:${digest}` } };
}

/** Compares with test/golden/<stack>.json, or rewrites it when UPDATE_GOLDEN=1. */
export function expectGolden(stack: string, run: Run): void {
  const file = path.join(__dirname, `${stack}.json`);
  const actual = render(run);
  if (process.env.UPDATE_GOLDEN === "1") {
    fs.writeFileSync(file, actual);
    return;
  }
  const committed = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const lines = difference(committed, actual);
  if (lines.length > 0) {
    throw new Error(
      [
        `test/golden/${stack}.json is not what the program registers now. If the difference is meant, rewrite it with`,
        "  UPDATE_GOLDEN=1 npx jest --selectProjects golden",
        "and let the reviewer see it:",
        ...lines,
      ].join("\n"),
    );
  }
}

/** What is new, gone and different, resource by resource and output by output. */
export function difference(committed: string, actual: string): string[] {
  const [before, after] = [entries(committed), entries(actual)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === now) return [];
    if (old === undefined) return [`+ ${key}`];
    if (now === undefined) return [`- ${key}`];
    return [`~ ${key}`, ...lineDifference(old.split("\n"), now.split("\n"))];
  });
}

function entries(text: string): Map<string, string> {
  if (text === "") return new Map();
  const run = JSON.parse(text) as Run;
  const resources = run.resources.map((one) => [title(one), JSON.stringify(one, null, 2)] as const);
  const outputs = Object.entries(run.outputs).map(
    ([name, value]) => [`output ${name}`, JSON.stringify(value, null, 2)] as const,
  );
  return new Map([...resources, ...outputs]);
}

function title({ type, name, parent }: RecordedResource): string {
  return `${type} ${name}${parent ? ` (in ${parent})` : ""}`;
}

/** Lines that only one side has, in order; commas and lone brackets are no content. */
function lineDifference(old: string[], now: string[]): string[] {
  const content = (lines: string[]) => lines.map((line) => line.replace(/,$/, "")).filter((line) => /\w/.test(line));
  const [before, after] = [content(old), content(now)];
  const removed = before.filter((line) => !after.includes(line)).map((line) => `    - ${line.trim()}`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `    + ${line.trim()}`);
  return removed.length + added.length > 0 ? [...removed, ...added] : ["    (the order or nesting changed)"];
}
