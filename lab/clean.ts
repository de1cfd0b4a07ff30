/** Removes the lab, state and all. The Debian packages stay. */
import * as fs from "node:fs";
import * as path from "node:path";
import { paths } from "./paths";
import type { Progress } from "./progress";
import { stopLab } from "./stop";

/** Everything the lab makes in its folder; anything else there is not its own. */
export const own: readonly string[] = Object.values(paths).filter((file) => path.dirname(file) === paths.state);

/**
 * Stops the lab and removes what it made, snapshots and Pulumi's state included. Only what is the lab's own goes,
 * so that a LAB_STATE that points to the wrong folder does no harm.
 * @returns what else is in the state folder, which therefore stays
 */
export async function cleanLab(progress: Progress = () => undefined): Promise<string[]> {
  await stopLab(progress);
  if (!fs.existsSync(paths.state)) return [];
  for (const file of own) fs.rmSync(file, { recursive: true, force: true });
  const foreign = fs.readdirSync(paths.state);
  if (foreign.length === 0) fs.rmdirSync(paths.state);
  return foreign;
}
