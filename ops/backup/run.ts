/** Backups now, from the templates of the schedules. */
import type { Kubectl } from "../destroy/cluster-access";
import { UserError } from "../errors";
import { locationProblem, targetOf } from "./health";
import { apiVersion, namespace, scheduleLabel, stamp, type Inventory, type Schedule } from "./velero";
import { hint } from "./words";

/**
 * The Backup object of each target, or of one.
 *
 * @throws UserError that names all targets from which nothing can come.
 */
export function plannedBackups(
  { schedules, locations }: Inventory,
  target: string | undefined,
  now: Date,
): { metadata: { name: string } }[] {
  const targets = schedules.map(targetOf);
  if (schedules.length === 0)
    throw new UserError("Velero has no schedules, whose templates say what to back up: the site has nothing to keep.");
  if (target !== undefined && !targets.includes(target))
    throw new UserError(`--target: no schedule goes to "${target}": ${hint(target, targets)}`);
  const chosen = schedules.filter((one) => target === undefined || targetOf(one) === target);
  const problems = chosen.flatMap((one) =>
    locationProblem(locations.find(({ metadata }) => metadata.name === targetOf(one))).map(
      (text) => `${targetOf(one)}: ${text}`,
    ),
  );
  if (problems.length > 0) throw new UserError(["Nothing was begun:", ...problems].join("\n  "));
  return chosen.map((one) => backupOf(one, now));
}

/** As Velero itself makes it from a schedule. */
function backupOf({ metadata, spec }: Schedule, now: Date) {
  return {
    apiVersion,
    kind: "Backup",
    metadata: {
      name: `${metadata.name}-${stamp(now)}`,
      namespace,
      labels: { [scheduleLabel]: metadata.name },
    },
    spec: spec.template,
  };
}

/** @returns the names of what it began. */
export async function beginBackups(
  kubectl: Kubectl,
  planned: readonly { metadata: { name: string } }[],
): Promise<string[]> {
  const names: string[] = [];
  for (const backup of planned) {
    await kubectl.apply(backup);
    names.push(backup.metadata.name);
  }
  return names;
}
