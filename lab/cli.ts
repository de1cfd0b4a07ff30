/** `lab SUBCOMMAND`: starts, stops and looks after a whole cloud on this machine. One file per subcommand in commands/. */
import { parseArgs } from "node:util";
import { clean } from "./commands/clean";
import { UsageError, type Command } from "./commands/command";
import { destroy } from "./commands/destroy";
import { env } from "./commands/env";
import { logs } from "./commands/logs";
import { restore } from "./commands/restore";
import { snapshot } from "./commands/snapshot";
import { start } from "./commands/start";
import { status } from "./commands/status";
import { stop } from "./commands/stop";
import { tools } from "./commands/tools";
import { up } from "./commands/up";
import { Interrupted, LabError } from "./errors";

const commands: readonly Command[] = [up, destroy, tools, start, stop, status, logs, env, snapshot, restore, clean];

const exitCodes = `Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.`;

function overview(): string {
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  return ["Usage: lab SUBCOMMAND [--help]", "", ...rows, "", exitCodes].join("\n");
}

function help(command: Command): string {
  return [
    `Usage: lab ${[command.name, command.usage].filter(Boolean).join(" ")}`,
    "",
    command.help,
    "",
    exitCodes,
  ].join("\n");
}

/** Runs one command line and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`There is no subcommand "${name}".\n\n${overview()}\n`);
    return 2;
  }
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  try {
    const { values, positionals } = parse(command, rest);
    if (values.help === true) {
      process.stdout.write(`${help(command)}\n`);
      return 0;
    }
    return await command.run({ flags: values, names: positionals, signal: abort.signal });
  } catch (error) {
    return report(error, command);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
  }
}

function parse(command: Command, args: readonly string[]): ReturnType<typeof parseArgs> {
  try {
    const options = { help: { type: "boolean", short: "h" } as const, ...command.options };
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function report(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${help(command)}\n`);
    return 2;
  }
  if (!(error instanceof LabError)) throw error; // ours, so with its stack
  process.stderr.write(`${error.message}\n`);
  return error instanceof Interrupted ? 130 : 1;
}

if (require.main === module) {
  // Services of other users must pass our folders, whatever the umask of the caller's shell.
  process.umask(0o022);
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
