import type { Cases } from "../case";
import { storageClass } from "../objects";
import type { Settings } from "./storage-class-reclaim";

const of = (reclaimPolicy: unknown) => storageClass({ reclaimPolicy });

export const storageClassReclaimCases: Cases<Settings> = {
  good: [
    { name: "Retain", of: of("Retain") },
    { name: "Delete", of: of("Delete") },
    { name: "an old version of the API", of: { ...of("Retain"), apiVersion: "storage.k8s.io/v1beta1" } },
    { name: "of another provisioner", of: storageClass({ provisioner: "nfs.csi.k8s.io", reclaimPolicy: "Delete" }) },
    {
      name: "a volume has another field for it",
      of: {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "case" },
        spec: { persistentVolumeReclaimPolicy: "Retain" },
      },
    },
    {
      name: "a claim has none",
      of: { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "case" }, spec: {} },
    },
  ],
  bad: [
    { name: "nothing said", of: of(undefined), says: ["reclaimPolicy is not set"] },
    { name: "null", of: of(null), says: ["reclaimPolicy is not set"] },
    {
      name: "nothing said, in an old version of the API",
      of: { ...of(undefined), apiVersion: "storage.k8s.io/v1beta1" },
      says: ["reclaimPolicy is not set"],
    },
    { name: "empty", of: of(""), says: ['reclaimPolicy is "", which no StorageClass can have'] },
    {
      name: "what only volumes can have",
      of: of("Recycle"),
      says: ['reclaimPolicy is "Recycle", which no StorageClass can have'],
    },
    { name: "in lower case", of: of("retain"), says: ['reclaimPolicy is "retain", which no StorageClass can have'] },
    { name: "unknown", of: of("$unknown"), says: ["? reclaimPolicy"] },
  ],
};
