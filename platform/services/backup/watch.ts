/** How backups are watched: by what Velero tells of its schedules. Pure. */
import type { Alert, Metrics } from "../../foundation/watch";

const [day, hour] = [24 * 3600, 3600];

/** Where Velero tells its numbers. */
export const backupMetrics: Omit<Metrics, "namespace"> = {
  job: "velero",
  pods: { "app.kubernetes.io/name": "velero" },
  port: 8085,
};

/**
 * @param schedule Cron line by which backups are made. One is missing when none has succeeded for the longest time between two of them, and
 * two hours that it may take.
 */
export function backupAlerts(schedule: string): Alert[] {
  const allowed = longestPause(schedule) + 2 * hour;
  const action =
    "velero backup get, describe and logs say what failed; the last good backup is the newest to restore from.";
  return [
    {
      name: "BackupMissing",
      expr: `time() - velero_backup_last_successful_timestamp{schedule!=""} > ${allowed}`,
      for: "10m",
      severity: "critical",
      summary: "The schedule {{ $labels.schedule }} has made no backup for {{ $value | humanizeDuration }}.",
      action,
    },
    {
      name: "BackupNeverMade",
      expr: 'absent(velero_backup_last_successful_timestamp{schedule!=""})',
      for: `${allowed / hour}h`,
      severity: "critical",
      summary: "No schedule has made a backup yet, or Velero tells nothing.",
      action,
    },
  ];
}

/** Seconds, at the most, between two times that a cron line names. Every pause of less than a day counts as a day. */
export function longestPause(schedule: string): number {
  const [, , dayOfMonth, month, weekday] = schedule.split(" ");
  if (month !== "*") return 366 * day;
  if (dayOfMonth !== "*") return weekday === "*" ? 62 * day : 7 * day;
  return weekday === "*" ? day : 7 * day;
}
