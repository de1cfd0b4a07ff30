/** The file server that the hardware layer made as a machine of its own: how its numbers are read, and what somebody must be told of. Pure. */
import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../foundation/values";
import { nodePort, type Alert, type Dashboard, type Watch } from "../../foundation/watch";

/** Not the job of the nodes: what is told of them (ours, and the chart's) does not hold for it. */
const job = "file-server";
const of = `job="${job}"`;

/** The alert of which the chart's TargetDown says less. */
export const machineDown = "FileServerMachineDown";

/** What Prometheus asks of its node exporter. */
export function machineScrape(address: pulumi.Input<string>): Values {
  return { job_name: job, static_configs: [{ targets: [pulumi.interpolate`${address}:${nodePort}`] }] };
}

/** Its own disk and the exports; what it has for starting is as full as the image made it. */
const disks = `${of},mountpoint=~"/|/srv/.+"`;

const freeRoom = `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}`;
const freeInodes = `node_filesystem_files_free{${disks}} / node_filesystem_files{${disks}}`;

/** File systems of which less than this part is free, of room or of inodes. One alert for each, whichever it is. */
function fuller(least: number): string {
  return `(${freeRoom} < ${least} or ${freeInodes} < ${least}) and node_filesystem_readonly{${disks}} == 0`;
}

const alerts: readonly Alert[] = [
  {
    name: machineDown,
    expr: `up{${of}} == 0`,
    // It restarts in less.
    for: "5m",
    severity: "critical",
    summary: "The file server {{ $labels.instance }} has told no numbers for five minutes.",
    action:
      "Is it down, whoever uses its files waits, and goes on when it is back: look at the machine and its console in the cloud. Do mounts work, only its " +
      "node exporter does not: systemctl status prometheus-node-exporter there, and whether port 9100 is open to the nodes (on GKE to the pods).",
  },
  {
    name: "FileServerMachineNotServing",
    // Neither when the unit has failed, nor when it was stopped or is not told of at all.
    expr: `up{${of}} == 1 unless on (instance) node_systemd_unit_state{${of},name="nfs-server.service",state="active"} == 1`,
    for: "5m",
    severity: "critical",
    summary: "The NFS server of the file server {{ $labels.instance }} is not running: nobody gets at its files.",
    action:
      "On the machine: systemctl status nfs-server, journalctl -u nfs-server -u sync-exports; it starts after the mounts. Does it run, the node exporter " +
      "tells nothing of units: its settings are those of a new machine (docs/file-server.md).",
  },
  {
    name: "FileServerUnitFails",
    // Each try is another state for a moment, one a minute of sync-exports; a single failure in between is not worth a message.
    expr: `avg_over_time(node_systemd_unit_state{${of},name=~"(sync-exports|take-snapshots).service",state="failed"}[5m]) > 0.5`,
    for: "10m",
    severity: "warning",
    summary: "{{ $labels.name }} fails on the file server {{ $labels.instance }}.",
    action:
      "journalctl -u with that name says why, on the machine. sync-exports: changes to exports, sizes and bounds are not made. take-snapshots: an export " +
      "has no snapshot of today, most often because its file system is more than 85 % full.",
  },
  {
    name: "FileServerDiskNearlyFull",
    // Earlier than snapshots end (take_snapshots.py).
    expr: fuller(0.2),
    for: "15m",
    severity: "warning",
    summary:
      "The file system {{ $labels.mountpoint }} of the file server has less than a fifth free, of its room or of its inodes.",
    action:
      "Raise the size of its volume in the stack file and apply: it grows while it is used, inodes too. Or find whose files fill it. More than 85 % " +
      "full it gets no snapshots. Of the machine's own disk (/): see what fills it.",
  },
  {
    name: "FileServerDiskFull",
    expr: fuller(0.03),
    for: "5m",
    severity: "critical",
    summary:
      "The file system {{ $labels.mountpoint }} of the file server is full, or has no inodes: nobody can write to it, and servers of users do not start.",
    action:
      "Raise the size of its volume in the stack file and apply: it grows while it is used. Snapshots that nobody needs may go: rm -r " +
      ".snapshots/DATE in it, on the machine, the oldest first.",
  },
];

const perSecond = (way: "read" | "written") =>
  `label_replace(rate(node_nfsd_disk_bytes_${way}_total{${of}}[5m]), "way", "${way}", "", "")`;

const dashboard: Dashboard = {
  name: "file-server-machine",
  title: "File server (machine)",
  panels: [
    {
      title: "File systems, part that is used",
      expr: `1 - ${freeRoom}`,
      legend: "{{mountpoint}}",
      unit: "percentunit",
    },
    {
      title: "Inodes, part that is used",
      expr: `1 - ${freeInodes}`,
      legend: "{{mountpoint}}",
      unit: "percentunit",
    },
    {
      title: "Bytes that NFS reads and writes, in a second",
      expr: `${perSecond("read")} or ${perSecond("written")}`,
      legend: "{{way}}",
      unit: "bytes",
    },
    {
      title: "Cores in use",
      expr: `sum by (mode) (rate(node_cpu_seconds_total{${of},mode!="idle"}[5m]))`,
      legend: "{{mode}}",
      unit: "short",
    },
    {
      title: "Memory that is available",
      expr: `node_memory_MemAvailable_bytes{${of}}`,
      legend: "{{instance}}",
      unit: "bytes",
    },
    {
      title: "Units that have failed",
      expr: `node_systemd_unit_state{${of},state="failed"}`,
      legend: "{{name}}",
      unit: "short",
    },
  ],
};

export const machineWatch: Watch = { alerts, dashboards: [dashboard], metrics: [] };
