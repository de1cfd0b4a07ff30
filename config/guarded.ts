/**
 * Resources that cannot be made again as they were: they hold data, or others have written their address down. `allowReplace` names them
 * as "kind/name"; the hardware layers protect them, and `science-platform preview` stops a change that would replace or delete one.
 */

/** Pulumi's type to the kind by which people name it. */
export const guardedKinds = {
  "openstack:containerinfra/cluster:Cluster": "cluster",
  "openstack:containerinfra/nodeGroup:NodeGroup": "node-group",
  "openstack:blockstorage/volume:Volume": "volume",
  "openstack:sharedfilesystem/share:Share": "share",
  "openstack:dns/zone:Zone": "zone",
  "openstack:networking/floatingIp:FloatingIp": "address",
  "openstack:networking/port:Port": "address",
  "openstack:objectstorage/container:Container": "bucket",
  "gcp:container/cluster:Cluster": "cluster",
  "gcp:container/nodePool:NodePool": "node-group",
  "gcp:compute/disk:Disk": "volume",
  "gcp:filestore/instance:Instance": "share",
  "gcp:netapp/volume:Volume": "share",
  "gcp:dns/managedZone:ManagedZone": "zone",
  "gcp:compute/address:Address": "address",
  "gcp:compute/globalAddress:GlobalAddress": "address",
  "gcp:storage/bucket:Bucket": "bucket",
  "gcp:sql/databaseInstance:DatabaseInstance": "database",
  "gcp:sql/database:Database": "database",
  "gcp:artifactregistry/repository:Repository": "repository",
  "gcp:kms/cryptoKey:CryptoKey": "key",
  "gcp:gkebackup/backupPlan:BackupPlan": "backup",
  "gcp:netapp/backupVault:BackupVault": "backup",
} as const;

export type GuardedKind = (typeof guardedKinds)[keyof typeof guardedKinds];

/** Every kind, once. */
export const kindsOfGuarded: readonly GuardedKind[] = [...new Set(Object.values(guardedKinds))];

/** A resource as `allowReplace` names it: kind and logical name, like "cluster/cluster" or "volume/homes". */
export type GuardedName = `${GuardedKind}/${string}`;

/** undefined for a type whose loss is none. */
export function guardedKind(type: string): GuardedKind | undefined {
  return Object.hasOwn(guardedKinds, type) ? guardedKinds[type as keyof typeof guardedKinds] : undefined;
}
