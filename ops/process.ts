/** Runs other programs: either their output is ours to read, or it goes straight to the terminal. */
import { spawn } from "node:child_process";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What a captured program reads at its standard input. @default nothing */
  input?: string;
}

export interface Captured {
  /** Exit code; 128 + signal number where a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : (signalNumbers[signal] ?? 0));
}

/** Runs a program and collects what it prints. A program that cannot be started is an Error; a non-zero exit is not. */
export function capture(
  program: string,
  args: readonly string[],
  { input = "", ...options }: RunOptions = {},
): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
    // One that does not read its input may end before it has it.
    child.stdin.on("error", () => undefined).end(input);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: exitCode(code, signal), stdout, stderr }));
  });
}

/**
 * Runs a program on our terminal and gives its exit code. While it runs, Ctrl-C is its business (the terminal signals it as well):
 * Pulumi finishes what it has begun and saves the state, and we wait for that.
 *
 * @param options `output`: where its standard output goes. Default: to ours.
 */
export function passThrough(
  program: string,
  args: readonly string[],
  { output = "stdout", ...options }: RunOptions & { output?: "stdout" | "stderr" } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ["ignore", output === "stderr" ? 2 : "inherit", "inherit"],
    });
    const wait = (): void => undefined;
    const forward = (): void => void child.kill("SIGINT");
    process.on("SIGINT", wait);
    process.on("SIGTERM", forward);
    const done = (): void => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", forward);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve(exitCode(code, signal));
    });
  });
}
