/** Snapshots of volumes: the controller where the cluster has none, and the class by which backups and people make them. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SnapshotSpec } from "../../infra/contract";
import { catalog } from "../catalog";
import { HelmService, type ReleaseSettings } from "./helm-service";
import type { Labels } from "./labels";
import { ServiceNamespace } from "./service-namespace";
import type { ContainerResources } from "./values";

export interface SnapshotsArgs {
  platform: ReleaseSettings;
  snapshots: SnapshotSpec;
  /** What happens to the snapshot in the cloud when its object goes. */
  reclaim: "Retain" | "Delete";
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
}

/** Name of the VolumeSnapshotClass. */
export const snapshotClassName = "volumes";

const bounds: ContainerResources = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { cpu: "200m", memory: "256Mi" },
};

export class Snapshots extends pulumi.ComponentResource {
  constructor(name: string, args: SnapshotsArgs, opts: pulumi.ComponentResourceOptions) {
    const { platform, snapshots, priority, reclaim, labels } = args;
    super("science-platform:foundation:Snapshots", name, { snapshots, reclaim, labels }, opts);

    const needed: pulumi.Resource[] = [];
    if (snapshots.controller === "install") {
      const namespace = new ServiceNamespace(
        catalog.snapshotController.namespace,
        {
          labels,
          platform,
          owner: "operators",
          openings: { "to-api-server": { kind: "to-api-server", pods: controllerPods } },
        },
        { parent: this },
      );
      needed.push(
        new HelmService(
          catalog.snapshotController.name,
          {
            chart: catalog.snapshotController,
            platform,
            namespace: namespace.name,
            // The definitions are part of the release: with them everybody's snapshots would go.
            keep: reclaim === "Retain",
            values: {
              controller: {
                replicaCount: 2,
                priorityClassName: priority,
                podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
                securityContext: { allowPrivilegeEscalation: false },
              },
            },
            resources: { "controller.resources": bounds },
          },
          { parent: this, dependsOn: [namespace] },
        ),
      );
    }
    new kubernetes.apiextensions.CustomResource(
      snapshotClassName,
      { apiVersion: "snapshot.storage.k8s.io/v1", kind: "VolumeSnapshotClass", ...snapshotClass(args) },
      {
        parent: this,
        dependsOn: needed,
        // Kubernetes lets nobody change a class.
        replaceOnChanges: ["driver", "parameters", "deletionPolicy"],
        deleteBeforeReplace: true,
      },
    );
    this.registerOutputs();
  }
}

/** Labels of the controller's pods. */
const controllerPods: Labels = { "app.kubernetes.io/name": catalog.snapshotController.name };

/** Also the class that Velero takes. */
export function snapshotClass({ snapshots, reclaim, labels }: Pick<SnapshotsArgs, "snapshots" | "reclaim" | "labels">) {
  return {
    metadata: {
      name: snapshotClassName,
      labels: { ...labels, "velero.io/csi-volumesnapshot-class": "true" },
      annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
    },
    driver: snapshots.driver,
    parameters: snapshots.parameters,
    deletionPolicy: reclaim,
  };
}
