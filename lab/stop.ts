/** Stops the lab and keeps its state. */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "./paths";
import { lockHolder, withLock } from "./lock";
import { isAlive } from "../system/proc";
import { endLabProcesses } from "./processes";
import type { Progress } from "./progress";
import { requireAccess } from "./state-folder";
import { infrastructureNamespace, listProcesses, stopProcess, stopProject, type SupervisedProcess } from "./supervisor";

/** How long an interrupted `start` may take to clean up behind itself. */
const interruptedStartMs = 20_000;

/**
 * Ends every process of the lab, in order: first what uses databases and message bus, then those, then process-compose, then what
 * a killed process-compose may have left behind. A `start` that is under way is interrupted.
 * @returns whether anything was running
 * @throws LabError when the folder is not a lab's, or another command is at work on it
 */
export async function stopLab(progress: Progress = () => undefined): Promise<boolean> {
  requireAccess();
  // Without the folder there is nothing to lock, and stop makes none; processes there may be all the same.
  if (!fs.existsSync(paths.state)) return endLab(progress);
  const interrupted = await interruptStart(progress);
  return (await withLock("lab stop", () => endLab(progress))) || interrupted;
}

/** {@link stopLab} for a caller that holds the lock. */
export async function endLab(progress: Progress): Promise<boolean> {
  const processes = (await listProcesses()) ?? [];
  if (processes.length > 0) {
    const isLast = ({ namespace }: SupervisedProcess): boolean => namespace === infrastructureNamespace;
    progress("stop: kubernetes and openstack");
    await stopAll(processes.filter((process) => !isLast(process)));
    progress("stop: infrastructure");
    await stopAll(processes.filter(isLast));
    await stopProject().catch(() => undefined);
  }
  const ended = await endLabProcesses(paths.state);
  return processes.length > 0 || ended > 0;
}

/** One that has ended already is refused by process-compose, and that is fine. */
async function stopAll(processes: readonly SupervisedProcess[]): Promise<void> {
  await Promise.all(processes.map(({ name }) => stopProcess(name).catch(() => undefined)));
}

/** Interrupts a `lab start` that is under way, and waits until it has cleaned up behind itself. */
export async function interruptStart(progress: Progress): Promise<boolean> {
  const holder = lockHolder();
  if (holder === undefined || holder.pid === process.pid || holder.command !== "lab start") return false;
  progress(`stop: interrupting \`${holder.command}\` (process ${holder.pid})`);
  process.kill(holder.pid, "SIGTERM");
  const deadline = Date.now() + interruptedStartMs;
  while (isAlive({ pid: holder.pid, startTime: holder.started }) && Date.now() < deadline) await sleep(100);
  return true;
}
