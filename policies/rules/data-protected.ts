import { reporter, type ResourceRule } from "../rule";

type Settings = {
  /** The site's lifecycle; only production is checked. */
  lifecycle: string;
  /** Type tokens of what holds data, or is as hard to get back. */
  types: string[];
};

export const dataProtected: ResourceRule<Settings> = {
  name: "data-protected",
  description: "In production whatever holds data is protected against deletion.",
  severity: "critical",
  defaults: {
    lifecycle: "production",
    types: [
      "openstack:blockstorage/volume:Volume",
      "openstack:sharedfilesystem/share:Share",
      "openstack:objectstorage/container:Container",
      "openstack:dns/zone:Zone",
      "openstack:networking/floatingIp:FloatingIp",
      "openstack:containerinfra/cluster:Cluster",
      "gcp:compute/disk:Disk",
      "gcp:filestore/instance:Instance",
      "gcp:storage/bucket:Bucket",
      "gcp:sql/databaseInstance:DatabaseInstance",
      "gcp:dns/managedZone:ManagedZone",
      "gcp:compute/address:Address",
      "gcp:container/cluster:Cluster",
    ],
  },
  settings: {
    lifecycle: { type: "string", enum: ["production", "disposable"], description: "The site's lifecycle." },
    types: { type: "array", items: { type: "string" }, description: "Type tokens that must be protected." },
  },
  check(resource, { lifecycle, types }) {
    if (lifecycle !== "production" || !types.includes(resource.type) || resource.protect) return [];
    const report = reporter(resource, "one mistaken change or `pulumi destroy` would delete it for good");
    report.violation(
      "the option `protect`",
      "is not set",
      "make it with `protect: true`, which the program does when lifecycle is production",
    );
    return report.findings;
  },
};
