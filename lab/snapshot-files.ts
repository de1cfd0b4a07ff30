/** The lab's state as files: where a snapshot lies, and how folders get there and back. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { LabError } from "./errors";
import { paths } from "./paths";
import type { Progress } from "./progress";

/** Everything that is state: what tenants have in the cloud, and what Pulumi knows of it. */
const stateFolders = ["var", "pulumi"] as const;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export function listSnapshots(): string[] {
  if (!fs.existsSync(paths.snapshots)) return [];
  return fs
    .readdirSync(paths.snapshots)
    .filter((name) => namePattern.test(name))
    .sort();
}

/** @throws LabError when the name is no good. */
export function snapshotFolder(name: string): string {
  if (!namePattern.test(name))
    throw new LabError(
      `"${name}" is no name for a snapshot: take letters, digits, dots, dashes and underscores, at most 63.`,
    );
  return path.join(paths.snapshots, name);
}

/** Notes that a snapshot is to be put back, so that {@link finishRestore} does it, now or after a kill. */
export function beginRestore(name: string): void {
  fs.writeFileSync(paths.restoringNew, name);
  fs.renameSync(paths.restoringNew, paths.restoring);
}

const waysOn = "`lab restore NAME` puts another one back, `lab clean` begins from nothing.";

/**
 * Does a restore that has been begun by {@link beginRestore}, if any. The lab must be stopped.
 * @throws LabError when the snapshot is gone or unknown, or the copy fails
 */
export function finishRestore(progress: Progress): void {
  if (!fs.existsSync(paths.restoring)) return;
  const name = fs.readFileSync(paths.restoring, "utf8");
  if (!namePattern.test(name))
    throw new LabError(
      `A restore was begun, and ${paths.restoring} does not say of which snapshot (its text: ${JSON.stringify(name.slice(0, 63))}). ${waysOn}`,
    );
  const folder = snapshotFolder(name);
  if (!fs.existsSync(folder))
    throw new LabError(`A restore of the snapshot ${name} was begun, and the snapshot is gone. ${waysOn}`);
  progress(`restore: ${name}`);
  copyFolders(folder, paths.state);
  fs.rmSync(paths.restoring);
}

/**
 * cp keeps owners, times and holes, and shares blocks where the file system can.
 * @throws LabError when the copy fails: the disk is full, most of the time
 */
export function copyFolders(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const folder of stateFolders) {
    fs.rmSync(path.join(to, folder), { recursive: true, force: true });
    if (fs.existsSync(path.join(from, folder))) copy(path.join(from, folder), path.join(to, folder));
  }
}

function copy(from: string, to: string): void {
  const args = ["-a", "--reflink=auto", "--sparse=auto", from, to];
  const { status, stderr, error } = spawnSync("cp", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status === 0) return;
  const [first, ...others] = (error?.message ?? stderr).trim().split("\n");
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new LabError(`Copying ${from} to ${to} failed: ${first}${more}. Once that is mended, run this again.`);
}
