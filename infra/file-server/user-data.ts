/**
 * What cloud-init does on the file server's first boot, on any cloud.
 *
 * The text depends on nothing of the site. Volumes, exports and the clients' range reach the machine as server metadata, which the cloud
 * changes in place and which machine/sync_exports.py reads every minute: a new export never replaces the machine.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { repository } from "../../system/repository";

/** Clouds that machine/wanted.py knows. */
export type FileServerCloud = "openstack" | "google";

/** The cloud-init document. */
export function userData(cloud: FileServerCloud): string {
  const document = {
    // Nothing beside what is asked for: no collectors of node metrics that run as root.
    apt: { conf: 'APT::Install-Recommends "0";\n' },
    package_update: true,
    packages: ["nfs-kernel-server", "xfsprogs", "prometheus-node-exporter"],
    write_files: [
      { path: "/etc/nfs.conf.d/science-platform.conf", content: nfsConf },
      ...programs.map((name) => ({ path: `${folder}/${name}.py`, permissions: "0755", content: program(name) })),
      { path: "/etc/systemd/system/sync-exports.service", content: syncService(cloud) },
      { path: "/etc/systemd/system/sync-exports.timer", content: syncTimer },
      { path: "/etc/systemd/system/take-snapshots.service", content: snapshotService(cloud) },
      { path: "/etc/systemd/system/take-snapshots.timer", content: snapshotTimer },
      { path: "/etc/systemd/system/nfs-server.service.d/sync-exports.conf", content: afterExports },
      { path: "/etc/systemd/system/prometheus-node-exporter.service.d/science-platform.conf", content: exporterUnits },
    ],
    runcmd: [
      // NFSv4 needs neither the port mapper nor the lock daemon's status service: nothing but 2049 listens for clients.
      "systemctl mask --now rpcbind.socket rpcbind.service rpc-statd.service",
      "systemctl daemon-reload",
      "systemctl restart nfs-server.service prometheus-node-exporter.service",
      "systemctl enable --now sync-exports.timer take-snapshots.timer",
    ],
  };
  return `#cloud-config\n${stringify(document)}`;
}

/** Where the programs are on the machine. */
const folder = "/usr/local/lib/science-platform";

const programs = ["machine", "wanted", "quotas", "second_nic", "sync_exports", "take_snapshots"];

const nfsConf = `[nfsd]
port=2049
threads=16
udp=n
tcp=y
vers3=n
vers4=y
vers4.0=n
vers4.1=y
vers4.2=y
`;

const syncService = (cloud: FileServerCloud) => `[Unit]
Description=Make the NFS exports match the server's metadata
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Environment=SYNC_EXPORTS_CLOUD=${cloud}
ExecStart=${folder}/sync_exports.py
`;

/** At boot the file systems are mounted before the first client is answered; were it told of no exports, its open files would fail. */
const afterExports = `[Unit]
Wants=sync-exports.service
After=sync-exports.service
`;

const syncTimer = `[Unit]
Description=Make the NFS exports match the server's metadata, every minute

[Timer]
OnBootSec=0
OnUnitInactiveSec=60

[Install]
WantedBy=timers.target
`;

/** Users' work goes first. */
const snapshotService = (cloud: FileServerCloud) => `[Unit]
Description=Take the day's snapshots of the exports
After=sync-exports.service

[Service]
Type=oneshot
Environment=SYNC_EXPORTS_CLOUD=${cloud}
Nice=19
IOSchedulingClass=idle
ExecStart=${folder}/take_snapshots.py
`;

/** More often than daily, so that one that failed or was interrupted is made up for; one that is there already costs nothing. */
const snapshotTimer = `[Unit]
Description=Take the day's snapshots of the exports

[Timer]
OnCalendar=*-*-* 01/4:00:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
`;

/** So that whoever watches the machine sees when one of these fails. */
const exporterUnits = `[Service]
ExecStart=
ExecStart=/usr/bin/prometheus-node-exporter --collector.systemd --collector.systemd.unit-include=(sync-exports|take-snapshots|nfs-server).service
`;

function program(name: string): string {
  return fs.readFileSync(path.join(repository, "infra/file-server/machine", `${name}.py`), "utf8");
}
