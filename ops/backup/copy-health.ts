/** Whether restic's copies are as new as they should be: by the same measure as the alert CopyMissing. Pure. */
import { nextRun } from "../../config/checks/cron";
import { copyAllowance } from "../../platform/services/backup/watch";
import { endOf, type Copy } from "./copies";
import type { TargetProblem } from "./health";
import { timeText } from "./velero";

/**
 * - failed: the last job failed, and none has succeeded since
 * - late: the last good one is older than the schedule's longest pause and four hours
 * - never: there is none; that is a problem only after that time
 */
export type State = "ok" | "late" | "failed" | "never" | "suspended";

export interface CopyRow {
  /** Like "files-homes". */
  copy: string;
  target: string;
  schedule: string;
  state: State;
  /** When the last good one was ready, RFC 3339, UTC. Missing: there was none. */
  last?: string;
  /** When the next one begins. Missing: none does. */
  next?: string;
}

export function copyRow(copy: Copy, now: Date): CopyRow {
  const { target, schedule, lastSuccess, suspended } = copy;
  const next = suspended ? undefined : nextRun(schedule, now);
  return {
    ...{ copy: copy.copy, target, schedule, state: stateOf(copy, now) },
    ...(lastSuccess && { last: timeText(lastSuccess) }),
    ...(next && { next: timeText(next) }),
  };
}

function stateOf(copy: Copy, now: Date): State {
  if (copy.suspended) return "suspended";
  if (failure(copy) !== undefined) return "failed";
  if (copy.lastSuccess === undefined) return "never";
  return overdue(copy, copy.lastSuccess, now) ? "late" : "ok";
}

/** Name of the newest job, when it failed. */
function failure({ jobs, lastSuccess }: Copy): string | undefined {
  const failed = jobs.flatMap((job) => {
    const end = endOf(job);
    return end?.phase === "Failed" ? [{ name: job.metadata.name, at: end.at?.getTime() ?? 0 }] : [];
  });
  return failed.sort((a, b) => b.at - a.at).find(({ at }) => at > (lastSuccess?.getTime() ?? -1))?.name;
}

function overdue({ schedule }: Copy, since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() > copyAllowance(schedule) * 1000;
}

/** In the order of the copies. */
export function copyProblems(copies: readonly Copy[], now: Date): TargetProblem[] {
  return copies.flatMap((one): TargetProblem[] => {
    const text = problem(one, now);
    return text === undefined ? [] : [{ target: one.target, text: `${one.copy}: ${text}` }];
  });
}

function problem(copy: Copy, now: Date): string | undefined {
  const { lastSuccess } = copy;
  const last = lastSuccess === undefined ? "there is none" : `the last good one is of ${timeText(lastSuccess)}`;
  switch (stateOf(copy, now)) {
    case "suspended":
      return `no copies are made, its CronJob is suspended: ${last}`;
    case "failed":
      return `the last copy failed (job ${failure(copy)}): ${last}`;
    case "late":
      return `the copy is late: ${last}`;
    case "never":
      return overdue(copy, copy.created, now)
        ? `no copy was ever made since ${timeText(copy.created)} ("${copy.schedule}")`
        : undefined;
    case "ok":
      return undefined;
  }
}
