/** How one tool gets onto this machine: the first way that works. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cached, cacheFolder } from "./paths";
import { unpackDebian } from "./debian";
import { downloadTool, type Hosts } from "./download";
import { buildTool } from "./go";
import { withLock } from "./lock";
import { ToolchainError, Unavailable } from "./errors";
import { inspect, publish, type ToolRecord, wrongVersion } from "./store";
import type { Tool } from "./types";

export interface Context {
  hosts: Hosts;
  signal?: AbortSignal | undefined;
  /** Compare contents of installed tools, not only sizes. */
  thorough?: boolean;
  /** What happens to the tool now, in a few words. */
  note: (tool: Tool, what: string) => void;
  /** A package of the tool was compiled. */
  onPackage?: (tool: Tool, name: string) => void;
}

/** The tool is there, or only Go can make it, and why. */
export type Outcome = { record: ToolRecord } | { build: string };

/** The fast path without a lock: the tool is there and whole. */
export function installed(tool: Tool, thorough = false): ToolRecord | undefined {
  const state = inspect(tool, { thorough });
  return state.state === "installed" ? state.record : undefined;
}

/** Everything but building: found on this machine, downloaded, or out of a Debian package. */
export function obtain(tool: Tool, context: Context): Promise<Outcome> {
  return locked(tool, context, async () => {
    const { signal, note, hosts } = context;
    const found = await findOnMachine(tool, signal);
    if (found) {
      note(tool, `uses ${[...found.values()].join(", ")}`);
      const record = await publish(tool, (folder) => {
        for (const [name, file] of found) fs.symlinkSync(file, path.join(folder, name));
        return Promise.resolve({ source: "found", origin: [...found.values()].join(" ") });
      });
      return { record };
    }
    let why = tool.downloads ? "" : "it is not published as a program with a checksum";
    if (tool.downloads) {
      try {
        const record = await publish(
          tool,
          async (folder) => ({ source: "download", origin: await downloadTool(tool, folder, hosts, signal) }),
          signal,
        );
        return { record };
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        why = error.message;
      }
    }
    const { debian } = tool;
    if (debian) {
      note(tool, `${why}: taking Debian's package ${debian.package}`);
      const record = await publish(
        tool,
        async (folder) => ({ source: "debian", origin: await unpackDebian(debian, folder, signal) }),
        signal,
      );
      return { record };
    }
    if (!tool.go) throw new ToolchainError(`${tool.name} ${tool.version} cannot be had: ${why}.`);
    return { build: why };
  });
}

/** Builds the tool with Go, unless another process did while this one waited. */
export async function build(tool: Tool, context: Context): Promise<ToolRecord> {
  const { go } = tool;
  if (!go) throw new ToolchainError(`${tool.name} cannot be built.`);
  const outcome = await locked(tool, context, async () => ({
    record: await publish(
      tool,
      async (folder) => ({
        source: "go",
        origin: await buildTool(tool, go, folder, {
          signal: context.signal,
          onPackage: (name) => context.onPackage?.(tool, name),
        }),
      }),
      context.signal,
    ),
  }));
  return outcome.record;
}

/** Holds the tool's lock, and looks again once it has it: whoever had it before may have done the work. */
async function locked<T extends Outcome>(
  tool: Tool,
  context: Context,
  work: () => Promise<T>,
): Promise<T | { record: ToolRecord }> {
  const holding = async (): Promise<T | { record: ToolRecord }> => {
    const state = inspect(tool, { thorough: context.thorough ?? false });
    if (state.state === "installed") return { record: state.record };
    if (state.state === "broken") context.note(tool, `is broken (${state.why}): making it anew`);
    return work();
  };
  return withLock(path.join(cached.locks(), tool.name), holding, {
    signal: context.signal,
    onWait: (pid) => context.note(tool, `waits for process ${pid}, which is at it already`),
  });
}

/** Program name -> file, if the machine has every program of the tool in the pinned version. */
async function findOnMachine(tool: Tool, signal?: AbortSignal): Promise<Map<string, string> | undefined> {
  const found = new Map<string, string>();
  for (const program of tool.programs) {
    const file = tool.plugin ? pluginOfUser(tool, program.name) : onPath(program.name);
    if (!file || (program.check.identifies === false && !tool.plugin)) return undefined;
    if (await wrongVersion(program, file, signal)) return undefined;
    found.set(program.name, file);
  }
  return found;
}

function executable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The command as the shell would find it, but for our own links. */
function onPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && !folder.startsWith(cacheFolder()))
    .map((folder) => path.join(folder, name))
    .find(executable);
}

/** A plugin that `pulumi plugin install` has put into the user's own folder, which is named by its version. */
function pluginOfUser(tool: Tool, program: string): string | undefined {
  const home = path.join(os.homedir(), ".pulumi", "plugins");
  const file = path.join(home, `resource-${tool.plugin?.name}-v${tool.version}`, program);
  return executable(file) ? file : undefined;
}
