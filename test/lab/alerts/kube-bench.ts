/** Cases of the alerts of kube-bench; the example accepts that check 4.2.6 fails. Data only. */
import type { Case } from "./case";

const node = (instance: string) => `instance="${instance}",pool="workers"`;
const failed = (check: string, instance = "10.0.0.5:9100") =>
  `kube_bench_check_failed{check="${check}",${node(instance)}}`;
const ran = (instance = "10.0.0.5:9100") => `kube_bench_last_run_timestamp_seconds{${node(instance)}}`;

export const kubeBenchCases: readonly Case[] = [
  {
    alert: "NodeCheckFails",
    title: "a check that nobody has accepted",
    series: { [failed("4.1.9")]: "1x80", [failed("4.2.6")]: "1x80", [ran()]: "0x80" },
    at: "61m",
    told: [
      {
        labels: { pool: "workers", check: "4.1.9" },
        summary: "Nodes of the pool workers fail the check 4.1.9 of the CIS benchmark.",
      },
    ],
  },
  {
    alert: "NodeCheckFails",
    title: "only what is accepted",
    series: { [failed("4.2.6")]: "1x80", [ran()]: "0x80" },
    at: "61m",
    told: [],
  },
  {
    alert: "NodeCheckFails",
    title: "a node that has not been looked at for more than two weeks",
    series: { [failed("4.1.9")]: "1x20400", [ran()]: "0x20400" },
    at: "20300m",
    told: [],
  },
  {
    alert: "NodeCheckMissing",
    title: "no run at all for a week and two hours",
    series: { 'up{job="node-exporter"}': "1x10300" },
    at: "10201m",
    told: [{ labels: {}, summary: "Nodes have not been checked by kube-bench for two of its turns." }],
  },
  {
    alert: "NodeCheckMissing",
    title: "the last run was yesterday",
    series: { [ran()]: "0x1440" },
    at: "1440m",
    told: [],
  },
];
