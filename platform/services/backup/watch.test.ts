import { backupAlerts, longestPause } from "./watch";

test.each([
  ["0 1 * * *", 1],
  ["*/5 * * * *", 5 / 1440],
  ["*/5 1 * * *", 1 - 55 / 1440],
  ["0 1 * * 0", 7],
  // Either day will do, as cron has it.
  ["0 1 1 * 0", 7],
  // A day that not every month has.
  ["0 1 31 * *", 61],
  ["0 1 1 1 *", 366],
])("%s: at most %d days between two", (schedule, days) => expect(longestPause(schedule)).toBe(days * 86400));

test("a backup is missing six hours after it was due", () => {
  expect(
    backupAlerts("0 1 * * *", ["velero-near", "velero-far"]).map(({ name, expr, for: held }) => [name, expr, held]),
  ).toEqual([
    ["BackupMissing", 'time() - velero_backup_last_successful_timestamp{schedule!=""} > 108000', "10m"],
    [
      "BackupNeverMade",
      'absent(velero_backup_last_successful_timestamp{schedule="velero-near"}) or absent(velero_backup_last_successful_timestamp{schedule="velero-far"})',
      "30h",
    ],
  ]);
});

test.each([
  ["*/30 * * * *", "390m"],
  ["15,45 1 * * *", "1770m"],
  ["0 1 * * 0", "174h"],
])("%s: times are whole numbers, as Prometheus wants them", (schedule, held) => {
  expect(backupAlerts(schedule, ["near"])[1]?.for).toBe(held);
});
