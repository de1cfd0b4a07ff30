/** What becomes of a bucket's objects with time, as S3 has it. Pure. */
import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { OpenstackConfig } from "../../config/schema";

export type Lifecycle = OpenstackConfig["objectStore"]["lifecycle"][string];

/** Begin of the names of our rules; those of others in a bucket are theirs. */
const ours = "science-platform-";

/** Days after which pieces of uploads that were never finished go: they cost as much as objects, and nobody sees them. */
const unfinished = 7;

const all = { Status: "Enabled", Filter: { Prefix: "" } } as const;

/** The rules that the stack file asks for; none for a bucket that it says nothing of. */
export function wantedRules(lifecycle: Lifecycle | undefined): LifecycleRule[] {
  if (lifecycle === undefined) return [];
  const { deleteAfter, oldVersions } = lifecycle;
  return [
    ...(deleteAfter === undefined ? [] : [{ ID: `${ours}delete`, ...all, Expiration: { Days: deleteAfter } }]),
    ...(oldVersions === undefined
      ? []
      : [{ ID: `${ours}versions`, ...all, NoncurrentVersionExpiration: { NoncurrentDays: oldVersions } }]),
    { ID: `${ours}uploads`, ...all, AbortIncompleteMultipartUpload: { DaysAfterInitiation: unfinished } },
  ];
}

/** All rules that a bucket should have: those of others as they are, then ours. @returns undefined when it has them already. */
export function changedRules(
  found: readonly LifecycleRule[],
  wanted: readonly LifecycleRule[],
): LifecycleRule[] | undefined {
  const isOurs = ({ ID = "" }: LifecycleRule): boolean => ID.startsWith(ours);
  const now = found.filter(isOurs).map(told).sort();
  if (JSON.stringify(now) === JSON.stringify(wanted.map(told).sort())) return undefined;
  return [...found.filter((rule) => !isOurs(rule)), ...wanted];
}

/** What a rule does, however its service orders and fills what it says. */
function told(rule: LifecycleRule): string {
  const { ID, Status, Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule;
  const days = [
    Expiration?.Days,
    NoncurrentVersionExpiration?.NoncurrentDays,
    AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  ];
  return JSON.stringify([ID, Status, ...days.map((number) => number ?? null)]);
}
