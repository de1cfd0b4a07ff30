import type { Cases } from "../case";
import type { Settings } from "./cluster-version";

const settings = { min: "1.32", max: "1.35" };
const template = (image: unknown, labels: object = {}) => ({
  type: "openstack:containerinfra/clusterTemplate:ClusterTemplate",
  props: { image, labels },
});
const gke = (minMasterVersion: unknown, nodeVersion?: unknown) => ({
  type: "gcp:container/cluster:Cluster",
  props: { minMasterVersion, nodeVersion },
});
const pool = (version: unknown) => ({ type: "gcp:container/nodePool:NodePool", props: { version } });

export const clusterVersionCases: Cases<Settings> = {
  good: [
    { name: "an image of Cluster API", of: template("ubuntu-jammy-kube-v1.34.2"), settings },
    { name: "the oldest", of: template("ubuntu-jammy-kube-v1.32.0"), settings },
    { name: "the newest", of: gke("1.35.1-gke.1193000"), settings },
    { name: "a label of the Heat driver", of: template("fedora-coreos-40", { kube_tag: "v1.33.5" }), settings },
    { name: "an image that names no version", of: template("fedora-coreos-35.20211203.3.0"), settings },
    { name: "the channel decides", of: gke(undefined), settings },
    { name: "a node pool", of: pool("1.34.4-gke.1193000"), settings },
  ],
  bad: [
    {
      name: "an old image",
      of: template("ubuntu-focal-kube-v1.23.3"),
      settings,
      says: ['image is "ubuntu-focal-kube-v1.23.3", older than 1.32'],
    },
    {
      name: "an old label",
      of: template("fedora-coreos-35", { kube_tag: "v1.23.3-rancher1" }),
      settings,
      says: ['labels.kube_tag is "v1.23.3-rancher1", older than 1.32'],
    },
    {
      name: "one minor too old",
      of: gke("1.31.9-gke.10"),
      settings,
      says: ['minMasterVersion is "1.31.9-gke.10", older than 1.32'],
    },
    {
      name: "one minor too new",
      of: gke("1.36.0-gke.1"),
      settings,
      says: ['minMasterVersion is "1.36.0-gke.1", newer than 1.35'],
    },
    {
      name: "nodes too old",
      of: gke("1.34.1-gke.1", "1.30.1-gke.1"),
      settings,
      says: ['nodeVersion is "1.30.1-gke.1", older than 1.32'],
    },
    { name: "a minor without a patch", of: pool("1.9"), settings, says: ['version is "1.9", older than 1.32'] },
    {
      name: "an unknown version hides nothing",
      of: template("$unknown", { kube_tag: "v1.29.1" }),
      settings,
      says: ["? image", 'labels.kube_tag is "v1.29.1", older than 1.32'],
    },
  ],
};
