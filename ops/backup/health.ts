/** Whether there is a backup where there should be one. Pure. */
import { previousRuns } from "../../config/checks/cron";
import type { Backup, Inventory, Location, Schedule } from "./velero";

/** Hours that a backup may take, from its moment, before it is missed. */
export const grace = 6;

export interface TargetProblem {
  target: string;
  text: string;
}

/**
 * What is wrong at each target, sorted by target. A backup that somebody made by hand counts like the schedule's own.
 *
 * The newest complete one must have been started at the schedule's last moment, or after it; a moment less than `grace` hours ago does not
 * count yet.
 */
export function targetProblems({ backups, schedules, locations }: Inventory, now: Date): TargetProblem[] {
  const targets = [...new Set([...locations.map(({ metadata }) => metadata.name), ...schedules.map(targetOf)])].sort();
  if (targets.length === 0) return [{ target: "", text: "there are no targets" }];
  return targets.flatMap((target): TargetProblem[] => {
    const texts = [
      ...locationProblem(locations.find(({ metadata }) => metadata.name === target)),
      ...scheduleProblem(
        schedules.filter((one) => targetOf(one) === target),
        backups.filter(({ spec }) => spec.storageLocation === target),
        now,
      ),
    ];
    return texts.map((text) => ({ target, text }));
  });
}

export const targetOf = ({ spec }: Schedule): string => spec.template.storageLocation;

/** Missing: nobody has looked at it yet. */
export function locationProblem(location: Location | undefined): string[] {
  if (location === undefined) return ["is no target that Velero knows"];
  const { phase, message } = location.status;
  if (phase === "Available") return [];
  return [
    phase === undefined ? "Velero has not reached it yet" : `is ${phase}${message === undefined ? "" : `: ${message}`}`,
  ];
}

function scheduleProblem(schedules: readonly Schedule[], backups: readonly Backup[], now: Date): string[] {
  if (schedules.length === 0) return ["has no schedule, so nothing is backed up there by itself"];
  const newest = newestComplete(backups);
  return schedules.flatMap(({ metadata, spec }) => {
    if (spec.paused) return [`${metadata.name} is paused`];
    const [due] = previousRuns(spec.schedule, 1, new Date(now.getTime() - grace * 3_600_000));
    // Before the schedule was there nothing was due.
    if (due === undefined || due < metadata.creationTimestamp) return [];
    if (newest !== undefined && newest >= due) return [];
    const last =
      newest === undefined ? "there is no complete one" : `the newest complete one is of ${newest.toISOString()}`;
    return [`the backup of ${due.toISOString()} (${metadata.name}, "${spec.schedule}") is missing: ${last}`];
  });
}

/** When it was started. */
function newestComplete(backups: readonly Backup[]): Date | undefined {
  const starts = backups.flatMap(({ status: { phase, startTimestamp } }) =>
    phase === "Completed" && startTimestamp !== undefined ? [startTimestamp.getTime()] : [],
  );
  return starts.length === 0 ? undefined : new Date(Math.max(...starts));
}
