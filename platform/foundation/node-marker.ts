/** Labels, taints and annotations of nodes, where the cloud gives its nodes none of them. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { NodeMarks } from "../../infra/contract";
import type { Labels } from "./labels";
import { ServiceNamespace } from "./service-namespace";

export interface NodeMarkerArgs {
  marks: readonly NodeMarks[];
  platform: Pick<Config["platform"], "quota" | "containerDefaults" | "roles">;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
}

const markerName = "node-marker";
const pods: Labels = { "app.kubernetes.io/name": markerName };

/** Kubernetes' own kubectl, which is all that is in it. A client may be one minor version older or newer than its server; for this more. */
const image = "registry.k8s.io/kubectl:v1.34.2";

/**
 * Marks nodes every minute, so that those which the autoscaler or a repair makes are marked too. A new node has been there for up to a
 * minute and some seconds before its taints are: what tolerates none of them must not mind to start there (NoSchedule), or is moved away
 * then (NoExecute). What is taken out of the configuration stays on nodes that exist.
 */
export class NodeMarker extends pulumi.ComponentResource {
  constructor(name: string, args: NodeMarkerArgs, opts: pulumi.ComponentResourceOptions) {
    const { labels, marks, platform, priority } = args;
    super("science-platform:foundation:NodeMarker", name, args, opts);
    const inside = { parent: this };

    const namespace = new ServiceNamespace(
      markerName,
      { labels, platform, owner: "operators", openings: { "to-api-server": { kind: "to-api-server", pods } } },
      inside,
    );
    const metadata = { name: markerName, namespace: namespace.name, labels };
    const account = new kubernetes.core.v1.ServiceAccount(markerName, { metadata }, inside);
    const cluster = { name: `science-platform-${markerName}`, labels };
    const role = new kubernetes.rbac.v1.ClusterRole(
      markerName,
      { metadata: cluster, rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] }] },
      inside,
    );
    const binding = new kubernetes.rbac.v1.ClusterRoleBinding(
      markerName,
      {
        metadata: cluster,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: namespace.name }],
      },
      // Kubernetes refuses to change it.
      { ...inside, replaceOnChanges: ["roleRef"], deleteBeforeReplace: true },
    );
    new kubernetes.batch.v1.CronJob(
      markerName,
      {
        metadata,
        spec: {
          schedule: "* * * * *",
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 1,
          jobTemplate: {
            spec: {
              backoffLimit: 0,
              activeDeadlineSeconds: 50,
              template: {
                metadata: { labels: { ...labels, ...pods } },
                spec: {
                  serviceAccountName: account.metadata.name,
                  priorityClassName: priority,
                  restartPolicy: "Never",
                  securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
                  containers: markCommands(marks).map(container),
                },
              },
            },
          },
        },
      },
      { ...inside, dependsOn: [namespace, binding] },
    );

    this.registerOutputs();
  }
}

/** What kubectl is told, by a name for each. */
export function markCommands(marks: readonly NodeMarks[]): { name: string; args: string[] }[] {
  return marks.flatMap(({ annotations, labels, pool, selector, taints }) =>
    [
      { verb: "label", words: pairs(labels) },
      { verb: "annotate", words: pairs(annotations) },
      { verb: "taint", words: taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`) },
    ]
      .filter(({ words }) => words.length > 0)
      .map(({ verb, words }) => ({
        name: `${verb}-${pool}`,
        args: [verb, "nodes", `--selector=${selector.join("=")}`, "--overwrite", ...words],
      })),
  );
}

const pairs = (map: Record<string, string>): string[] => Object.entries(map).map(([key, value]) => `${key}=${value}`);

function container({ name, args }: { name: string; args: string[] }): kubernetes.types.input.core.v1.Container {
  return {
    name,
    image,
    args,
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}
