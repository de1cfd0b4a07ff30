/** Velero's objects in the cluster, as far as the commands need them. */
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { errorText } from "../error-text";
import { UserError } from "../errors";
import { isNoSuchKind } from "../phalanx/cluster";

/** Namespace of Velero and all of its objects. */
export const namespace = "velero";
export const apiVersion = "velero.io/v1";
/** Label by which Velero knows the schedule of a backup. */
export const scheduleLabel = "velero.io/schedule-name";

const time = z.iso.datetime().transform((text) => new Date(text));
const count = z.number().default(0);

const backupSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({
    storageLocation: z.string().default(""),
    includedNamespaces: z.array(z.string()).default([]),
  }),
  status: z
    .object({
      phase: z.string().default("New"),
      startTimestamp: time.optional(),
      completionTimestamp: time.optional(),
      expiration: time.optional(),
      errors: count,
      warnings: count,
      validationErrors: z.array(z.string()).default([]),
      failureReason: z.string().optional(),
      progress: z.object({ totalItems: count, itemsBackedUp: count }).optional(),
      backupItemOperationsAttempted: count,
      backupItemOperationsCompleted: count,
    })
    .prefault({}),
});
export type Backup = z.infer<typeof backupSchema>;

const scheduleSchema = z.object({
  metadata: z.object({ name: z.string(), creationTimestamp: time }),
  spec: z.object({
    schedule: z.string(),
    paused: z.boolean().default(false),
    template: z.looseObject({ storageLocation: z.string().default("") }),
  }),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const locationSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ phase: z.string().optional(), message: z.string().optional() }).prefault({}),
});
export type Location = z.infer<typeof locationSchema>;

const restoreSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z
    .object({
      phase: z.string().default("New"),
      errors: count,
      warnings: count,
      validationErrors: z.array(z.string()).default([]),
      failureReason: z.string().optional(),
      progress: z.object({ totalItems: count, itemsRestored: count }).optional(),
      restoreItemOperationsAttempted: count,
      restoreItemOperationsCompleted: count,
    })
    .prefault({}),
});
export type Restore = z.infer<typeof restoreSchema>;

/** What Velero has. */
export interface Inventory {
  backups: Backup[];
  schedules: Schedule[];
  /** The targets. */
  locations: Location[];
}

/** @throws UserError when there is no Velero, or the cluster does not answer. */
export async function inventory(kubectl: Kubectl): Promise<Inventory> {
  const [backups, schedules, locations] = await Promise.all([
    list(kubectl, "backups", backupSchema),
    list(kubectl, "schedules", scheduleSchema),
    list(kubectl, "backupstoragelocations", locationSchema),
  ]);
  return { backups, schedules, locations };
}

export const readBackup = (kubectl: Kubectl, name: string): Promise<Backup> =>
  one(kubectl, `backups.velero.io/${name}`, backupSchema);
export const readRestore = (kubectl: Kubectl, name: string): Promise<Restore> =>
  one(kubectl, `restores.velero.io/${name}`, restoreSchema);

async function list<T>(kubectl: Kubectl, kind: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await get(kubectl, `${kind}.velero.io`);
  return z.object({ items: z.array(schema) }).parse(JSON.parse(text)).items;
}

async function one<T>(kubectl: Kubectl, name: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await get(kubectl, name)));
}

async function get(kubectl: Kubectl, what: string): Promise<string> {
  try {
    return await kubectl.run("get", what, "--namespace", namespace, "--output", "json");
  } catch (error) {
    const words = errorText(error);
    if (isNoSuchKind(words))
      throw new UserError(
        "Velero is not in the cluster: with services.backup in the stack file `pulumi up` installs it.",
      );
    throw new UserError(`The cluster does not answer: ${words}`);
  }
}

/** Phases in which nothing changes any more. */
const ended = ["Completed", "PartiallyFailed", "Failed", "FailedValidation"];

export function hasEnded({ status }: Backup | Restore): boolean {
  return ended.includes(status.phase);
}

/** "20261128093000", UTC: the end of the names of what is made now, as Velero's own. */
export function stamp(now: Date): string {
  return now.toISOString().replace(/[-:T]/g, "").slice(0, 14);
}

/** "2026-11-28T01:00:00Z". */
export function timeText(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
