import type { Cases } from "../case";
import type { Settings } from "./data-protected";

const of = (type: string, protect: boolean, props: object = {}) => ({ type, protect, props });
const volume = "openstack:blockstorage/volume:Volume";
const bucket = "openstack:objectstorage/container:Container";
const open = "the option `protect` is not set";

export const dataProtectedCases: Cases<Settings> = {
  good: [
    { name: "a volume", of: of(volume, true) },
    { name: "a bucket", of: of(bucket, true, { forceDestroy: false }) },
    { name: "a database", of: of("gcp:sql/databaseInstance:DatabaseInstance", true, { deletionProtection: true }) },
    { name: "a cluster", of: of("gcp:container/cluster:Cluster", true) },
    { name: "a port holds no data", of: of("openstack:networking/port:Port", false) },
    { name: "a disposable site", of: of(volume, false), settings: { lifecycle: "disposable" } },
    {
      name: "a volume that may be replaced for now",
      of: { ...of(volume, false), name: "homes" },
      settings: { allowReplace: ["volume/homes"] },
    },
    {
      name: "a database that may be replaced for now, which Google must let go too",
      of: {
        ...of("gcp:sql/databaseInstance:DatabaseInstance", false, { deletionProtection: false }),
        name: "sql",
      },
      settings: { allowReplace: ["database/sql"] },
    },
    { name: "types of the site", of: of(volume, false), settings: { types: [bucket] } },
  ],
  bad: [
    ...[
      volume,
      bucket,
      "openstack:sharedfilesystem/share:Share",
      "openstack:dns/zone:Zone",
      "openstack:networking/floatingIp:FloatingIp",
      "openstack:containerinfra/cluster:Cluster",
      "gcp:artifactregistry/repository:Repository",
      "gcp:filestore/instance:Instance",
      "gcp:gkebackup/backupPlan:BackupPlan",
      "gcp:kms/cryptoKey:CryptoKey",
      "gcp:netapp/backupVault:BackupVault",
      "gcp:sql/database:Database",
    ].map((type) => ({ name: type.slice(type.lastIndexOf(":") + 1), of: of(type, false), says: [open] })),
    {
      name: "a volume beside one that may be replaced",
      of: { ...of(volume, false), name: "data" },
      settings: { allowReplace: ["volume/homes", "bucket/data"] },
      says: [open],
    },
    {
      name: "a bucket that may be deleted full",
      of: of(bucket, true, { forceDestroy: true }),
      says: ["forceDestroy is true"],
    },
    {
      name: "a database that the cloud would delete",
      of: of("gcp:sql/databaseInstance:DatabaseInstance", false, { deletionProtection: false }),
      says: [open, "deletionProtection is false"],
    },
  ],
};
