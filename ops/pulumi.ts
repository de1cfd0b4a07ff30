/** Runs Pulumi and reads what it prints. */
import { UserError } from "./errors";
import { capture, type Captured } from "./process";

export interface PulumiOptions {
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  env: NodeJS.ProcessEnv;
  /** What it reads at its standard input, like a secret. @default nothing */
  input?: string;
}

/** @throws UserError when there is no Pulumi. A failure of its own is told by the exit code. */
export function tryPulumi(args: readonly string[], { directory, ...options }: PulumiOptions): Promise<Captured> {
  const line = [...args, "--non-interactive", "--color", "never"];
  return capture("pulumi", line, { cwd: directory, ...options }).catch(noPulumi);
}

/** What it prints. @throws UserError with its words when it fails. */
export async function pulumi(args: readonly string[], options: PulumiOptions): Promise<string> {
  const { code, stdout, stderr } = await tryPulumi(args, options);
  if (code === 0) return stdout;
  const command = args.filter((arg) => !arg.startsWith("-")).slice(0, 2);
  throw new UserError(`pulumi ${command.join(" ")} failed:\n${stderr.trim() || stdout.trim()}`);
}

export function noPulumi(error: Error): never {
  throw new UserError(
    `pulumi cannot be started: ${error.message}\n` +
      'A shell that has it: eval "$(node --import tsx toolchain/cli.ts env)"',
  );
}
