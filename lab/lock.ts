/** Only one command at a time may change the lab. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError, throwIfAborted } from "./errors";
import { paths } from "./paths";
import { isAlive, startTime } from "./processes";
import type { Progress } from "./progress";

/** The command that holds the lock. */
export interface Holder {
  pid: number;
  started: string;
  command: string;
}

/** The living holder of the lock. A lock whose holder was killed counts as free. */
export function lockHolder(): Holder | undefined {
  try {
    const holder = JSON.parse(fs.readFileSync(paths.lock, "utf8")) as Holder;
    return isAlive(holder.pid, holder.started) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Waits while another process does what this one wants to do too: its terminal or its `make` may have been killed and it not.
 * @param command what the other says it is, see {@link withLock}
 */
export async function waitWhileOther(command: string, progress: Progress, signal?: AbortSignal): Promise<void> {
  for (let told = false; ; told = true) {
    const holder = lockHolder();
    if (holder === undefined || holder.pid === process.pid || holder.command !== command) return;
    if (!told) progress(`waiting for another \`${command}\` (process ${holder.pid})`);
    await sleep(500);
    throwIfAborted(signal);
  }
}

/**
 * Does some work while holding the lock. Work that itself calls for the lock runs at once.
 * @throws LabError when another command holds it.
 */
export async function withLock<T>(command: string, work: () => Promise<T>): Promise<T> {
  const holder = lockHolder();
  if (holder?.pid === process.pid) return work();
  if (holder) throw new LabError(`The lab is busy: \`${holder.command}\` (process ${holder.pid}) is at work on it.`);
  fs.mkdirSync(path.dirname(paths.lock), { recursive: true, mode: 0o755 });
  const own: Holder = { pid: process.pid, started: startTime(process.pid) ?? "", command };
  fs.rmSync(paths.lock, { force: true });
  try {
    fs.writeFileSync(paths.lock, JSON.stringify(own), { flag: "wx" });
  } catch {
    throw new LabError("The lab is busy: another command has just begun to work on it.");
  }
  try {
    return await work();
  } finally {
    fs.rmSync(paths.lock, { force: true });
  }
}
