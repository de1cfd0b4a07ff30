/** A copy of Vault's data every day, on a volume of its own, which backups take along. Only who can open Vault can read it. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../../foundation/labels";
import { vaultInCluster } from "../../secrets/place";
import { snapshotName, snapshotScript } from "./snapshot-script";
import type { VaultSettings } from "./values";

export interface VaultSnapshotsArgs {
  namespace: pulumi.Input<string>;
  labels: Labels;
  settings: Pick<VaultSettings, "snapshots" | "storage">;
  /** Name of the Secret with the authority. */
  certificate: pulumi.Input<string>;
}

export const snapshotPods: Labels = { "app.kubernetes.io/name": snapshotName };

/** The version that the chart runs. */
const image = "docker.io/hashicorp/vault:1.21.1";

export class VaultSnapshots extends pulumi.ComponentResource {
  constructor(name: string, args: VaultSnapshotsArgs, opts: pulumi.ComponentResourceOptions) {
    const { namespace, labels, settings, certificate } = args;
    super("science-platform:services:VaultSnapshots", name, args, opts);
    const metadata = { name: snapshotName, namespace, labels };

    const account = new kubernetes.core.v1.ServiceAccount(snapshotName, { metadata }, { parent: this });
    const claim = new kubernetes.core.v1.PersistentVolumeClaim(
      snapshotName,
      {
        // A class that waits for its first pod would make Pulumi wait until tonight.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: settings.storage } } },
      },
      { parent: this },
    );
    new kubernetes.batch.v1.CronJob(
      snapshotName,
      {
        metadata,
        spec: {
          schedule: settings.snapshots,
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          jobTemplate: {
            spec: {
              backoffLimit: 2,
              activeDeadlineSeconds: 1800,
              template: {
                metadata: { labels: { ...labels, ...snapshotPods } },
                spec: pod(account.metadata.name, claim.metadata.name, certificate),
              },
            },
          },
        },
      },
      { parent: this },
    );

    this.registerOutputs();
  }
}

function pod(
  account: pulumi.Input<string>,
  claim: pulumi.Input<string>,
  certificate: pulumi.Input<string>,
): kubernetes.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: account,
    restartPolicy: "Never",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 100,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "snapshot",
        image,
        command: ["sh", "-c", snapshotScript],
        env: [
          { name: "VAULT_ADDR", value: vaultInCluster },
          { name: "VAULT_CACERT", value: "/vault/tls/ca.crt" },
          // Where the client writes its token, were it asked to.
          { name: "HOME", value: "/tmp" },
        ],
        resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [
          { name: "snapshots", mountPath: "/snapshots" },
          { name: "tls", mountPath: "/vault/tls", readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "snapshots", persistentVolumeClaim: { claimName: claim } },
      { name: "tls", secret: { secretName: certificate, items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { name: "tmp", emptyDir: {} },
    ],
  };
}
