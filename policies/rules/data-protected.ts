import { guardedKind } from "../../config/guarded";
import { reporter, type ResourceRule } from "../rule";

export type Settings = {
  /** The site's lifecycle; only production is checked. */
  lifecycle: string;
  /** Type tokens of what holds data, or is as hard to get back. */
  types: string[];
  /** Resources that the stack file allows to be replaced ("volume/homes"), which are unprotected for that time. */
  allowReplace: string[];
};

export const dataProtected: ResourceRule<Settings> = {
  name: "data-protected",
  group: "data-protection",
  description: "In production whatever holds data is protected against deletion.",
  why: "one mistaken change or `pulumi destroy` would delete it for good",
  fix: "make it with `protect: true`, which the program does when lifecycle is production, and leave forceDestroy and the like off",
  severity: "critical",
  disposable: "mandatory",
  defaults: {
    lifecycle: "production",
    types: [
      "openstack:blockstorage/volume:Volume",
      "openstack:sharedfilesystem/share:Share",
      "openstack:objectstorage/container:Container",
      "openstack:dns/zone:Zone",
      "openstack:networking/floatingIp:FloatingIp",
      "openstack:containerinfra/cluster:Cluster",
      "openstack:database/instance:Instance",
      "gcp:artifactregistry/repository:Repository",
      "gcp:compute/address:Address",
      "gcp:compute/disk:Disk",
      "gcp:container/cluster:Cluster",
      "gcp:dns/managedZone:ManagedZone",
      "gcp:filestore/instance:Instance",
      "gcp:gkebackup/backupPlan:BackupPlan",
      "gcp:kms/cryptoKey:CryptoKey",
      "gcp:netapp/backupVault:BackupVault",
      "gcp:netapp/volume:Volume",
      "gcp:sql/database:Database",
      "gcp:sql/databaseInstance:DatabaseInstance",
      "gcp:storage/bucket:Bucket",
    ],
    allowReplace: [],
  },
  settings: {
    lifecycle: { type: "string", enum: ["production", "disposable"], description: "The site's lifecycle." },
    types: { type: "array", items: { type: "string" }, description: "Type tokens that must be protected." },
    allowReplace: { type: "array", items: { type: "string" }, description: "Resources that need not be for now." },
  },
  notInCluster: "it is about the cloud and about an option of Pulumi's",
  check(resource, { lifecycle, types, allowReplace }) {
    if (lifecycle !== "production" || !types.includes(resource.type)) return [];
    if (allowReplace.includes(`${guardedKind(resource.type)}/${resource.name}`)) return [];
    const report = reporter(resource, dataProtected.why);
    if (!resource.protect)
      report.violation(
        "the option `protect`",
        "is not set",
        "make it with `protect: true`, which the program does when lifecycle is production",
      );
    for (const [key, bad] of Object.entries(openings)) {
      const field = resource.props.get(key);
      if (field.value === bad) report.violation(field.path, `is ${bad}`, `set it to ${!bad}`);
    }
    return report.findings;
  },
};

/** Inputs that let the cloud delete what is full. */
const openings: Record<string, boolean> = { forceDestroy: true, deletionProtection: false };
