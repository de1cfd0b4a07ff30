/** What becomes of a backup or a restore, until it has ended. */
import { UserError } from "../errors";
import { hasEnded, type Backup, type Restore } from "./velero";

export interface Waiting<T extends Backup | Restore> {
  read: () => Promise<T>;
  /** Milliseconds until nobody waits any longer. */
  limit: number;
  /** Milliseconds between two looks. */
  interval: number;
  /** Gets a line whenever something has changed. */
  progress: (line: string) => void;
}

/**
 * @returns the object when it has ended, well or not
 * @throws UserError when the time is over; Velero goes on.
 */
export async function untilEnded<T extends Backup | Restore>({ read, limit, interval, progress }: Waiting<T>) {
  const deadline = Date.now() + limit;
  let said = "";
  for (;;) {
    const found = await read();
    const line = progressLine(found);
    if (line !== said) progress(line);
    said = line;
    if (hasEnded(found)) return found;
    if (Date.now() >= deadline)
      throw new UserError(
        `${found.metadata.name} is still ${found.status.phase}; it goes on without anybody who waits.`,
      );
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
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
