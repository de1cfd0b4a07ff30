/** Command line of the toolchain. */
import { parseArgs } from "node:util";
import { ensureTools, toolEnvironment, ToolchainError, tools } from "./index";
import { inspect, toolFolder } from "./store";

const HELP = `Tools in exactly the pinned versions, built once per user and machine.

Usage: node --import tsx toolchain/cli.ts COMMAND

  install [NAME...]   get what is missing: from this machine, by download, or by building it with Go
      --verify        compare the contents of installed tools too, not only their sizes
      --json          what is installed, as JSON on standard output
      --quiet         no progress
  list [--json]       every tool, its version and whether it is installed
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
  if (command !== "list" && command !== "env")
    throw new UsageError(command ? `no command ${command}` : "which command?");
  if (names.length > 0) throw new UsageError(`${command} takes no names`);
  if (command === "list") return list(values.json);
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
