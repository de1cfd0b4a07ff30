/** Cases of the alerts of the file server as pods. Data only. */
import type { Case } from "./case";

const ready = 'kube_statefulset_status_replicas_ready{namespace="file-server",statefulset="homes"}';
const volume = (free: string) => ({
  'kubelet_volume_stats_available_bytes{namespace="file-server",persistentvolumeclaim="homes"}': free,
  'kubelet_volume_stats_capacity_bytes{namespace="file-server",persistentvolumeclaim="homes"}': "1000x60",
});

export const fileServerCases: readonly Case[] = [
  {
    alert: "FileServerDown",
    title: "its volume hangs at a node that is gone",
    series: { [ready]: "1x5 0x30" },
    at: "12m",
    told: [
      {
        labels: { namespace: "file-server", statefulset: "homes" },
        summary: "The server of the export homes has not answered for five minutes.",
      },
    ],
  },
  {
    alert: "FileServerDown",
    title: "it moves to another node in three minutes",
    series: { [ready]: "1x5 0x3 1x30" },
    at: "12m",
    told: [],
  },
  {
    alert: "FileServerFull",
    title: "a hundredth is free",
    series: volume("10x60"),
    at: "10m",
    told: [
      {
        labels: { namespace: "file-server", persistentvolumeclaim: "homes" },
        summary: "The export homes is full: nobody can write to it, and servers of users do not start.",
      },
    ],
  },
  {
    alert: "FileServerFull",
    title: "a twentieth is free, of which VolumeNearlyFull tells",
    series: volume("50x60"),
    at: "10m",
    told: [],
  },
];
