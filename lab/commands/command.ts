/** The shape of a subcommand. */
import type { ParseArgsConfig } from "node:util";

interface Invocation {
  flags: Readonly<Record<string, unknown>>;
  /** Positional arguments. */
  names: readonly string[];
  /** Given on Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

export interface Command {
  name: string;
  /** One line for the overview. */
  summary: string;
  /** Arguments, as in "NAME [--json]". */
  usage: string;
  /** Everything a person needs to know before running it. */
  help: string;
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** Does it and returns the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** The command line makes no sense: printed together with the help. */
export class UsageError extends Error {}

/** The one positional argument of a command. */
export function onlyName({ names }: Invocation, what: string): string {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) throw new UsageError(`Give exactly one ${what}.`);
  return name;
}

/** @throws UsageError when there are positional arguments. */
export function noNames({ names }: Invocation): void {
  if (names.length > 0) throw new UsageError(`Takes no arguments, but got: ${names.join(" ")}`);
}

export const jsonOption = { json: { type: "boolean" } } as const;

/** Prints for a script or for a person. */
export function print(flags: Invocation["flags"], data: unknown, text: string): void {
  process.stdout.write(`${flags.json === true ? JSON.stringify(data, null, 2) : text}\n`);
}
