/** What is backed up, where to, how often, and for how long: of what was made, and of what the site asks for. Pure. */
import { valueAt } from "../../config/problems-tree";
import type { Config } from "../../config/schema";
import { kindOf, objectName } from "./cluster";
import type { BackupRow } from "./model";
import { numberAt, textAt, type State, type StateResource } from "./state";

export function backupsOf(state: State, config: Config): BackupRow[] {
  const made = state.resources.flatMap((one) => readers[one.type]?.(one) ?? inCluster(one));
  const asked = config.services.backup;
  const targets = Object.entries(asked?.targets ?? {}).map(
    ([name, target]): BackupRow => ({
      what: `namespaces and volumes, to ${name}`,
      how:
        target.kind === "bucket"
          ? `bucket ${target.bucket} of this site`
          : `bucket ${target.bucket} at ${target.endpoint}`,
      when: asked?.schedule ?? "",
      keeps: `${asked?.retainDays ?? 0} days`,
    }),
  );
  return [...targets, ...made];
}

/** What a cloud keeps by itself. */
const readers: Readonly<Record<string, (resource: StateResource) => BackupRow[]>> = {
  "gcp:gkebackup/backupPlan:BackupPlan": ({ inputs, name }) => [
    {
      what: "all namespaces, volumes and secrets of the cluster",
      how: `Backup for GKE, plan ${textAt(inputs, "name") ?? name}`,
      when: textAt(inputs, "backupSchedule", "cronSchedule") ?? "by hand",
      keeps: `${textAt(inputs, "retentionPolicy", "backupRetainDays") ?? "?"} days`,
    },
  ],
  "gcp:netapp/backupPolicy:BackupPolicy": ({ inputs, name }) => [
    {
      what: "shared files",
      how: `NetApp backup policy ${textAt(inputs, "name") ?? name}`,
      when: "daily",
      keeps: `${numberAt(inputs, "dailyBackupLimit") ?? 0} daily, ${numberAt(inputs, "weeklyBackupLimit") ?? 0} weekly, ${numberAt(inputs, "monthlyBackupLimit") ?? 0} monthly`,
    },
  ],
  "gcp:sql/databaseInstance:DatabaseInstance": ({ inputs, name }) => {
    const backup = valueAt(inputs, ["settings", "backupConfiguration"]);
    if (valueAt(backup, ["enabled"]) !== true) return [];
    const recovery = valueAt(backup, ["pointInTimeRecoveryEnabled"]) === true;
    return [
      {
        what: `databases of ${textAt(inputs, "name") ?? name}`,
        how: recovery ? "Cloud SQL, back to any moment of the last days" : "Cloud SQL",
        when: `daily at ${textAt(backup, "startTime") ?? "?"} UTC`,
        keeps: `${textAt(backup, "backupRetentionSettings", "retainedBackups") ?? "?"} backups`,
      },
    ];
  },
  "gcp:storage/bucket:Bucket": ({ inputs, name }) =>
    valueAt(inputs, ["versioning", "enabled"]) === true
      ? [
          {
            what: `objects of bucket ${textAt(inputs, "name") ?? name}`,
            how: "versions of objects",
            when: "at each change",
            keeps: "as its lifecycle says",
          },
        ]
      : [],
};

/** Schedules in the cluster: Velero's, and jobs whose name says that they back up. */
function inCluster(resource: StateResource): BackupRow[] {
  const { inputs, type } = resource;
  const kind = kindOf(type);
  const name = [textAt(inputs, "metadata", "namespace"), objectName(resource)].filter(Boolean).join("/");
  if (kind === "Schedule" && type.startsWith("kubernetes:velero.io/"))
    return [
      {
        what: "namespaces and volumes",
        how: `Velero schedule ${name}`,
        when: textAt(inputs, "spec", "schedule") ?? "",
        keeps: textAt(inputs, "spec", "template", "ttl") ?? "Velero's usual 30 days",
      },
    ];
  if (kind === "CronJob" && /backup|dump|restic/.test(name))
    return [
      {
        what: name,
        how: "job in the cluster",
        when: textAt(inputs, "spec", "schedule") ?? "",
        keeps: "as the job says",
      },
    ];
  return [];
}
