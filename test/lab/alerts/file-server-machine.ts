/** Cases of the alerts of the file server that is a machine of its own. Data only. */
import type { Case } from "./case";

const instance = "10.10.0.5:9100";
const of = `instance="${instance}",job="file-server"`;
const machine = { instance, job: "file-server" };
const up = (values: string) => ({ [`up{${of}}`]: values });

const unit = (name: string, state: string, values: string) => ({
  [`node_systemd_unit_state{${of},name="${name}.service",state="${state}",type="oneshot"}`]: values,
});
const failed = (name: string) => ({ ...machine, name: `${name}.service`, state: "failed", type: "oneshot" });

const labels = { device: "/dev/vdb", fstype: "xfs", ...machine, mountpoint: "/srv/homes" };
const homes = `device="/dev/vdb",fstype="xfs",${of},mountpoint="/srv/homes"`;
const disk = (room: string, inodes: string, series = homes, readOnly = "0x60") => ({
  [`node_filesystem_avail_bytes{${series}}`]: room,
  [`node_filesystem_size_bytes{${series}}`]: "100x60",
  [`node_filesystem_files_free{${series}}`]: inodes,
  [`node_filesystem_files{${series}}`]: "100x60",
  [`node_filesystem_readonly{${series}}`]: readOnly,
});
const nearly =
  "The file system /srv/homes of the file server has less than a fifth free, of its room or of its inodes.";
const full =
  "The file system /srv/homes of the file server is full, or has no inodes: nobody can write to it, and servers of users do not start.";
const nobody = `The NFS server of the file server ${instance} is not running: nobody gets at its files.`;

export const fileServerMachineCases: readonly Case[] = [
  {
    alert: "FileServerMachineDown",
    title: "it does not answer",
    series: up("1x5 0x20"),
    at: "12m",
    told: [{ labels: machine, summary: `The file server ${instance} has told no numbers for five minutes.` }],
  },
  { alert: "FileServerMachineDown", title: "it restarts", series: up("1x5 0x3 1x20"), at: "12m", told: [] },
  {
    alert: "FileServerMachineDown",
    title: "a node that does not answer is another alert's",
    series: { 'up{instance="10.0.0.5:9100",job="node-exporter"}': "0x20" },
    at: "12m",
    told: [],
  },
  {
    alert: "FileServerMachineNotServing",
    title: "its NFS server has failed",
    series: {
      ...up("1x20"),
      ...unit("nfs-server", "active", "1x5 0x20"),
      ...unit("nfs-server", "failed", "0x5 1x20"),
    },
    at: "12m",
    told: [{ labels: machine, summary: nobody }],
  },
  {
    alert: "FileServerMachineNotServing",
    title: "nothing is told of its units",
    series: up("1x20"),
    at: "12m",
    told: [{ labels: machine, summary: nobody }],
  },
  {
    alert: "FileServerMachineNotServing",
    title: "it runs",
    series: { ...up("1x20"), ...unit("nfs-server", "active", "1x20") },
    at: "12m",
    told: [],
  },
  {
    alert: "FileServerMachineNotServing",
    title: "the whole machine is down, of which FileServerMachineDown tells",
    series: { ...up("1x5 0x20"), ...unit("nfs-server", "active", "1x5") },
    at: "15m",
    told: [],
  },
  ...["sync-exports", "take-snapshots"].map(
    (name): Case => ({
      alert: "FileServerUnitFails",
      title: `${name} fails again and again, and is tried now and then`,
      series: unit(name, "failed", "0x5 1x5 0x0 1x5 0x0 1x20"),
      at: "22m",
      told: [{ labels: failed(name), summary: `${name}.service fails on the file server ${instance}.` }],
    }),
  ),
  {
    alert: "FileServerUnitFails",
    title: "one run of many fails",
    series: unit("sync-exports", "failed", "0x5 1x1 0x20"),
    at: "15m",
    told: [],
  },
  {
    alert: "FileServerUnitFails",
    title: "it runs and is done, one after the other",
    series: { ...unit("sync-exports", "failed", "0x30"), ...unit("sync-exports", "inactive", "1x30") },
    at: "25m",
    told: [],
  },
  {
    alert: "FileServerDiskNearlyFull",
    title: "19 of 100 free",
    series: disk("19x60", "90x60"),
    at: "15m",
    told: [{ labels, summary: nearly }],
  },
  {
    alert: "FileServerDiskNearlyFull",
    title: "19 of 100 inodes free",
    series: disk("90x60", "19x60"),
    at: "15m",
    told: [{ labels, summary: nearly }],
  },
  {
    alert: "FileServerDiskNearlyFull",
    title: "of both too little is one alert",
    series: disk("10x60", "10x60"),
    at: "15m",
    told: [{ labels, summary: nearly }],
  },
  { alert: "FileServerDiskNearlyFull", title: "a fifth free", series: disk("20x60", "20x60"), at: "30m", told: [] },
  {
    alert: "FileServerDiskNearlyFull",
    title: "what only this machine cannot write to, what it has for starting, and a node's disk",
    series: {
      ...disk("1x60", "1x60", homes, "1x60"),
      ...disk("1x60", "1x60", homes.replace("/srv/homes", "/boot")),
      ...disk("1x60", "1x60", homes.replace("file-server", "node-exporter")),
    },
    at: "30m",
    told: [],
  },
  {
    alert: "FileServerDiskFull",
    title: "2 of 100 free",
    series: disk("2x60", "90x60"),
    at: "5m",
    told: [{ labels, summary: full }],
  },
  {
    alert: "FileServerDiskFull",
    title: "no inodes",
    series: disk("90x60", "0x60"),
    at: "5m",
    told: [{ labels, summary: full }],
  },
  {
    alert: "FileServerDiskFull",
    title: "a tenth free, of which FileServerDiskNearlyFull tells",
    series: disk("10x60", "10x60"),
    at: "30m",
    told: [],
  },
];
