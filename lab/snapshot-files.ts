/** The lab's state as files: where a snapshot lies, and how folders get there and back. */
import { execFileSync } from "node:child_process";
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

/** Does a restore that has been begun: by {@link restoreSnapshot}, perhaps one that was killed. The lab must be stopped. */
export function finishRestore(progress: Progress): void {
  if (!fs.existsSync(paths.restoring)) return;
  const name = fs.readFileSync(paths.restoring, "utf8");
  const folder = snapshotFolder(name);
  if (!fs.existsSync(folder))
    throw new LabError(
      `A restore of the snapshot ${name} was begun, and the snapshot is gone. \`lab clean\` begins from nothing.`,
    );
  progress(`restore: ${name}`);
  copyFolders(folder, paths.state);
  fs.rmSync(paths.restoring);
}

/** cp keeps owners, times and holes, and shares blocks where the file system can. */
export function copyFolders(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const folder of stateFolders) {
    fs.rmSync(path.join(to, folder), { recursive: true, force: true });
    if (fs.existsSync(path.join(from, folder)))
      execFileSync("cp", ["-a", "--reflink=auto", "--sparse=auto", path.join(from, folder), path.join(to, folder)]);
  }
}
