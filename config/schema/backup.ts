/** Backups: of volumes, of files, of databases. */
import { z } from "zod";
import { cron, gib, httpsUrl, name } from "./values";

/** As the commands and the jobs in the cluster have it. */
const copyName = z
  .string()
  .regex(/^(files|database)-[a-z][a-z0-9-]{0,39}$/, "files-<export> or database-<name>, as `backup list` names copies");

const target = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("bucket").describe("A bucket of objectStore."),
    bucket: name.describe("Its purpose."),
  }),
  z.strictObject({
    kind: z
      .literal("s3")
      .describe(
        "Another S3, elsewhere; its keys are the stack secrets backup-<name>-access-key and backup-<name>-secret-key.",
      ),
    endpoint: httpsUrl.describe("Address."),
    bucket: z.string().min(3).describe("Name of the bucket, which must exist."),
    region: z.string().min(1).default("us-east-1").describe("Region, as S3 clients sign it."),
  }),
]);

export const backup = z
  .strictObject({
    schedule: cron.default("0 1 * * *").describe("Cron line, UTC."),
    retainDays: z.int().min(1).default(30).describe("Days to keep a backup."),
    targets: z.record(name, target).describe("Where backups go: name to place. Two, one of them elsewhere, is right."),
    files: z
      .boolean()
      .default(false)
      .describe(
        "Also the files of every export of storage.fileServer, by restic. An export that is written to needs rootAccess, as not all in it is everybody's to read.",
      ),
    databases: z
      .boolean()
      .default(false)
      .describe(
        "Also dumps of the databases whose passwords the platform knows: of Phalanx's applications and Keycloak at an external server, Cloud SQL's, " +
          "Keycloak's in the cluster, and TAP's own (TAP_SCHEMA and jobs).",
      ),
    without: z
      .record(copyName, z.string().min(1))
      .default({})
      .describe(
        "What needs no copy, with the reason: files-<export> or database-<name>, as `backup list` names them. In production every export and every database is copied or stands here.",
      ),
    dumpStorage: gib
      .default(20)
      .describe(
        "GiB of a node's disk that one dump may take on its way: more than the largest database pg_dump writes it.",
      ),
  })
  .describe("Velero, with snapshots of volumes.");
