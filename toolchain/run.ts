/** Child processes that end when the caller gives up. */
import { spawn } from "node:child_process";
import { ToolchainError } from "./errors";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Sees each line of either stream as it comes. */
  onLine?: (line: string) => void;
  /** Milliseconds after which the process is killed. */
  timeout?: number;
}

export interface RunResult {
  /** Exit code; undefined when it could not be started or was killed. */
  code: number | undefined;
  /** Why it ended without an exit code, unless its time was up: it did not start, or crashed. */
  failure?: string;
  stdout: string;
  /** Both streams in the order of arrival. */
  output: string;
}

/** Runs a command to its end. Only an aborted signal rejects; whatever else happens is in the result. */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  options.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A process group of its own: ending it ends compilers and linkers too.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    let rest = "";
    const take = (text: string): void => {
      output += text;
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      if (options.onLine) for (const line of lines) options.onLine(line);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      take(text);
    });
    child.stderr.setEncoding("utf8").on("data", take);

    const kill = (signal: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    let hard: NodeJS.Timeout | undefined;
    const end = (): void => {
      kill("SIGTERM");
      hard = setTimeout(() => kill("SIGKILL"), 5000);
    };
    let late = false;
    const expire = (): void => {
      late = true;
      end();
    };
    const timer = options.timeout === undefined ? undefined : setTimeout(expire, options.timeout);
    options.signal?.addEventListener("abort", end, { once: true });

    const finish = (code: number | undefined, failure?: string): void => {
      clearTimeout(timer);
      clearTimeout(hard);
      options.signal?.removeEventListener("abort", end);
      if (options.signal?.aborted) reject(options.signal.reason as Error);
      else resolve({ code, stdout, output, ...(failure && { failure }) });
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      output += error.message;
      finish(undefined, `cannot be started (${error.code ?? error.message})`);
    });
    child.on("close", (code, signal) => finish(code ?? undefined, signal && !late ? `dies of ${signal}` : undefined));
  });
}

/** Like run, but anything other than exit code 0 is an error that ends with the command's last words. */
export async function mustRun(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const words = result.output.trim().split("\n").slice(-20).join("\n");
  throw new ToolchainError(`${[command, ...args].join(" ")} failed:\n${words}`);
}
