/**
 * What cloud-init does on the file server's first boot, on any cloud.
 *
 * The text depends on nothing of the site. Volumes, exports and the clients' range reach the machine as server metadata, which the cloud
 * changes in place and which sync_exports.py reads every minute: a new export never replaces the machine.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";

/** Clouds that sync_exports.py knows. */
export type FileServerCloud = "openstack" | "google";

/** Where a file system is found on the server. */
export function exportPath(name: string): string {
  return `/srv/${name}`;
}

/** Key of the server's metadata with the range that may mount. */
export const clientsKey = "nfs-clients";

/** Key of the server's metadata that describes an export. Google's take no dots. */
export function exportKey(cloud: FileServerCloud, name: string): string {
  return cloud === "google" ? `nfs-export-${name}` : `nfs-export.${name}`;
}

/**
 * Its value, as sync_exports.py reads it.
 *
 * @param volume ID of the volume in Cinder; on Google Cloud the name that the disk was attached by.
 */
export function exportValue(volume: string, readOnly: boolean): string {
  return `${volume} ${readOnly ? "ro" : "rw"}`;
}

/** The cloud-init document. */
export function userData(cloud: FileServerCloud): string {
  const document = {
    package_update: true,
    packages: ["nfs-kernel-server", "xfsprogs"],
    write_files: [
      { path: "/etc/nfs.conf.d/science-platform.conf", content: nfsConf },
      { path: "/usr/local/sbin/sync-exports", permissions: "0755", content: script() },
      { path: "/etc/systemd/system/sync-exports.service", content: service(cloud) },
      { path: "/etc/systemd/system/sync-exports.timer", content: timer },
      { path: "/etc/systemd/system/nfs-server.service.d/sync-exports.conf", content: afterExports },
    ],
    runcmd: [
      // NFSv4 needs neither the port mapper nor the lock daemon's status service: nothing but 2049 listens.
      "systemctl mask --now rpcbind.socket rpcbind.service rpc-statd.service",
      "systemctl daemon-reload",
      "systemctl restart nfs-server.service",
      "systemctl enable --now sync-exports.timer",
    ],
  };
  return `#cloud-config\n${stringify(document)}`;
}

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

const service = (cloud: FileServerCloud) => `[Unit]
Description=Make the NFS exports match the server's metadata
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Environment=SYNC_EXPORTS_CLOUD=${cloud}
ExecStart=/usr/local/sbin/sync-exports
`;

/** At boot the file systems are mounted before the first client is answered; were it told of no exports, its open files would fail. */
const afterExports = `[Unit]
Wants=sync-exports.service
After=sync-exports.service
`;

const timer = `[Unit]
Description=Make the NFS exports match the server's metadata, every minute

[Timer]
OnBootSec=0
OnUnitInactiveSec=60

[Install]
WantedBy=timers.target
`;

function script(): string {
  return fs.readFileSync(path.join(__dirname, "sync_exports.py"), "utf8");
}
