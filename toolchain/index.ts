/** The toolchain: every program that the lab and the platform run, in exactly the pinned version. */
import * as path from "node:path";
import { repository } from "../system/repository";
import { Hosts } from "./download";
import { preflight } from "./go";
import { build, type Context, installed, obtain } from "./install";
import { cached } from "./paths";
import { findTool, tools } from "./pins";
import { Progress, table } from "./progress";
import { ToolchainError, WrongChecksum } from "./errors";
import { pinsHash } from "./recipe";
import { link, toolFolder, type ToolRecord } from "./store";
import type { GoBuild, Tool } from "./types";

export { findTool, tools, ToolchainError };
export type { Tool, ToolRecord };

export interface EnsureOptions {
  /** Tools, programs or plugins by name. Default: everything but what is only there on demand. */
  names?: readonly string[];
  /** Ends what runs, compilers included. */
  signal?: AbortSignal;
  /** Gets each line of progress. Default: standard error. */
  onProgress?: (line: string) => void;
  /** Compare the contents of what is installed with its record, not only the sizes. */
  thorough?: boolean;
  /** Builds at once. Two hide each other's linking, which uses one core; more only need more memory. Default 2. */
  builds?: number;
}

export interface Tools {
  /** Folder with a link to every program. */
  bin: string;
  /** Variables to run them with. */
  environment: Record<string, string>;
  /** One for each tool that was asked for, in that order. */
  records: ToolRecord[];
}

/** The environment in which the pinned tools are used and nothing else is fetched. Says nothing about their being there. */
export function toolEnvironment(): Record<string, string> & { PATH: string; PULUMI_HOME: string } {
  const pins = pinsHash(tools);
  return {
    // `pulumi policy analyze` looks for what runs the policy pack only there; all else reads Pulumi.yaml.
    PATH: [cached.bin(pins), path.join(repository, "policies/plugin"), process.env.PATH]
      .filter(Boolean)
      .join(path.delimiter),
    PULUMI_HOME: cached.pulumi(pins),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
  };
}

/**
 * Makes sure that the tools are there, and whole. Whatever is missing is taken from this machine, downloaded or built,
 * in this order; more than one process may ask at once.
 *
 * @throws ToolchainError with every problem, each with a way on.
 */
export async function ensureTools(options: EnsureOptions = {}): Promise<Tools> {
  const wanted = select(options.names);
  const { signal, thorough = false, onProgress = (line) => void process.stderr.write(line + "\n") } = options;
  const records = new Map<Tool, ToolRecord>();
  for (const tool of wanted) {
    const record = installed(tool, thorough);
    if (record) records.set(tool, record);
  }
  const missing = wanted.filter((tool) => !records.has(tool));
  if (missing.length > 0) {
    const progress = new Progress(missing.length, onProgress);
    const context: Context = {
      hosts: new Hosts(),
      signal,
      thorough,
      note: (tool, what) => progress.note(tool, what),
      onPackage: (tool) => progress.package(tool),
    };
    try {
      await bring(missing, context, progress, records, options.builds ?? 2);
    } finally {
      progress.stop();
    }
  }
  const pins = pinsHash(tools);
  for (const tool of wanted) linkTool(tool, pins);
  const ordered = wanted.flatMap((tool) => records.get(tool) ?? []);
  if (missing.length > 0) for (const line of table(ordered)) onProgress(line);
  return { bin: cached.bin(pins), environment: toolEnvironment(), records: ordered };
}

/** The named tools, or all that people need; every unknown name in one error. */
function select(names: readonly string[] | undefined): Tool[] {
  if (!names || names.length === 0) return tools.filter(({ onDemand }) => !onDemand);
  const unknown = names.filter((name) => !findTool(name));
  if (unknown.length > 0) {
    const known = tools.map((tool) => tool.name).join(", ");
    throw new ToolchainError(`There is no tool called ${unknown.join(" or ")}. There are: ${known}.`);
  }
  return [...new Set(names.flatMap((name) => findTool(name) ?? []))];
}

async function bring(
  missing: Tool[],
  context: Context,
  progress: Progress,
  records: Map<Tool, ToolRecord>,
  builds: number,
): Promise<void> {
  const problems: string[] = [];
  let tampered = false;
  const attempt = async (tool: Tool, work: () => Promise<ToolRecord | undefined>): Promise<void> => {
    try {
      const record = await work();
      if (!record) return;
      records.set(tool, record);
      linkTool(tool, pinsHash(tools)); // usable at once, while others are still built
      progress.finished(tool, record);
    } catch (error) {
      context.signal?.throwIfAborted();
      progress.failed(tool);
      tampered ||= error instanceof WrongChecksum;
      problems.push(error instanceof Error ? error.message : String(error));
    }
  };

  const toBuild: { tool: Tool; go: GoBuild; why: string }[] = [];
  await inParallel(missing, 4, (tool) =>
    attempt(tool, async () => {
      const outcome = await obtain(tool, context);
      if ("record" in outcome) return outcome.record;
      if (tool.go) toBuild.push({ tool, go: tool.go, why: outcome.build });
      return undefined;
    }),
  );
  // Whoever changes files on the way is news that must not wait half an hour for builds.
  if (toBuild.length > 0 && !tampered) {
    try {
      await preflight(toBuild);
      // The longest first: what is left for one core at the end is short.
      toBuild.sort((a, b) => b.go.seconds - a.go.seconds);
      await inParallel(toBuild, builds, ({ tool, why }) =>
        attempt(tool, () => {
          progress.building(tool, why);
          return build(tool, context);
        }),
      );
    } catch (error) {
      context.signal?.throwIfAborted();
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (problems.length > 0) throw new ToolchainError(problems.join("\n\n"));
}

/** Works on the items in order, so many at once. */
async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item; (item = queue.shift()) !== undefined; ) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

/** Programs go onto the PATH; plugins to where the engine looks for them, and only there. */
function linkTool(tool: Tool, pins: string): void {
  const folder = tool.plugin
    ? path.join(cached.pulumi(pins), "plugins", `resource-${tool.plugin.name}-v${tool.version}`)
    : cached.bin(pins);
  for (const { name } of tool.programs) link(path.join(toolFolder(tool), name), path.join(folder, name));
}
