/** Snapshots of the lab's whole state: copies of its folders while nothing runs. */
import * as fs from "node:fs";
import * as path from "node:path";
import { LabError } from "./errors";
import { withLock } from "./lock";
import { paths } from "./paths";
import type { Progress } from "./progress";
import { beginRestore, copyFolders, finishRestore, listSnapshots, snapshotFolder } from "./snapshot-files";
import { startLab, type StartOptions } from "./start";
import { requireAccess } from "./state-folder";
import { endLab } from "./stop";

interface SnapshotResult {
  folder: string;
  /** Time for the copy alone, without stopping and starting. */
  copySeconds: number;
  /** The lab was running before, and runs again. */
  restarted: boolean;
}

/**
 * Copies the state under a name; one of that name is replaced. A running lab is stopped for it and started again.
 * @throws LabError when the name is no good, there is no state, or the copy fails.
 */
export async function takeSnapshot(name: string, options: StartOptions, progress: Progress): Promise<SnapshotResult> {
  const folder = snapshotFolder(name);
  requireAccess();
  if (!fs.existsSync(paths.var))
    throw new LabError(`There is no lab in ${paths.state} to take a snapshot of: \`lab start\` makes one.`);
  return whileStopped(`lab snapshot ${name}`, options, progress, () => {
    // What is half restored is no state to keep.
    finishRestore(progress);
    // A hidden name until it is whole.
    const partial = path.join(paths.snapshots, `.${name}.partial`);
    try {
      copyFolders(paths.state, partial);
    } catch (error) {
      fs.rmSync(partial, { recursive: true, force: true }); // the disk may be full
      throw error;
    }
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
    return folder;
  });
}

/**
 * Puts a snapshot back. What the lab holds now is lost.
 * @throws LabError when there is no such snapshot, or the copy fails.
 */
export async function restoreSnapshot(
  name: string,
  options: StartOptions,
  progress: Progress,
): Promise<SnapshotResult> {
  const folder = snapshotFolder(name);
  requireAccess();
  if (!fs.existsSync(folder)) {
    const known = listSnapshots();
    throw new LabError(
      `There is no snapshot ${name} in ${paths.snapshots}. ${known.length > 0 ? `There are: ${known.join(", ")}.` : "There is none at all: `lab snapshot NAME` takes one."}`,
    );
  }
  return whileStopped(`lab restore ${name}`, options, progress, () => {
    beginRestore(name);
    finishRestore(progress);
    return folder;
  });
}

async function whileStopped(
  command: string,
  options: StartOptions,
  progress: Progress,
  copy: () => string,
): Promise<SnapshotResult> {
  return withLock(command, async () => {
    const wasRunning = await endLab(progress);
    const begin = Date.now();
    let folder;
    try {
      folder = copy();
    } catch (error) {
      // A lab that ran runs again, unless its state is half restored: then a start would only fail in the same way.
      if (wasRunning && !fs.existsSync(paths.restoring)) await startLab(options, progress);
      throw error;
    }
    const copySeconds = (Date.now() - begin) / 1000;
    progress(`${command}: copied in ${copySeconds.toFixed(1)} s`);
    if (wasRunning) await startLab(options, progress);
    return { folder, copySeconds, restarted: wasRunning };
  });
}
