/** Cases of the alerts of the copies that restic makes. Data only. */
import type { Case } from "./case";

const copied = 'kube_cronjob_status_last_successful_time{namespace="restic",cronjob="files-homes-near"}';

export const copiesCases: readonly Case[] = [
  {
    alert: "CopyMissing",
    title: "28 hours and ten minutes after the last",
    series: { [copied]: "0x1800" },
    at: "1692m",
    told: [
      {
        labels: { cronjob: "files-homes-near" },
        summary: "files-homes-near has made no copy for 1d 4h 12m 0s.",
      },
    ],
  },
  { alert: "CopyMissing", title: "28 hours after it", series: { [copied]: "0x1800" }, at: "1680m", told: [] },
  {
    alert: "CopyNeverMade",
    title: "nothing for 28 hours",
    series: { 'kube_cronjob_info{namespace="restic",cronjob="files-homes-near"}': "1x1800" },
    at: "1681m",
    told: [{ labels: { cronjob: "files-homes-near" }, summary: "files-homes-near has never made a copy." }],
  },
  {
    alert: "CopyNeverMade",
    title: "the first night",
    series: {
      'kube_cronjob_info{namespace="restic",cronjob="files-homes-near"}': "1x1800",
      [copied]: "_x600 36000x1200",
    },
    at: "1681m",
    told: [],
  },
];
