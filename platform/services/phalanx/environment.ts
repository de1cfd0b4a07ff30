/** The environment as Argo CD sees it: the app of apps, and what each of its applications is told by our outputs. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../../foundation/labels";
import { appOfApps, members, strangers, type Member, type PhalanxConfig } from "./applications";
import { applicationValues, environmentValues } from "./values";
import type { Wired } from "./wiring";

export interface PhalanxEnvironmentArgs {
  phalanx: PhalanxConfig;
  wired: readonly Wired[];
  /** Namespace of Argo CD. */
  namespace: pulumi.Input<string>;
  labels: Labels;
}

const apiVersion = "argoproj.io/v1alpha1";
const cluster = "https://kubernetes.default.svc";
/** With it Argo CD removes what an application made before the Application itself goes. */
const finalizer = "resources-finalizer.argocd.argoproj.io";
/** Healthy images are large, and the first start of a database takes its time; a removal has volumes to wait for. */
const timeouts = { create: "20m", update: "20m", delete: "10m" };

/**
 * The app of apps makes an Application for everything that is on. Each of them is ours too, with server-side apply: we own the values from
 * our outputs, the policy by which it is synchronized and its wave; all else is the app of apps'. Neither undoes what the other owns. An
 * Application has no source path before the app of apps gives it one, so nothing is synchronized too early.
 *
 * Waves come up one after the other, and go in the reverse order, before Argo CD does: so its finalizers are always handled.
 */
export class PhalanxEnvironment extends pulumi.ComponentResource {
  constructor(name: string, args: PhalanxEnvironmentArgs, opts: pulumi.ComponentResourceOptions) {
    const { phalanx, wired, namespace, labels } = args;
    const { environment, repository, revision } = phalanx;
    super("science-platform:services:PhalanxEnvironment", name, { environment, repository, revision, labels }, opts);

    const project = new kubernetes.apiextensions.CustomResource(
      appOfApps,
      {
        apiVersion,
        kind: "AppProject",
        metadata: { name: appOfApps, namespace, labels },
        spec: projectSpec(repository),
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    const root = new kubernetes.apiextensions.CustomResource(
      appOfApps,
      {
        apiVersion,
        kind: "Application",
        metadata: {
          name: appOfApps,
          namespace,
          labels,
          annotations: annotations(phalanx, [synchronized]),
          finalizers: [finalizer],
        },
        spec: {
          project: project.metadata.name,
          destination: { server: cluster, namespace },
          source: {
            repoURL: repository,
            targetRevision: revision,
            path: "environments",
            helm: {
              valueFiles: ["values.yaml", `values-${environment}.yaml`],
              valuesObject: environmentValues(phalanx, wired),
            },
          },
          ...syncPolicy(phalanx),
        },
      },
      { parent: this, customTimeouts: timeouts },
    );

    const made: pulumi.Resource[][] = [];
    for (const member of members(phalanx)) {
      const application = new kubernetes.apiextensions.CustomResource(
        member.name,
        {
          apiVersion,
          kind: "Application",
          metadata: {
            name: member.name,
            namespace,
            annotations: {
              ...annotations(phalanx, [synchronized, healthy]),
              "argocd.argoproj.io/sync-wave": String(member.wave),
            },
          },
          spec: memberSpec(member, phalanx, wired),
        },
        { parent: this, dependsOn: [root, ...(made[member.wave - 1] ?? [])], customTimeouts: timeouts },
      );
      (made[member.wave] ??= []).push(application);
    }

    for (const stranger of strangers(phalanx))
      void pulumi.log.warn(
        `phalanx.applications: "${stranger}" is no application of upstream, so its Argo CD project is not known: it is made, but not ` +
          `synchronized. Say its project in phalanx.projects.${stranger}.`,
        this,
      );
    this.registerOutputs();
  }
}

/** The app of apps makes namespaces, projects and Applications out of one repository, and nothing else. */
function projectSpec(repository: string) {
  return {
    description: "The app of apps of Phalanx",
    sourceRepos: [repository],
    destinations: [{ server: cluster, namespace: "argocd" }],
    clusterResourceWhitelist: [{ group: "", kind: "Namespace" }],
    namespaceResourceWhitelist: ["Application", "AppProject"].map((kind) => ({ group: "argoproj.io", kind })),
  };
}

function memberSpec({ name, project }: Member, phalanx: PhalanxConfig, wired: readonly Wired[]) {
  const values = applicationValues(name, phalanx, wired);
  return {
    project,
    destination: { server: cluster, namespace: name },
    source: {
      repoURL: phalanx.repository,
      ...(Object.keys(values).length > 0 ? { helm: { valuesObject: values } } : {}),
    },
    ...syncPolicy(phalanx),
  };
}

/** Nothing is deleted because it is gone from the repository, and nothing that people changed in the cluster is undone behind their back. */
function syncPolicy({ sync }: PhalanxConfig) {
  return sync === "automatic" ? { syncPolicy: { automated: { prune: false, selfHeal: false } } } : {};
}

const synchronized = "jsonpath={.status.operationState.phase}=Succeeded";
const healthy = "jsonpath={.status.health.status}=Healthy";

function annotations({ sync, waitForHealth }: PhalanxConfig, conditions: string[]): Record<string, string> {
  return {
    // Argo CD's apply owns the same fields; where the stack file changes one, the stack file wins.
    "pulumi.com/patchForce": "true",
    ...(waitForHealth && sync === "automatic" ? { "pulumi.com/waitFor": JSON.stringify(conditions) } : {}),
  };
}
