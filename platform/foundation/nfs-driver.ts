/** Claims on the file server's exports: the CSI driver for NFS, and a StorageClass for each export that may be written. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { SharedFiles } from "../../infra/contract";
import { catalog } from "../catalog";
import { HelmService, type ReleaseSettings } from "./helm-service";
import type { Labels } from "./labels";
import { ServiceNamespace } from "./service-namespace";
import { nfsMountOptions, replacedClass } from "./storage";
import type { ContainerResources, Values } from "./values";

export const nfsProvisioner = "nfs.csi.k8s.io";

export interface NfsDriverArgs {
  platform: ReleaseSettings & Pick<Config["platform"], "nfsDriver">;
  /** What happens to the folder of a claim that is deleted. */
  reclaim: "Retain" | "Delete";
  sharedFiles: SharedFiles[];
  /** Most nodes that the cluster has; each has a pod of the driver. */
  nodes: number;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
}

/** Exports in which claims can have folders. */
export function writable(sharedFiles: SharedFiles[]): SharedFiles[] {
  return sharedFiles.filter(({ readOnly }) => !readOnly);
}

export class NfsDriver extends pulumi.ComponentResource {
  constructor(name: string, args: NfsDriverArgs, opts: pulumi.ComponentResourceOptions) {
    const { nodes, platform, priority, reclaim, sharedFiles, labels } = args;
    super("science-platform:foundation:NfsDriver", name, { reclaim, sharedFiles, labels }, opts);

    const needed: pulumi.Resource[] = [];
    if (platform.nfsDriver === "install") {
      const namespace = new ServiceNamespace(
        catalog.csiDriverNfs.namespace,
        {
          labels,
          // It mounts on the nodes for all others.
          podSecurity: "privileged",
          platform,
          owner: "operators",
          quota: daemonQuota(nodes),
        },
        { parent: this },
      );
      needed.push(
        new HelmService(
          catalog.csiDriverNfs.name,
          {
            chart: catalog.csiDriverNfs,
            platform,
            namespace: namespace.name,
            values: values(priority),
            resources,
          },
          { parent: this, dependsOn: [namespace] },
        ),
      );
    }
    for (const files of writable(sharedFiles)) {
      const spec = nfsClass(files, reclaim, labels);
      new kubernetes.storage.v1.StorageClass(`files-${files.name}`, spec, {
        parent: this,
        dependsOn: needed,
        ...replacedClass,
        replaceOnChanges: [...replacedClass.replaceOnChanges, "mountOptions"],
      });
    }
    this.registerOutputs();
  }
}

/** Room for a pod on every node, and for the controller's. */
export function daemonQuota(nodes: number): Config["platform"]["quota"] {
  return { cpu: String(nodes + 4), memory: `${nodes + 4}Gi`, pods: nodes + 8, storage: "0", claims: 0 };
}

/** Two pods, of which one works: claims are made while a node is down. */
const values = (priority: pulumi.Input<string>): Values => ({
  controller: {
    replicas: 2,
    strategyType: "RollingUpdate",
    priorityClassName: priority,
    // Snapshots of NFS would be archives beside the data; the file server makes its own.
    enableSnapshotter: false,
  },
  node: { priorityClassName: priority },
});

const sidecar: ContainerResources = {
  requests: { cpu: "10m", memory: "20Mi" },
  limits: { cpu: "100m", memory: "128Mi" },
};
const plugin: ContainerResources = {
  requests: { cpu: "25m", memory: "40Mi" },
  limits: { cpu: "500m", memory: "300Mi" },
};
const resources: Record<string, ContainerResources> = {
  "controller.resources.csiProvisioner": sidecar,
  "controller.resources.csiResizer": sidecar,
  "controller.resources.csiSnapshotter": sidecar,
  "controller.resources.livenessProbe": sidecar,
  "controller.resources.nfs": plugin,
  "node.resources.livenessProbe": sidecar,
  "node.resources.nodeDriverRegistrar": sidecar,
  "node.resources.nfs": plugin,
};

/**
 * A claim becomes the folder <namespace>.<claim> of the export, so that people find their data without Kubernetes, directly in it, so that the
 * file server bounds each (storage.fileServer.exports[].quota): what a claim asks for, NFS itself does not hold it to.
 */
export function nfsClass(
  files: SharedFiles,
  reclaim: NfsDriverArgs["reclaim"],
  labels: Labels,
): kubernetes.storage.v1.StorageClassArgs {
  return {
    metadata: { name: `files-${files.name}`, labels },
    provisioner: nfsProvisioner,
    parameters: {
      server: files.server,
      share: files.path,
      // A dot is in no name of a namespace: no two claims have one folder.
      subDir: "${pvc.metadata.namespace}.${pvc.metadata.name}",
      // The server makes the driver, which is root here, nobody there. Pods have users of their own, and fsGroup cannot help: only the
      // owner of a folder gives it away. Who reaches the folder is decided by who may mount the claim.
      mountPermissions: "0777",
    },
    reclaimPolicy: reclaim,
    // No zone to wait for.
    volumeBindingMode: "Immediate",
    allowVolumeExpansion: true,
    mountOptions: nfsMountOptions(files),
  };
}
