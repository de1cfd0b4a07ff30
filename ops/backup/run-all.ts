/** Begins what `backup run` has planned, and waits for it where it is asked to. */
import type { Kubectl } from "../destroy/cluster-access";
import { beginCopies, runRow, runText, type PlannedCopy } from "./copy-run";
import { readJob, untilDone, type JobState } from "./jobs";
import { rows } from "./list-report";
import { progressLine, untilEnded, type Waiting } from "./progress";
import { beginBackups } from "./run";
import type { RunPlan } from "./run-plan";
import { readBackup, type Backup } from "./velero";

export interface Begun {
  backups: Backup[];
  copies: { planned: PlannedCopy; job: JobState }[];
}

/** @param waiting Missing: nobody waits. */
export async function beginRun(kubectl: Kubectl, plan: RunPlan, waiting: Waiting | undefined): Promise<Begun> {
  const names = await beginBackups(kubectl, plan.backups);
  await beginCopies(kubectl, plan.copies);
  const [backups, copies] = await Promise.all([
    Promise.all(
      names.map((name) => {
        const read = () => readBackup(kubectl, name);
        return waiting ? untilEnded({ ...waiting, read }) : read();
      }),
    ),
    Promise.all(
      plan.copies.map(async (planned) => {
        const { name } = planned.job.metadata;
        return { planned, job: await (waiting ? untilDone(kubectl, name, waiting) : readJob(kubectl, name)) };
      }),
    ),
  ]);
  return { backups, copies };
}

export function runJson({ backups, copies }: Begun): string {
  return JSON.stringify(
    { backups: rows(backups), copies: copies.map(({ planned, job }) => runRow(planned, job)) },
    null,
    2,
  );
}

export function runLines({ backups, copies }: Begun): string[] {
  return [...backups.map(progressLine), ...copies.map(({ job }) => runText(job))];
}

export function runWell({ backups, copies }: Begun): boolean {
  return (
    backups.every(({ status }) => status.phase === "Completed") && copies.every(({ job }) => job.phase === "Complete")
  );
}
