/** What is lost with each kind of resource, which keys of a stack file lead to the fields that force it, and what one can do instead. */
import type { GuardedKind } from "../../config/guarded";

interface Ways {
  /** What it is, for a sentence. */
  what: string;
  /** What would be gone. */
  lost: string;
  /** Ways to what one wants without losing it. */
  instead: string[];
  /** Field of the resource to the key of the stack file that it comes from. */
  keys: Record<string, string>;
}

const copy = (list: string): string =>
  `Put one of another name beside it in ${list}, copy what is in it, let its users change over, and take the old one out in a later change.`;

export const ways: Readonly<Record<GuardedKind, Ways>> = {
  cluster: {
    what: "the Kubernetes cluster",
    lost: "everything that runs in it, all volume claims, and the address of its API",
    instead: [
      "Put what is new beside it: a further pool in cluster.nodePools, to which services move.",
      "Or make a second cluster beside it with cluster.next, move onto it, and take the first one out afterwards (blue and green, docs/openstack.md).",
    ],
    keys: {
      masterCount: "cluster.control.count",
      createTimeout: "cluster.createTimeout",
      name: "site",
      region: "openstack.region",
      fixedNetwork: "network",
      fixedSubnet: "network.cidr",
      location: "cluster.kind, gcp.region, gcp.zones",
      defaultMaxPodsPerNode: "network.podsPerNode",
      "privateClusterConfig.masterIpv4CidrBlock": "network.controlPlane",
    },
  },
  "node-group": {
    what: "a group of nodes",
    lost: "its nodes all at once, with every pod on them and what the pods keep on the nodes' disks",
    instead: [
      "Put a pool of another name with the new settings beside it in cluster.nodePools, `kubectl drain` the old nodes, and take the old pool out in a later change.",
    ],
    keys: {
      flavorId: "cluster.nodePools[].flavor",
      dockerVolumeSize: "cluster.dockerVolumeSize",
      name: "cluster.nodePools[].name",
      clusterId: "the cluster, which is replaced",
      cluster: "the cluster, which is replaced",
      location: "cluster.kind, gcp.region, gcp.zones",
      maxPodsPerNode: "network.podsPerNode",
    },
  },
  volume: {
    what: "a data volume",
    lost: "every file on it",
    instead: [
      "For another type on OpenStack: `openstack volume set --type TYPE --retype-policy on-demand ID` keeps the files; the next preview then finds the type as the stack file says.",
      copy("storage.volumes (OpenStack), or in storage.fileServer.exports (Google Cloud)"),
    ],
    keys: {
      volumeType: "storage.volumes.*.type",
      availabilityZone: "openstack.availabilityZone",
      region: "openstack.region",
      type: "storage.fileServer.exports[].diskType",
      zone: "gcp.zones",
    },
  },
  share: {
    what: "a file share",
    lost: "every file on it",
    instead: [copy("storage.fileServer")],
    keys: {
      shareType: "storage.fileServer.cephfs.shareType",
      availabilityZone: "openstack.availabilityZone",
      tier: "storage.fileServer.tier",
      largeCapacity: "storage.fileServer.exports[].largeCapacity",
      storagePool: "storage.fileServer.serviceLevel, or another setting of its pool",
      location: "gcp.region, gcp.zones, storage.fileServer",
    },
  },
  zone: {
    what: "the DNS zone",
    lost: "all its records, also those that others have put there, until the new one is delegated",
    instead: ["Leave dns.zone as it is; names of any depth can lie below it."],
    keys: { name: "dns.zone", dnsName: "dns.zone, certificates.challengeZone" },
  },
  address: {
    what: "a reserved address",
    lost: "the address itself: DNS names, firewalls and mounts elsewhere still point at it, and the cloud gives it to somebody else",
    instead: ["Keep it; for a public one: `addresses.ingress: ADDRESS` goes on using it, whoever allocated it."],
    keys: {
      pool: "openstack.externalNetwork",
      region: "openstack.region",
      networkId: "the nodes' network, which is replaced",
    },
  },
  bucket: {
    what: "a bucket",
    lost: "every object in it",
    instead: [copy("objectStore.buckets")],
    keys: { name: "site, objectStore.buckets", region: "openstack.region", location: "gcp.region" },
  },
  database: {
    what: "a database",
    lost: "all its tables",
    instead: [
      "Make the new one beside it from a backup, let its users change over, and take the old one out in a later change.",
    ],
    keys: { region: "gcp.region" },
  },
  repository: {
    what: "a repository of images",
    lost: "every image in it, so that pods on new nodes do not start",
    instead: [copy("artifactRegistry")],
    keys: { location: "gcp.region" },
  },
  key: {
    what: "the key that unseals Vault",
    lost: "all that Vault holds: without the key nobody reads it again, nor any snapshot of it",
    instead: [
      "Move Vault to key shares first (`vault operator unseal -migrate`), see that it unseals with them, and take the key out in a later change.",
    ],
    keys: { keyRing: "gcp.region" },
  },
  backup: {
    what: "what holds or plans backups",
    lost: "the way back to every backup in it; Google deletes it only when it is empty",
    instead: ["Keep it: with nothing to save any more it costs only what its backups hold."],
    keys: { location: "gcp.region", cluster: "the cluster, which is replaced" },
  },
};
