/** Cases of the alerts about backups. Data only. */
import type { Case } from "./case";

const velero = 'velero_backup_last_successful_timestamp{schedule="velero-far",namespace="backup"}';

export const backupCases: readonly Case[] = [
  {
    alert: "BackupMissing",
    title: "30 hours and ten minutes after the last",
    series: { [velero]: "0x1950" },
    at: "1812m",
    told: [
      {
        labels: { schedule: "velero-far", namespace: "backup" },
        summary: "The schedule velero-far has made no backup for 1d 6h 12m 0s.",
      },
    ],
  },
  { alert: "BackupMissing", title: "30 hours after it", series: { [velero]: "0x1950" }, at: "1800m", told: [] },
  {
    alert: "BackupMissing",
    title: "backups by hand are no schedule's",
    series: { 'velero_backup_last_successful_timestamp{schedule=""}': "0x1950" },
    at: "1840m",
    told: [],
  },
  {
    alert: "BackupNeverMade",
    title: "nothing for 30 hours",
    series: { 'up{job="velero"}': "1x1950" },
    at: "1801m",
    told: [
      {
        labels: { schedule: "velero-far" },
        summary: "The schedule velero-far has made no backup yet, or Velero tells nothing.",
      },
      {
        labels: { schedule: "velero-near" },
        summary: "The schedule velero-near has made no backup yet, or Velero tells nothing.",
      },
    ],
  },
  {
    alert: "BackupNeverMade",
    title: "one of two has never succeeded",
    series: { [velero]: "0+60x1950" },
    at: "1801m",
    told: [
      {
        labels: { schedule: "velero-near" },
        summary: "The schedule velero-near has made no backup yet, or Velero tells nothing.",
      },
    ],
  },
  {
    alert: "BackupNeverMade",
    title: "the first night",
    series: { [velero]: "_x600 36000x1400", [velero.replace("far", "near")]: "_x600 36000x1400" },
    at: "1801m",
    told: [],
  },
];
