import type { Cases } from "../case";
import { storageClass } from "../objects";
import type { Settings } from "./storage-class-csi";

const of = (provisioner: unknown) => storageClass({ provisioner });
const none = (name: string) => [`provisioner is "${name}", which is no CSI driver`];

export const storageClassCsiCases: Cases<Settings> = {
  good: [
    { name: "Cinder", of: of("cinder.csi.openstack.org") },
    { name: "persistent disks", of: of("pd.csi.storage.gke.io") },
    { name: "NFS", of: of("nfs.csi.k8s.io") },
    { name: "Ceph", of: of("rook-ceph.rbd.csi.ceph.com") },
    { name: "volumes made by hand", of: of("kubernetes.io/no-provisioner") },
    { name: "one that the site allows", of: of("rancher.io/local-path"), settings: { others: ["rancher.io/*"] } },
    {
      name: "another kind",
      of: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "case" },
        data: { provisioner: "kubernetes.io/cinder" },
      },
    },
  ],
  bad: [
    { name: "Cinder of old", of: of("kubernetes.io/cinder"), says: none("kubernetes.io/cinder") },
    { name: "persistent disks of old", of: of("kubernetes.io/gce-pd"), says: none("kubernetes.io/gce-pd") },
    { name: "a helper program", of: of("rancher.io/local-path"), says: none("rancher.io/local-path") },
    {
      name: "another than the allowed one",
      of: of("example.org/nfs"),
      settings: { others: ["rancher.io/*"] },
      says: none("example.org/nfs"),
    },
    {
      name: "what only begins like Kubernetes' own word for none",
      of: of("kubernetes.io/no-provisioner-yet"),
      says: none("kubernetes.io/no-provisioner-yet"),
    },
    { name: "a word", of: of("cinder"), says: none("cinder") },
    {
      name: "empty",
      of: of(""),
      says: none(""),
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "nothing",
      of: of(null),
      says: ["provisioner is not set"],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    { name: "unknown", of: of("$unknown"), says: ["? provisioner"] },
  ],
};
