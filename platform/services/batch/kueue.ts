/** Kueue: values of its chart. Pure. */
import { stringify } from "yaml";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Given } from "../service";

/** Namespace with the queues, the only one whose jobs Kueue looks at. */
export const queuesNamespace = "batch";

export const kueueResources: Record<string, ContainerResources> = {
  "controllerManager.manager.resources": {
    requests: { cpu: "100m", memory: "256Mi" },
    limits: { cpu: "2", memory: "512Mi" },
  },
};

/**
 * What Kueue's program reads. The selector is also that of its webhooks: without it no job anywhere in the cluster could be made while
 * Kueue is away.
 */
const configuration = {
  apiVersion: "config.kueue.x-k8s.io/v1beta2",
  kind: "Configuration",
  health: { healthProbeBindAddress: ":8081" },
  metrics: { bindAddress: ":8443" },
  webhook: { port: 9443 },
  leaderElection: { leaderElect: true, resourceName: "c1f6bfd2.kueue.x-k8s.io" },
  // A job there without a queue would go around all quotas; it waits until it names one.
  manageJobsWithoutQueueName: true,
  managedJobsNamespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": queuesNamespace } },
  integrations: { frameworks: ["batch/job"] },
};

export function kueueValues({ priority }: Pick<Given, "priority">): Values {
  return {
    fullnameOverride: "kueue",
    controllerManager: {
      // One works; the other takes over, and both answer the API server.
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      manager: {
        priorityClassName: priority.service,
        // The chart's text has the one that is built every day.
        image: { repository: "registry.k8s.io/kueue/kueue", tag: "v0.19.2", pullPolicy: "IfNotPresent" },
      },
    },
    managerConfig: { controllerManagerConfigYaml: stringify(configuration) },
  };
}
