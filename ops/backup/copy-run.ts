/** Copies now, as their CronJobs would make them. */
import type { Kubectl } from "../destroy/cluster-access";
import { UserError } from "../errors";
import { endOf, namespace, type Copy } from "./copies";
import { jobLine, lastWords, type JobState } from "./jobs";
import { unknown } from "./words";

/** Which copies are meant; what is missing leaves nothing out. */
export interface Choice {
  /** Like "files-homes". */
  copies?: readonly string[];
  target?: string;
}

/**
 * A Job for each copy that is meant, as `kubectl create job --from` makes it: what it makes counts as its CronJob's.
 *
 * @throws UserError that names everything that is in the way.
 */
export function plannedCopies(all: readonly Copy[], choice: Choice, now: Date) {
  const [names, targets] = [all.map(({ copy }) => copy), all.map(({ target }) => target)];
  const problems = [
    ...(choice.copies ?? []).flatMap((name) => unknown("--copy", name, names, "copy")),
    ...(choice.target === undefined ? [] : unknown("--target", choice.target, targets, "target")),
  ];
  const meant = all.filter(
    ({ copy, target }) =>
      (choice.copies === undefined || choice.copies.includes(copy)) &&
      (choice.target === undefined || choice.target === target),
  );
  // Two that clear up in one repository are in each other's way.
  for (const { copy, target, jobs } of meant)
    for (const job of jobs)
      if (endOf(job) === undefined)
        problems.push(`${copy} to ${target} is being made already (job ${job.metadata.name}): wait for it`);
  if (problems.length > 0) throw new UserError(["Nothing was begun:", ...problems].join("\n  "));
  return meant.map((one) => ({ copy: one.copy, target: one.target, job: jobOf(one, now) }));
}

function jobOf({ cronJob, uid, spec }: Copy, now: Date) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: named(cronJob, now),
      namespace,
      annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: cronJob, uid, controller: true }],
    },
    spec,
  };
}

/** Short, because names of jobs have at most 63 characters. */
export function named(beginning: string, now: Date): string {
  const end = Math.floor(now.getTime() / 1000).toString(36);
  return `${beginning.slice(0, 62 - end.length).replace(/-+$/, "")}-${end}`;
}

export type PlannedCopy = ReturnType<typeof plannedCopies>[number];

export async function beginCopies(kubectl: Kubectl, planned: readonly PlannedCopy[]): Promise<void> {
  for (const { job } of planned) await kubectl.apply(job);
}

export interface RunRow {
  copy: string;
  target: string;
  job: string;
  /** "Pending", "Running", "Complete" or "Failed". */
  phase: string;
  /** Of one that failed: the cluster's word for why, and what its pod said last. */
  reason?: string;
  log?: string[];
}

export function runRow({ copy, target }: PlannedCopy, job: JobState): RunRow {
  const failed = job.phase === "Failed";
  return {
    ...{ copy, target, job: job.name, phase: job.phase },
    ...(failed ? { reason: job.reason, log: lastWords(job) } : {}),
  };
}

export function runText(job: JobState): string {
  return [jobLine(job), ...(job.phase === "Failed" ? lastWords(job) : [])].join("\n  ");
}
