import type { Cases } from "../case";
import type { Settings } from "./names-and-tags";

const settings = { site: "roe" };
const tags = ["site=roe", "owner=team"];
const metadata = { site: "roe", owner: "team" };
const network = (name: unknown, own: unknown = tags) => ({
  type: "openstack:networking/network:Network",
  props: { name, tags: own },
});
const volume = (name: unknown, own: unknown = metadata) => ({
  type: "openstack:blockstorage/volume:Volume",
  props: { name, metadata: own },
});
const bucket = (name: unknown, labels: unknown = metadata) => ({
  type: "gcp:storage/bucket:Bucket",
  props: { name, labels },
});

export const namesAndTagsCases: Cases<Settings> = {
  good: [
    { name: "a network", of: network("roe-nodes"), settings },
    {
      name: "the site's own name",
      of: { type: "openstack:containerinfra/cluster:Cluster", props: { name: "roe" } },
      settings,
    },
    { name: "metadata", of: volume("roe-homes"), settings },
    { name: "the name in the middle", of: bucket("project-roe-backup"), settings },
    {
      name: "an address has no name",
      of: { type: "openstack:networking/floatingIp:FloatingIp", props: { tags } },
      settings,
    },
    { name: "any name, where no site is said", of: network("other") },
    { name: "no tags, where none are asked for", of: network("roe-nodes", []), settings: { ...settings, tags: [] } },
    {
      name: "labels that the provider puts on everything",
      of: { ...bucket("project-roe-backup", {}), provider: { defaultLabels: '{"site":"roe","owner":"team"}' } },
      settings,
    },
    {
      name: "the same, not as text",
      of: { ...bucket("project-roe-backup", {}), provider: { defaultLabels: metadata } },
      settings,
    },
    {
      name: "a type that has neither",
      of: { type: "openstack:compute/volumeAttach:VolumeAttach", props: {} },
      settings,
    },
  ],
  bad: [
    { name: "another name", of: network("nodes"), settings, says: ['name is "nodes", without the site\'s name'] },
    {
      name: "a name that only begins alike",
      of: network("roehampton-nodes"),
      settings,
      says: ['name is "roehampton-nodes", without the site\'s name'],
    },
    { name: "no name", of: volume(undefined), settings, says: ["name is not set: the cloud gets a random name"] },
    {
      name: "no tags",
      of: network("roe-nodes", null),
      settings,
      says: ["tags.site is not set", "tags.owner is not set"],
    },
    {
      name: "empty tags",
      of: network("roe-nodes", []),
      settings,
      says: ["tags.site is not set", "tags.owner is not set"],
    },
    { name: "one tag missing", of: network("roe-nodes", ["owner=team"]), settings, says: ["tags.site is not set"] },
    {
      name: "an empty value",
      of: volume("roe-homes", { site: "roe", owner: "" }),
      settings,
      says: ["metadata.owner is not set"],
    },
    {
      name: "labels of GCP",
      of: bucket("project-roe-backup", {}),
      settings,
      says: ["labels.site is not set", "labels.owner is not set"],
    },
    {
      name: "an unknown name hides nothing",
      of: volume("$unknown", { owner: "team" }),
      settings,
      says: ["? name", "metadata.site is not set"],
    },
  ],
};
