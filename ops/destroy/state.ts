/** What `pulumi stack export` says about destroying the stack: what goes, what stays, and what is left behind. Pure. */
import { z } from "zod";
import { kindOf } from "./kinds";
import { keyOf } from "./remaining";

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().default(""),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  parent: z.string().default(""),
  provider: z.string().default(""),
  deletedWith: z.string().default(""),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

export type Resource = z.infer<typeof resourceSchema>;

const stateSchema = z.object({ deployment: z.object({ resources: z.array(resourceSchema).default([]) }) });

/** The resources of a stack. @throws ZodError when that is no export. */
export function resourcesOf(exported: unknown): Resource[] {
  return stateSchema.parse(exported).deployment.resources;
}

/** What `pulumi destroy` does with each resource. */
export interface DestroyPlan {
  /** Protected. */
  protected: Resource[];
  /** Not protected, but what is protected needs it. */
  needed: Resource[];
  /** Deleted from the state, and left in the cloud. */
  retained: Resource[];
  deleted: Resource[];
}

/** As `pulumi destroy --exclude-protected` sees it. */
export function planOf(resources: readonly Resource[]): DestroyPlan {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const stays = new Set<string>();
  const visit = (urn: string): void => {
    const resource = byUrn.get(urn);
    if (resource === undefined || stays.has(urn)) return;
    stays.add(urn);
    needs(resource).forEach(visit);
  };
  const guarded = resources.filter(({ protect }) => protect);
  guarded.forEach(({ urn }) => visit(urn));
  const goes = resources.filter(({ urn }) => !stays.has(urn));
  return {
    protected: guarded,
    needed: resources.filter(({ urn, protect }) => stays.has(urn) && !protect),
    retained: goes.filter(({ retainOnDelete }) => retainOnDelete),
    deleted: goes.filter(({ retainOnDelete }) => !retainOnDelete),
  };
}

function needs(resource: Resource): string[] {
  const { dependencies, deletedWith, parent, propertyDependencies, provider } = resource;
  return [
    parent,
    deletedWith,
    // "URN::id"
    provider.split("::").slice(0, -1).join("::"),
    ...(dependencies ?? []),
    ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
  ];
}

/** "cluster/cluster": kind or type, and logical name. */
export function labelOf({ urn, type }: Pick<Resource, "urn" | "type">): string {
  return `${kindOf(type) ?? type.split(/[:/]/).at(-1) ?? type} ${urn.split("::").at(-1) ?? urn}`;
}

/** {@link keyOf} of the resources that the inventory knows. */
export function keysOf(resources: readonly Resource[]): Set<string> {
  return new Set(
    resources.flatMap(({ type, id }) => {
      const kind = kindOf(type);
      return kind === undefined || id === "" ? [] : [keyOf({ kind, id })];
    }),
  );
}

const clusterTypes = ["openstack:containerinfra/cluster:Cluster", "gcp:container/cluster:Cluster"];

/** The Kubernetes clusters among them. */
export function clustersOf(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ type }) => clusterTypes.includes(type));
}

/** What of the stack is in the cluster, as "namespace/name", or as "name" where it has no namespace. */
export interface InCluster {
  namespaces: string[];
  releases: string[];
  services: string[];
  volumes: string[];
}

export function inClusterOf(resources: readonly Resource[]): InCluster {
  const ids = (type: string) => resources.filter((one) => one.type === type && one.id !== "").map(({ id }) => id);
  return {
    namespaces: ids("kubernetes:core/v1:Namespace"),
    releases: ids("kubernetes:helm.sh/v3:Release"),
    services: ids("kubernetes:core/v1:Service"),
    volumes: ids("kubernetes:core/v1:PersistentVolume"),
  };
}
