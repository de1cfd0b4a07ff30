/** Installed tools: a folder for each recipe, published by one rename, with a record that tells whether it is whole. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cached } from "./paths";
import { ToolchainError } from "./errors";
import { architecture, recipeHash } from "./recipe";
import { run } from "./run";
import type { Program, Tool } from "./types";

export type Source = "found" | "download" | "debian" | "go";

/** tool.json of an installed tool. */
export interface ToolRecord {
  name: string;
  version: string;
  source: Source;
  /** Where exactly it comes from: an address, a path, a module. */
  origin: string;
  architecture: string;
  /** Seconds it took to get. */
  seconds: number;
  files: Record<string, { size: number; sha256: string }>;
}

export type State =
  | { state: "installed"; record: ToolRecord }
  | { state: "missing" }
  | { state: "broken"; why: string };

const RECORD = "tool.json";

/** The folder of this tool and recipe. */
export function toolFolder(tool: Tool): string {
  return path.join(cached.tools(), tool.name, `${tool.version}-${recipeHash(tool)}`);
}

export function sha256(file: string): string {
  const hash = createHash("sha256");
  const handle = fs.openSync(file, "r");
  try {
    const buffer = Buffer.alloc(1 << 20);
    for (let n; (n = fs.readSync(handle, buffer)) > 0; ) hash.update(buffer.subarray(0, n));
  } finally {
    fs.closeSync(handle);
  }
  return hash.digest("hex");
}

/** Compares an installed tool with its record: sizes always, contents when `thorough` (about a second for all tools). */
export function inspect(tool: Tool, { thorough = false } = {}): State {
  const folder = toolFolder(tool);
  if (!fs.existsSync(folder)) return { state: "missing" };
  let record: ToolRecord;
  try {
    record = JSON.parse(fs.readFileSync(path.join(folder, RECORD), "utf8")) as ToolRecord;
  } catch {
    return { state: "broken", why: `${RECORD} cannot be read` };
  }
  if (record.architecture !== architecture()) {
    return { state: "broken", why: `it is for processors of kind ${record.architecture}` };
  }
  for (const { name } of tool.programs) {
    const expected = record.files[name];
    const file = path.join(folder, name);
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (!expected || !found) return { state: "broken", why: `${name} is not there` };
    if (found.size !== expected.size) {
      return { state: "broken", why: `${name} has ${found.size} bytes instead of ${expected.size}` };
    }
    if ((found.mode & 0o111) === 0) return { state: "broken", why: `${name} may not be executed` };
    if (thorough && sha256(file) !== expected.sha256) return { state: "broken", why: `${name} has other contents` };
  }
  return { state: "installed", record };
}

/** What is wrong with a program, if it does not say that it is the pinned version. */
export async function wrongVersion(program: Program, file: string, signal?: AbortSignal): Promise<string | undefined> {
  const { output } = await run(file, program.check.args, { signal, timeout: 20_000 });
  if (program.check.expect.test(output)) return undefined;
  const said = output.trim().split("\n")[0] ?? "";
  return `${[program.name, ...program.check.args].join(" ")} says ${said ? JSON.stringify(said.slice(0, 120)) : "nothing"}`;
}

/**
 * Makes a tool in a folder of its own and, when every program is there and is the right version, moves it into place in
 * one step. Whatever is there already goes.
 */
export async function publish(
  tool: Tool,
  fill: (folder: string) => Promise<{ source: Source; origin: string }>,
  signal?: AbortSignal,
): Promise<ToolRecord> {
  const began = Date.now();
  const target = toolFolder(tool);
  const work = path.join(cached.work(), tool.name);
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const { source, origin } = await fill(work);

  const files: ToolRecord["files"] = {};
  for (const program of tool.programs) {
    const file = path.join(work, program.name);
    if (!fs.existsSync(file)) throw new ToolchainError(`${tool.name} from ${origin} has no ${program.name}.`);
    const wrong = await wrongVersion(program, file, signal);
    if (wrong) throw new ToolchainError(`${tool.name} from ${origin} is not ${tool.version}: ${wrong}.`);
    files[program.name] = { size: fs.statSync(file).size, sha256: sha256(file) };
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  const record: ToolRecord = {
    name: tool.name,
    version: tool.version,
    source,
    origin,
    architecture: architecture(),
    seconds,
    files,
  };
  fs.writeFileSync(path.join(work, RECORD), JSON.stringify(record, undefined, 2));

  fs.mkdirSync(path.dirname(target), { recursive: true });
  const old = `${work}.old`;
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(target)) fs.renameSync(target, old);
  fs.renameSync(work, target);
  fs.rmSync(old, { recursive: true, force: true });
  return record;
}

/** Makes `link` point to `target`, in one step, so that nobody finds it missing. */
export function link(target: string, file: string): void {
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() && fs.readlinkSync(file) === target) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.rmSync(temporary, { force: true });
  fs.symlinkSync(target, temporary);
  fs.renameSync(temporary, file);
}
