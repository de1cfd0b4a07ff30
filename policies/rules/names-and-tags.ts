import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";

export type Settings = {
  /** The site's name, which is part of every name; "": any. */
  site: string;
  /** Keys of the tags, labels or metadata. */
  tags: string[];
};

/** Where a type says its name and its tags. */
interface Place {
  name?: string;
  tags?: string[];
}

const openstack = (tags?: string): Place => ({ name: "name", ...(tags === undefined ? {} : { tags: [tags] }) });
const gcp = (...labels: string[]): Place => ({ name: "name", ...(labels.length === 0 ? {} : { tags: labels }) });

const places: Record<string, Place> = {
  "openstack:blockstorage/volume:Volume": openstack("metadata"),
  "openstack:compute/instance:Instance": openstack("metadata"),
  "openstack:compute/keypair:Keypair": openstack(),
  "openstack:containerinfra/cluster:Cluster": openstack(),
  "openstack:containerinfra/clusterTemplate:ClusterTemplate": openstack(),
  "openstack:loadbalancer/loadBalancer:LoadBalancer": openstack("tags"),
  "openstack:networking/floatingIp:FloatingIp": { tags: ["tags"] },
  "openstack:networking/network:Network": openstack("tags"),
  "openstack:networking/port:Port": openstack("tags"),
  "openstack:networking/router:Router": openstack("tags"),
  "openstack:networking/secGroup:SecGroup": openstack("tags"),
  "openstack:networking/subnet:Subnet": openstack("tags"),
  "openstack:objectstorage/container:Container": openstack("metadata"),
  "openstack:sharedfilesystem/share:Share": openstack("metadata"),
  "gcp:compute/address:Address": gcp("labels"),
  "gcp:compute/disk:Disk": gcp("labels"),
  "gcp:compute/firewall:Firewall": gcp(),
  "gcp:compute/instance:Instance": gcp("labels"),
  "gcp:compute/network:Network": gcp(),
  "gcp:compute/router:Router": gcp(),
  "gcp:compute/subnetwork:Subnetwork": gcp(),
  "gcp:container/cluster:Cluster": gcp("resourceLabels"),
  "gcp:dns/managedZone:ManagedZone": gcp("labels"),
  "gcp:filestore/instance:Instance": gcp("labels"),
  "gcp:netapp/storagePool:StoragePool": gcp("labels"),
  "gcp:netapp/volume:Volume": gcp("labels"),
  "gcp:sql/databaseInstance:DatabaseInstance": gcp("settings", "userLabels"),
  "gcp:storage/bucket:Bucket": gcp("labels"),
};

export const namesAndTags: ResourceRule<Settings> = {
  name: "names-and-tags",
  group: "cloud-guardrails",
  description: "What a stack makes in the cloud carries the site's name, and tags that say whose it is.",
  why: "two sites in one project would take each other's resources, and nobody knows what may be deleted",
  fix: "name it <site>-<purpose>, and give it the tags, labels or metadata of the site (infra/openstack/site.ts has both)",
  severity: "low",
  disposable: "advisory",
  defaults: { site: "", tags: ["site", "owner"] },
  settings: {
    site: { type: "string", description: 'The site\'s name, which is part of every name; "" for any.' },
    tags: { type: "array", items: { type: "string" }, description: "Keys of the tags, labels or metadata." },
  },
  notInCluster: "it is about the cloud; required-labels is its twin in the cluster",
  check(resource, { site, tags }) {
    const place = places[resource.type];
    if (place === undefined) return [];
    const report = reporter(resource, namesAndTags.why);
    if (place.name !== undefined && site !== "") checkName(report, resource.props.get(place.name), site);
    if (place.tags !== undefined) {
      const given = defaultLabels(resource.provider);
      checkTags(
        report,
        resource.props.get(...place.tags),
        tags.filter((key) => !given.includes(key)),
      );
    }
    return report.findings;
  },
};

function checkName(report: Reporter, field: Field, site: string): void {
  if (field.unknown) report.unknown(field);
  else if (!`-${field.text ?? ""}-`.includes(`-${site}-`))
    report.violation(
      field.path,
      field.absent ? "is not set: the cloud gets a random name" : `is "${field.text}", without the site's name`,
      `name it "${site}-<purpose>"`,
    );
}

/** Keys of the labels that Google's provider puts on everything; an input of a provider may come as JSON text. */
function defaultLabels(provider: Field | undefined): string[] {
  const labels = provider?.get("defaultLabels");
  if (labels?.text === undefined) return (labels?.entries ?? []).map(([key]) => key);
  try {
    return Object.keys(JSON.parse(labels.text) as object);
  } catch {
    return [];
  }
}

/** Maps of keys to values, or lists of "key=value". */
function checkTags(report: Reporter, field: Field, tags: string[]): void {
  if (field.unknown) return report.unknown(field);
  for (const key of tags) {
    const listed = field.items.some((item) => item.unknown || item.text?.startsWith(`${key}=`));
    const value = field.get(key);
    if (value.unknown) report.unknown(value);
    else if (!listed && (value.text ?? "") === "")
      report.violation(`${field.path}.${key}`, "is not set", `add ${key} to the ${field.path}`);
  }
}
