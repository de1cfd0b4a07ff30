/** Command line of the toolchain. */
import { parseArgs } from "node:util";
import { ensureTools, toolEnvironment, ToolchainError, tools } from "./index";
import { leftovers, remove } from "./prune";
import { inspect, toolFolder } from "./store";

const HELP = `Tools in exactly the pinned versions, built once per user and machine.

Usage: node --import tsx toolchain/cli.ts COMMAND

  install [NAME...]   get what is missing: from this machine, by download, or by building it with Go
      --verify        compare the contents of installed tools too, not only their sizes
      --json          what is installed, as JSON on standard output
      --quiet         no progress
  list [--json]       every tool, its version and whether it is installed
  prune               what other versions have left in the cache, and how many megabytes
      --yes           remove it; another clone with other pins has to get its tools again
  env                 lines for a shell: eval "$(node --import tsx toolchain/cli.ts env)"

A NAME is a tool (kubernetes), one of its programs (kubectl) or a plugin (openstack).
Exit codes: 0 done, 1 a tool cannot be had, 2 wrong usage, 130 interrupted.
`;

class UsageError extends Error {}

/** Quotes for a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function main(): Promise<void> {
  const { values, positionals } = parse();
  const [command, ...names] = positionals;
  if (values.help || command === "help") return void process.stdout.write(HELP);
  if (command === "install") return install(names, values);
  if (command !== "list" && command !== "env" && command !== "prune")
    throw new UsageError(command ? `no command ${command}` : "which command?");
  if (names.length > 0) throw new UsageError(`${command} takes no names`);
  if (command === "list") return list(values.json);
  if (command === "prune") return prune(values.yes);
  for (const [name, value] of Object.entries(toolEnvironment()))
    process.stdout.write(`export ${name}=${quote(value)}\n`);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        quiet: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        verify: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function install(names: string[], flags: { json: boolean; quiet: boolean; verify: boolean }): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interrupted.abort(new Interrupted()));
  }
  const { records, bin } = await ensureTools({
    names,
    signal: interrupted.signal,
    thorough: flags.verify,
    ...(flags.quiet && { onProgress: () => undefined }),
  });
  if (flags.json) process.stdout.write(JSON.stringify({ bin, tools: records }, undefined, 2) + "\n");
  else if (!flags.quiet) process.stderr.write(`tools: ${records.length} ready in ${bin}\n`);
}

class Interrupted extends Error {}

function list(json: boolean): void {
  const rows = tools.map((tool) => {
    const state = inspect(tool);
    return {
      name: tool.name,
      version: tool.version,
      state: state.state,
      ...(state.state === "installed" && { source: state.record.source, origin: state.record.origin }),
      ...(state.state === "broken" && { why: state.why }),
      programs: tool.programs.map((program) => program.name),
      folder: toolFolder(tool),
    };
  });
  if (json) return void process.stdout.write(JSON.stringify(rows, undefined, 2) + "\n");
  for (const row of rows) {
    const detail = row.source ?? row.why ?? "";
    process.stdout.write(`${row.name.padEnd(26)} ${row.version.padEnd(10)} ${row.state.padEnd(10)} ${detail}\n`);
  }
}

function prune(yes: boolean): void {
  const all = leftovers();
  const free = all.filter(({ usedBy }) => usedBy === undefined);
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  for (const { folder, bytes, usedBy } of all) {
    const kept = usedBy === undefined ? "" : `  kept: process ${usedBy} runs from it`;
    process.stdout.write(`${megabytes(bytes).padStart(8)}  ${folder}${kept}\n`);
  }
  if (yes) free.forEach(remove);
  const total = megabytes(free.reduce((sum, { bytes }) => sum + bytes, 0));
  const folders = free.length === 1 ? "1 folder" : `${free.length} folders`;
  if (free.length === 0) process.stdout.write("Nothing to remove.\n");
  else if (yes) process.stdout.write(`Removed ${folders}, ${total}.\n`);
  else process.stdout.write(`${folders}, ${total}, can be removed: run this again with --yes.\n`);
}

main().catch((error: unknown) => {
  if (error instanceof Interrupted) {
    process.stderr.write("tools: interrupted; the next run goes on from here\n");
    process.exitCode = 130;
  } else if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`${error instanceof ToolchainError ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
});
