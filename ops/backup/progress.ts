/** What becomes of what was begun, until it has ended. */
import { UserError } from "../errors";
import { hasEnded, type Backup, type Restore } from "./velero";

export interface Waiting {
  /** Milliseconds until nobody waits any longer. */
  limit: number;
  /** Milliseconds between two looks. */
  interval: number;
  /** Gets a line whenever something has changed. */
  progress: (line: string) => void;
}

export interface Look<T> {
  found: T;
  ended: boolean;
  /** How far it is. */
  line: string;
  /** What to say when nobody waits any longer. */
  left: string;
}

/**
 * @returns what was found when it has ended, well or not
 * @throws UserError when the time is over; what was begun goes on.
 */
export async function untilOver<T>(look: () => Promise<Look<T>>, { limit, interval, progress }: Waiting): Promise<T> {
  const deadline = Date.now() + limit;
  let said = "";
  for (;;) {
    const { found, ended, line, left } = await look();
    if (line !== said) progress(line);
    said = line;
    if (ended) return found;
    if (Date.now() >= deadline) throw new UserError(left);
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/** As {@link untilOver}, of Velero's objects. */
export function untilEnded<T extends Backup | Restore>({ read, ...waiting }: Waiting & { read: () => Promise<T> }) {
  return untilOver<T>(async () => {
    const found = await read();
    const left = `${found.metadata.name} is still ${found.status.phase}; it goes on without anybody who waits.`;
    return { found, ended: hasEnded(found), line: progressLine(found), left };
  }, waiting);
}

/** Like "velero-near-20261128010000: InProgress, 12 of 40 objects, 1 of 3 volumes". */
export function progressLine({ metadata, status }: Backup | Restore): string {
  const { progress } = status;
  const done = progress && ("itemsBackedUp" in progress ? progress.itemsBackedUp : progress.itemsRestored);
  const [volumes, of] =
    "backupItemOperationsAttempted" in status
      ? [status.backupItemOperationsCompleted, status.backupItemOperationsAttempted]
      : [status.restoreItemOperationsCompleted, status.restoreItemOperationsAttempted];
  return [
    `${metadata.name}: ${status.phase}`,
    ...(progress ? [`${done} of ${progress.totalItems} objects`] : []),
    ...(of > 0 ? [`${volumes} of ${of} volumes`] : []),
    ...(status.errors > 0 ? [`errors: ${status.errors}`] : []),
    ...(status.warnings > 0 ? [`warnings: ${status.warnings}`] : []),
    ...status.validationErrors,
    ...(status.failureReason === undefined ? [] : [status.failureReason]),
  ].join(", ");
}
