/** Installed tools: a folder for each recipe, published by one rename, with a record that tells whether it is whole. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cached } from "./paths";
import { ToolchainError, Unavailable } from "./errors";
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
/** What the dynamic loader says of a program that wants a library which is missing or older here. */
const UNLOADABLE = /error while loading shared libraries|: version `\S+' not found/;

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
  return program.check.expect.test(output) ? undefined : says(program, output);
}

/**
 * What makes a verified download useless here. The checksum proves what it is; the program only has to start. One that
 * does not know our question is fine, one that answers it with another version is not.
 */
async function useless(program: Program, file: string, signal?: AbortSignal): Promise<string | undefined> {
  const { args, expect, identifies } = program.check;
  const { code, failure, output } = await run(file, args, { signal, timeout: 20_000 });
  if (failure) return `${program.name} ${failure}`;
  // For a file that the kernel does not know, a shell is tried, which does not find what it reads there.
  if (code === 126 || code === 127) return `${program.name} cannot be started (exit code ${code})`;
  if (code !== 0 && UNLOADABLE.test(output)) return says(program, output);
  if (code !== 0 || identifies === false || expect.test(output)) return undefined;
  return says(program, output);
}

function says(program: Program, output: string): string {
  const said = output.trim().split("\n")[0] ?? "";
  return `${[program.name, ...program.check.args].join(" ")} says ${said ? JSON.stringify(said.slice(0, 120)) : "nothing"}`;
}

/**
 * Makes a tool in a folder of its own and, when every program is there and is the right version, moves it into place in
 * one step. Whatever is there already goes. The caller holds the tool's lock.
 *
 * @throws Unavailable when a download is of no use here; ToolchainError when anything else is wrong with the tool.
 */
export async function publish(
  tool: Tool,
  fill: (folder: string) => Promise<{ source: Source; origin: string }>,
  signal?: AbortSignal,
): Promise<ToolRecord> {
  const began = Date.now();
  sweep(tool);
  // Named by the process: a compiler that outlived a killed run must not write into this one's folder.
  const work = path.join(cached.work(), `${tool.name}.${process.pid}`);
  fs.mkdirSync(work, { recursive: true });
  try {
    const { source, origin } = await fill(work);
    const files = await examine(tool, work, { source, origin }, signal);
    const seconds = Math.round((Date.now() - began) / 1000);
    const { name, version } = tool;
    const record: ToolRecord = { name, version, source, origin, architecture: architecture(), seconds, files };
    fs.writeFileSync(path.join(work, RECORD), JSON.stringify(record, undefined, 2));
    replace(work, toolFolder(tool));
    return record;
  } finally {
    sweep(tool);
  }
}

/** Removes what this and killed runs were making of the tool. */
function sweep(tool: Tool): void {
  if (!fs.existsSync(cached.work())) return;
  for (const entry of fs.readdirSync(cached.work())) {
    if (!entry.startsWith(`${tool.name}.`)) continue;
    fs.rmSync(path.join(cached.work(), entry), { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Checks that every program is there and the right version. */
async function examine(
  tool: Tool,
  folder: string,
  { source, origin }: Pick<ToolRecord, "source" | "origin">,
  signal: AbortSignal | undefined,
): Promise<ToolRecord["files"]> {
  const files: ToolRecord["files"] = {};
  const downloaded = source === "download";
  const problem = (what: string): Error =>
    downloaded
      ? new Unavailable(`its official download cannot be used here: ${what}`)
      : new ToolchainError(`${tool.name} from ${origin} is not ${tool.version}: ${what}.`);
  for (const program of tool.programs) {
    const file = path.join(folder, program.name);
    if (!fs.existsSync(file)) throw problem(`${program.name} is missing`);
    const wrong = await (downloaded ? useless : wrongVersion)(program, file, signal);
    if (wrong) throw problem(wrong);
    files[program.name] = { size: fs.statSync(file).size, sha256: sha256(file) };
  }
  return files;
}

function replace(folder: string, target: string): void {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // Programs that run from the old folder keep their files until they end.
  if (fs.existsSync(target)) fs.renameSync(target, `${folder}.old`);
  fs.renameSync(folder, target);
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
