/** How backups are watched: by what Velero tells of its schedules. Pure. */
import { previousRuns } from "../../../config/checks/cron";
import type { Alert, Dashboard, Metrics, Panel } from "../../foundation/watch";
import { copiesRelease } from "./copy-names";

const hour = 3600;

/** Times of a cron line among which the longest pause is looked for: more than one named day has minutes. Before any day, always the same. */
const looked = 1500;
const before = new Date(Date.UTC(2026, 0, 1));

/** Where Velero tells its numbers. */
export const backupMetrics: Omit<Metrics, "namespace"> = {
  job: "velero",
  pods: { "app.kubernetes.io/name": "velero" },
  port: 8085,
};

/**
 * @param schedule Cron line by which backups are made. One is missing when none has succeeded for the longest time between two of them, and
 * six hours that it may take, as `backup list` has it.
 * @param schedules Their names: Velero tells nothing of one that has never succeeded, so each is looked for.
 */
export function backupAlerts(schedule: string, schedules: readonly string[]): Alert[] {
  const allowed = longestPause(schedule) + 6 * hour;
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
      expr: schedules.map((name) => `absent(velero_backup_last_successful_timestamp{schedule="${name}"})`).join(" or "),
      for: duration(allowed),
      severity: "critical",
      summary: "The schedule {{ $labels.schedule }} has made no backup yet, or Velero tells nothing.",
      action,
    },
  ];
}

/** Seconds after which a copy that did not come again counts as missing. A copy of many files may take longer: four hours. */
export function copyAllowance(schedule: string): number {
  return longestPause(schedule) + 4 * hour;
}

/** @param schedule As for backups; kube-state-metrics tells of each CronJob. */
export function copyAlerts(schedule: string): Alert[] {
  const allowed = copyAllowance(schedule);
  const of = `{namespace="${copiesRelease}"}`;
  const action =
    "science-platform backup list, and the log of the last job in the namespace restic: which files could not be read, or which store or database did not answer.";
  return [
    {
      name: "CopyMissing",
      expr: `time() - max by (cronjob) (kube_cronjob_status_last_successful_time${of}) > ${allowed}`,
      for: "10m",
      severity: "critical",
      summary: "{{ $labels.cronjob }} has made no copy for {{ $value | humanizeDuration }}.",
      action,
    },
    {
      name: "CopyNeverMade",
      expr: `group by (cronjob) (kube_cronjob_info${of}) unless group by (cronjob) (kube_cronjob_status_last_successful_time${of})`,
      for: duration(allowed),
      severity: "critical",
      summary: "{{ $labels.cronjob }} has never made a copy.",
      action,
    },
  ];
}

/** Of backups on a schedule; those by hand are nobody's rule. */
const scheduled = '{schedule!=""}';
const inDay = (metric: string) => `sum by (schedule) (increase(${metric}${scheduled}[1d]))`;

const backupPanels: readonly Panel[] = [
  {
    title: "Time since the last good backup",
    expr: `time() - (velero_backup_last_successful_timestamp${scheduled} > 0)`,
    legend: "{{schedule}}",
    unit: "s",
  },
  {
    title: "Backups that failed, also in part, in a day",
    expr: `${inDay("velero_backup_failure_total")} + ${inDay("velero_backup_partial_failure_total")}`,
    legend: "{{schedule}}",
    unit: "short",
  },
  {
    title: "Time that a backup took",
    expr: `${inDay("velero_backup_duration_seconds_sum")} / ${inDay("velero_backup_duration_seconds_count")}`,
    legend: "{{schedule}}",
    unit: "s",
  },
  {
    title: "Objects in the last backup",
    expr: `velero_backup_items_total${scheduled}`,
    legend: "{{schedule}}",
    unit: "short",
  },
];

const copyPanels: readonly Panel[] = [
  {
    title: "Time since the last good copy of files or dump",
    expr: `time() - max by (cronjob) (kube_cronjob_status_last_successful_time{namespace="${copiesRelease}"})`,
    legend: "{{cronjob}}",
    unit: "s",
  },
  {
    title: "Copies and dumps at work",
    expr: `sum by (cronjob) (kube_cronjob_status_active{namespace="${copiesRelease}"})`,
    legend: "{{cronjob}}",
    unit: "short",
  },
];

/** @param copies Whether files or databases are copied too. */
export function backupDashboards(copies: boolean): readonly Dashboard[] {
  return [{ name: "backup", title: "Backup", panels: [...backupPanels, ...(copies ? copyPanels : [])] }];
}

/** As Prometheus writes it, which takes whole numbers only. @param seconds Whole minutes. */
export function duration(seconds: number): string {
  return seconds % hour === 0 ? `${seconds / hour}h` : `${seconds / 60}m`;
}

/** Of each cron line that was asked for: it takes a second, and depends on nothing else. */
const pauses = new Map<string, number>();

/** Seconds, at the most, between two times that a cron line names, leap years and all. */
export function longestPause(schedule: string): number {
  const known = pauses.get(schedule);
  if (known !== undefined) return known;
  const runs = previousRuns(schedule, looked, before).map((run) => run.getTime() / 1000);
  const longest = runs.slice(1).reduce((longest, run, index) => Math.max(longest, (runs[index] ?? run) - run), 0);
  pauses.set(schedule, longest);
  return longest;
}
