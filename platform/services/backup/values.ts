/** Values of Velero's chart. Pure. */
import type { Config } from "../../../config/schema";
import { nfsProvisioner } from "../../foundation/nfs-driver";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Given } from "../service";
import { location, pluginImages } from "./targets";

type Backup = NonNullable<Config["services"]["backup"]>;

/** Reads the API and writes archives; what moves data runs in pods of its own. */
export const server: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
};
/** On every node; it only starts the pods that move data. */
export const agent: ContainerResources = {
  requests: { cpu: "25m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "512Mi" },
};
/** A pod that moves the data of one volume, or looks after a repository. */
export const mover: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "2Gi" },
};
/** Copies one file and ends. */
const plugin: ContainerResources = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
};

/** Names of ConfigMaps, which the chart makes of these keys. */
const agentConfig = "node-agent";
const volumePolicy = "volumes";

/** The chart names what it makes so, and a dash. */
export const release = "velero";
/** Name of the Schedule of a target. */
export const scheduleOf = (target: string): string => `${release}-${target}`;

/** User of the server: nobody's, because the image's has a name only. */
const user = 65532;

const hardened: Values = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

export function backupValues(config: Config, backup: Backup, given: Given, secretName: string): Values {
  const { priority, accounts, backedUp } = given;
  const account = config.cloud === "gcp" ? accounts?.["backup"] : undefined;
  return {
    priorityClassName: priority.service,
    // HelmService raises the definitions, and they stay when the release goes.
    upgradeCRDs: false,
    initContainers: pluginImages(config, backup).map(({ name, image }) => ({
      name,
      image,
      securityContext: hardened,
      resources: { ...plugin },
      volumeMounts: [{ name: "plugins", mountPath: "/target" }],
    })),
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: hardened,
    ...(account === undefined
      ? {}
      : { serviceAccount: { server: { annotations: { "iam.gke.io/gcp-service-account": account } } } }),
    // Each location has keys of its own.
    credentials: { useSecret: false },
    // For volumes without CSI; there are none.
    snapshotsEnabled: false,
    configuration: {
      features: "EnableCSI",
      backupStorageLocation: Object.entries(backup.targets).map(([name, target]) =>
        location(name, target, config, given, secretName),
      ),
      // What knows the repositories writes there, also in the pods that move data.
      extraEnvVars: [{ name: "HOME", value: "/scratch" }],
      repositoryMaintenanceJob: {
        repositoryConfigData: {
          name: `${release}-maintenance`,
          global: { keepLatestMaintenanceJobs: 1, podResources: podResources(mover) },
        },
      },
    },
    deployNodeAgent: true,
    nodeAgent: {
      // Data come out of snapshots, which pods of their own mount: nobody has to look into the node.
      disableHostPath: true,
      priorityClassName: priority.service,
      podSecurityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } },
      containerSecurityContext: hardened,
      // Keys of the locations lie there while they are used.
      extraVolumes: [{ name: "tmp", emptyDir: {} }],
      extraVolumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
      extraArgs: [`--node-agent-configmap=${release}-${agentConfig}`],
    },
    configMaps: {
      [agentConfig]: { data: { config: JSON.stringify(agentSettings) } },
      [volumePolicy]: { data: { policy: volumePolicies } },
    },
    schedules: schedules(backup, backedUp),
  };
}

const agentSettings = {
  loadConcurrency: { globalConfig: 1, prepareQueueLength: 1 },
  podResources: podResources(mover),
  // Homes have no pod that waits for them: a restore would wait for one.
  restorePVC: { ignoreDelayBinding: true },
};

/** As Velero writes them. */
function podResources({ requests, limits }: ContainerResources) {
  return {
    cpuRequest: requests.cpu,
    memoryRequest: requests.memory,
    cpuLimit: limits.cpu,
    memoryLimit: limits.memory,
  };
}

/** No driver makes snapshots of NFS: a backup with such a claim would fail in part. The file server's files go another way. */
const volumePolicies = `version: v1
volumePolicies:
  - conditions:
      csi:
        driver: ${nfsProvisioner}
    action:
      type: skip
  - conditions:
      nfs: {}
    action:
      type: skip
`;

/** One for each target. Without a namespace there is none: to Velero an empty list means everything. */
function schedules({ targets, schedule, retainDays }: Backup, namespaces: readonly string[]): Values {
  if (namespaces.length === 0) return {};
  return Object.fromEntries(
    Object.keys(targets).map((target) => [
      target,
      {
        schedule,
        // When the release is new there is nothing to back up yet.
        skipImmediately: true,
        template: {
          storageLocation: target,
          ttl: `${retainDays * 24}h0m0s`,
          includedNamespaces: [...namespaces],
          // Snapshots alone would be lost with the cloud's project.
          snapshotMoveData: true,
          resourcePolicy: { kind: "configmap", name: `${release}-${volumePolicy}` },
        },
      },
    ]),
  );
}
