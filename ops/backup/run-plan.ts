/** What `backup run` begins: Velero's backups, restic's copies, or both. Pure. */
import { UserError } from "../errors";
import type { Copy } from "./copies";
import { plannedCopies, type PlannedCopy } from "./copy-run";
import { plannedBackups } from "./run";
import type { Inventory } from "./velero";

export interface RunChoice {
  /** @default both */
  only?: "velero" | "copies";
  /** Only these copies, like "files-homes", and nothing of Velero's. */
  copy?: readonly string[];
  target?: string;
}

export const wantsVelero = ({ only, copy }: RunChoice): boolean => only !== "copies" && copy === undefined;

export interface RunPlan {
  backups: ReturnType<typeof plannedBackups>;
  copies: PlannedCopy[];
}

/**
 * @param velero Missing: nothing of it is wanted.
 * @throws UserError with everything that is in the way; then nothing is to be begun.
 */
export function plannedRun(
  velero: Inventory | undefined,
  copies: readonly Copy[],
  choice: RunChoice,
  now: Date,
): RunPlan {
  const { only, copy, target } = choice;
  if (only === "copies" && copies.length === 0)
    throw new UserError("There are no copies: services.backup.files and services.backup.databases make them.");
  const problems: string[] = [];
  const attempt = <T>(work: () => T[]): T[] => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return [];
    }
  };
  const plan: RunPlan = { backups: [], copies: [] };
  // A site may have files to copy and no volumes to back up.
  const both = velero !== undefined && only === undefined && copies.length > 0;
  if (velero !== undefined && !(both && velero.schedules.length === 0))
    plan.backups = attempt(() => plannedBackups(velero, target, now));
  // Of a target that nobody knows Velero's part has told already.
  const told = velero !== undefined && target !== undefined && !copies.some((one) => one.target === target);
  if (only !== "velero" && !told)
    plan.copies = attempt(() =>
      plannedCopies(copies, { ...(copy && { copies: copy }), ...(target && { target }) }, now),
    );
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return plan;
}
