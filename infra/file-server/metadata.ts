/** What the machine reads of its metadata (machine/wanted.py), as the cloud is given it. */
import type { FileServerCloud } from "./user-data";

/** Where a file system is found on the server. */
export function exportPath(name: string): string {
  return `/srv/${name}`;
}

/** Key of the server's metadata with the range that may mount. */
export const clientsKey = "nfs-clients";

/** Key of the server's metadata with its card towards CephFS. */
export const secondNicKey = "second-nic";

/** An export, without what only the cloud knows. */
export interface ExportSettings {
  name: string;
  readOnly: boolean;
  /** The clients' root is root in the files. @default false */
  rootAccess?: boolean;
  /** GiB that each folder directly in it may fill. @default no bound */
  quota?: number;
  /** Other bounds (GiB) by folder. @default none */
  quotas?: Record<string, number>;
  /** Daily snapshots to keep. @default none */
  snapshots?: number;
}

/** GiB: more than any volume. Into the folder `restored` backups bring back everybody's files at once (docs/backup.md). */
const unbounded = 1_000_000;

/** Longest value that Nova takes. */
const longest = 255;

/** A key of the metadata; Google's take no dots. */
function key(cloud: FileServerCloud, ...parts: (string | number)[]): string {
  return parts.join(cloud === "google" ? "-" : ".");
}

/** Key of the metadata that says where an export's files are. */
export function exportKey(cloud: FileServerCloud, name: string): string {
  return key(cloud, "nfs-export", name);
}

/** Key of the metadata with the CephFS of an export, which holds a secret. */
export function shareKey(cloud: FileServerCloud, name: string): string {
  return key(cloud, "nfs-share", name);
}

/**
 * What stands at {@link exportKey}.
 *
 * @param volume ID of the volume in Cinder or of the share in Manila; on Google Cloud the name that the disk was attached by.
 */
export function exportValue(volume: string, { readOnly, rootAccess = false }: ExportSettings): string {
  return `${volume} ${readOnly ? "ro" : "rw"}${rootAccess ? " root" : ""}`;
}

/** What stands at {@link shareKey}. */
export function shareValue(source: string, user: string, secret: string): string {
  return `${source} ${user} ${secret}`;
}

/** What stands at {@link secondNicKey}. */
export function secondNicValue(mac: string, mtu: number | undefined, routes: { to: string; via: string }[]): string {
  return [mac, mtu ?? "-", ...routes.map(({ to, via }) => `${to}=${via}`)].join(" ");
}

/** Keys and values of an export besides the one that says where its files are. */
export function settings(cloud: FileServerCloud, { name, quota, quotas = {}, snapshots = 0 }: ExportSettings) {
  const isBounded = quota !== undefined || Object.keys(quotas).length > 0;
  const bounds = Object.entries({ ...(quota === undefined ? {} : { restored: unbounded }), ...quotas }).map(
    ([folder, gib]) => `${folder}=${gib}`,
  );
  const values = isBounded ? lines(String(quota ?? "-"), bounds) : [];
  return Object.fromEntries([
    ...values.map((value, number) => [key(cloud, "nfs-quota", name, number), value] as const),
    ...(snapshots > 0 ? [[key(cloud, "nfs-snapshots", name), String(snapshots)] as const] : []),
  ]);
}

/** The words in as few lines as Nova takes; further lines begin with "-". */
function lines(first: string, words: readonly string[]): string[] {
  const found = [first];
  for (const word of words) {
    const last = `${found.at(-1) ?? ""} ${word}`;
    if (last.length <= longest) found[found.length - 1] = last;
    else found.push(`- ${word}`);
  }
  return found;
}
