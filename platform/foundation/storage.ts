/** Where volumes come from: the cloud's storage classes, and the file server's exports as volumes made by hand. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Infrastructure, SharedFiles, StorageClassSpec } from "../../infra/contract";
import type { Labels } from "./labels";

export interface StorageArgs {
  storage: Infrastructure["storage"];
  labels: Labels;
}

export class Storage extends pulumi.ComponentResource {
  constructor(name: string, { storage, labels }: StorageArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:Storage", name, { storage, labels }, opts);

    for (const spec of storage.classes.filter(({ exists }) => !exists))
      new kubernetes.storage.v1.StorageClass(spec.name, storageClass(spec, labels), {
        parent: this,
        ...replacedClass,
      });
    for (const files of storage.sharedFiles)
      new kubernetes.core.v1.PersistentVolume(`files-${files.name}`, sharedVolume(files, labels), {
        parent: this,
        deleteBeforeReplace: true,
      });

    this.registerOutputs();
  }
}

/**
 * Kubernetes refuses to change these fields of a class, and the provider knows of the first two only. Names are fixed, so the old one goes
 * first; volumes that exist keep the policy they were made with.
 */
export const replacedClass = {
  replaceOnChanges: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
  deleteBeforeReplace: true,
};

/** A server that restarts makes readers wait; it must not make them fail. */
export function nfsMountOptions({ nfsVersion = "4.2" }: Pick<SharedFiles, "nfsVersion">): string[] {
  return [`nfsvers=${nfsVersion}`, "hard", "noatime"];
}

/** Volumes wait for their first pod, so that they are made in the zone where it runs. */
export function storageClass(spec: StorageClassSpec, labels: Labels): kubernetes.storage.v1.StorageClassArgs {
  return {
    metadata: {
      name: spec.name,
      labels,
      annotations: { "storageclass.kubernetes.io/is-default-class": String(spec.default) },
    },
    provisioner: spec.provisioner,
    parameters: spec.parameters,
    reclaimPolicy: spec.reclaim,
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: spec.expandable,
  };
}

/** A claim takes it by `volumeName` and an empty storage class. Its files stay whatever happens to claim and volume. */
export function sharedVolume(files: SharedFiles, labels: Labels): kubernetes.core.v1.PersistentVolumeArgs {
  return {
    metadata: { name: files.name, labels },
    spec: {
      capacity: { storage: `${files.size}Gi` },
      accessModes: [files.readOnly ? "ReadOnlyMany" : "ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "",
      volumeMode: "Filesystem",
      mountOptions: nfsMountOptions(files),
      nfs: { server: files.server, path: files.path, readOnly: files.readOnly },
    },
  };
}
