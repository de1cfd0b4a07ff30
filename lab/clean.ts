/** Removes the lab, state and all. The Debian packages stay. */
import * as fs from "node:fs";
import * as path from "node:path";
import { withLock } from "./lock";
import { paths } from "./paths";
import type { Progress } from "./progress";
import { ownEntries, requireAccess } from "./state-folder";
import { endLab, interruptStart } from "./stop";

/**
 * Stops the lab and removes what it made, snapshots and Pulumi's state included. Only what is the lab's own goes.
 * @returns what else is in the state folder, which therefore stays
 * @throws LabError when the folder is not a lab's, or another command is at work on it
 */
export async function cleanLab(progress: Progress = () => undefined): Promise<string[]> {
  requireAccess();
  if (!fs.existsSync(paths.state)) {
    await endLab(progress);
    return [];
  }
  await interruptStart(progress);
  return withLock("lab clean", async () => {
    await endLab(progress);
    const own = ownEntries(paths.state);
    const foreign = fs.readdirSync(paths.state).filter((name) => !own.includes(path.join(paths.state, name)));
    for (const file of own) fs.rmSync(file, { recursive: true, force: true });
    if (foreign.length === 0) removeFolder(paths.state);
    return foreign;
  });
}

/** Not when another command, which now can have the lock, has put something there. */
function removeFolder(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}
