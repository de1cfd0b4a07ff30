/** Starts the lab, from whatever state it is found in. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processEnvironment } from "./environment";
import { Interrupted, LabError, throwIfAborted } from "./errors";
import { lockHolder, withLock, type Holder } from "./lock";
import { installPackages, missingPackages, restoreServiceStarts } from "./packages";
import { paths, repository } from "./paths";
import { preflight, preflightAccess } from "./preflight";
import { prepareState } from "./prepare";
import type { Progress } from "./progress";
import { finishRestore } from "./snapshot-files";
import { endLab } from "./stop";
import { listProcesses, type SupervisedProcess } from "./supervisor";
import { labTools } from "./tools";

export interface StartOptions {
  /** Which programs are made sure of before anything starts; after the checks of the machine. @default labTools */
  installTools?: typeof labTools;
  /** Ends the start; what had been started is stopped again and {@link Interrupted} thrown. */
  signal?: AbortSignal;
  /** After how long a lab that is still not healthy counts as failed, in ms. @default 600000 */
  timeoutMs?: number;
}

export interface StartResult {
  /** It was healthy already, and nothing was done. */
  alreadyRunning: boolean;
  /** Number of long-running processes. */
  services: number;
  seconds: number;
}

/** Process-compose reads both; together they are the whole lab. */
export const processFiles = ["lab/process-compose.yaml", "lab/openstack/process-compose.yaml"];

/**
 * Starts the lab and resolves when every process is ready. A lab that is already healthy is left alone; one that is still starting
 * (its `start` was killed) is waited for; one that is broken, or whose process-compose died, is ended and started anew. Another
 * command that is at work on the lab is waited for.
 * @throws LabError when the machine does not fit, or the lab does not become healthy; then nothing of it runs.
 */
export async function startLab(options: StartOptions = {}, progress: Progress = () => undefined): Promise<StartResult> {
  const begin = Date.now();
  preflightAccess();
  const finish = (alreadyRunning: boolean, processes: readonly SupervisedProcess[]): StartResult => ({
    alreadyRunning,
    services: processes.filter(({ running }) => running).length,
    seconds: Math.round((Date.now() - begin) / 1000),
  });
  const running = await findLab();
  if (running && isHealthy(running) && leavesRunning(lockHolder())) return finish(true, running);

  const { signal } = options;
  const work = async (): Promise<StartResult> => {
    // Looked at again: another command may have been waited for.
    const found = await findLab();
    if (found && isHealthy(found)) return finish(true, found);
    try {
      const isUnderWay = found?.every(({ health }) => health !== "failed");
      if (isUnderWay) progress("start: the lab is starting already, waiting for it");
      const hasExited = isUnderWay ? () => false : await launch(options, progress);
      return finish(false, await waitUntilHealthy(options, hasExited, progress));
    } catch (error) {
      if (await endLab(progress)) progress("start: stopped again what had been started");
      throw error;
    }
  };
  return withLock("lab start", work, { wait: { progress, signal } });
}

/** The processes of a lab that runs. One whose clone has been deleted lacks its scripts: it counts as none, and is started anew from here. */
async function findLab(): Promise<SupervisedProcess[] | undefined> {
  const processes = await listProcesses();
  return processes !== undefined && isCloneThere() ? processes : undefined;
}

/** @param file names the clone that the lab was started from; labs of before it was noted have none */
export function isCloneThere(file = paths.prepared): boolean {
  const clone = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : "";
  return clone === "" || fs.existsSync(path.join(clone, "lab", "process-compose.yaml"));
}

function isHealthy(processes: readonly SupervisedProcess[]): boolean {
  return processes.every(({ health }) => health === "ready");
}

/** Whether the holder of the lock, if any, will let a healthy lab be. */
function leavesRunning(holder: Holder | undefined): boolean {
  return holder === undefined || ["lab start", "lab up", "lab destroy"].includes(holder.command);
}

/** Returns a function that tells whether process-compose has ended again. */
async function launch({ signal, installTools = labTools }: StartOptions, progress: Progress): Promise<() => boolean> {
  if (await endLab(progress)) progress("start: ended what an earlier start had left behind");
  await preflight(progress, signal);
  restoreServiceStarts();
  const missing = missingPackages();
  if (missing.length > 0) await installPackages(missing, progress, signal);
  throwIfAborted(signal);
  const tools = await installTools(progress, signal);
  finishRestore(progress);
  prepareState();
  throwIfAborted(signal);
  return launchProcessCompose(tools);
}

/** Detached, with a session of its own: it outlives us, and a terminal's Ctrl-C does not reach it. */
function launchProcessCompose(toolFolder: string): () => boolean {
  // Its standard output repeats every log.
  const errors = fs.openSync(path.join(paths.log, "process-compose.err"), "w");
  const files = processFiles.flatMap((file) => ["-f", path.join(repository, file)]);
  const settings = ["--tui=false", "--keep-project", "--slow-ref-rate", "60s", "--unix-socket", paths.socket];
  const child = spawn(
    path.join(toolFolder, "process-compose"),
    [...settings, "--log-file", path.join(paths.log, "process-compose.log"), ...files],
    { cwd: paths.run, env: processEnvironment(toolFolder), detached: true, stdio: ["ignore", "ignore", errors] },
  );
  let exited = false;
  child.on("error", () => (exited = true)).on("exit", () => (exited = true));
  child.unref();
  fs.closeSync(errors);
  return () => exited;
}

const pollMs = 500;
const processComposeTimeoutMs = 60_000;
/** A service that has died so often while we waited will not come up. */
const hopelessRestarts = 5;

async function waitUntilHealthy(
  { signal, timeoutMs = 600_000 }: StartOptions,
  hasExited: () => boolean,
  progress: Progress,
): Promise<SupervisedProcess[]> {
  const begin = Date.now();
  const known = new Set<string>();
  const restartsBefore = new Map<string, number>();
  for (;;) {
    if (signal?.aborted) throw new Interrupted();
    const elapsed = Date.now() - begin;
    const processes = await listProcesses();
    if (processes === undefined) {
      if (hasExited() || elapsed > processComposeTimeoutMs)
        throw new LabError(`process-compose does not run. ${tail("process-compose.err")}`);
    } else {
      const ready = processes.filter(({ health }) => health === "ready").map(({ name }) => name);
      const news = ready.filter((name) => !known.has(name));
      for (const name of news) known.add(name);
      if (news.length > 0)
        progress(
          `start: ${String(Math.round(elapsed / 1000)).padStart(3)} s  ${known.size}/${processes.length} ready: ${news.join(", ")}`,
        );
      if (ready.length === processes.length) return processes;
      const failed = processes.filter(({ name, health, restarts }) => {
        const before = restartsBefore.get(name) ?? restarts;
        restartsBefore.set(name, before);
        return health === "failed" || (health === "starting" && restarts - before >= hopelessRestarts);
      });
      if (failed.length > 0) throw new LabError(describeFailures(failed));
      if (elapsed > timeoutMs) throw new LabError(describeTimeout(processes, timeoutMs));
    }
    await sleep(pollMs);
  }
}

/** What failed, with the end of its log. What was skipped because of it is only named. */
export function describeFailures(
  failed: readonly SupervisedProcess[],
  readTail: (name: string) => string = (name) => tail(`${name}.log`),
): string {
  const culprits = failed.filter(({ exitCode, restarts }) => exitCode !== 0 && restarts > 0);
  const shown = culprits.length > 0 ? culprits : failed;
  const others = failed.filter((process) => !shown.includes(process)).map(({ name }) => name);
  return [
    `The lab did not start: ${shown.map(({ name }) => name).join(", ")} failed.`,
    ...shown.map(({ name }) => readTail(name)),
    ...(others.length > 0 ? [`Not started because of that: ${others.join(", ")}.`] : []),
    "The state is kept: `lab start` tries again, `lab clean` begins from nothing.",
  ].join("\n");
}

function describeTimeout(processes: readonly SupervisedProcess[], timeoutMs: number): string {
  const late = processes.filter(({ health }) => health !== "ready").map(({ name }) => name);
  return `The lab is not healthy after ${timeoutMs / 1000} s. Not ready: ${late.join(", ")}. Their logs: ${paths.log}.`;
}

const tailLines = 8;

function tail(file: string): string {
  const log = path.join(paths.log, file);
  if (!fs.existsSync(log)) return `No log: ${log}.`;
  const lines = fs.readFileSync(log, "utf8").trimEnd().split("\n").slice(-tailLines);
  return [`The end of ${log}:`, ...lines.map((line) => `  ${line.slice(0, 300)}`)].join("\n");
}
