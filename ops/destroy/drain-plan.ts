/** What in a cluster would leave load balancers and volumes behind in the cloud, and what is to be done about each. Pure. */
import { z } from "zod";
import type { InCluster } from "./state";

const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(""),
  annotations: z.record(z.string(), z.string()).default({}),
});

const serviceSchema = z.object({ metadata, spec: z.object({ type: z.string().optional() }) });
const claimSchema = z.object({
  metadata: metadata.extend({ labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ volumeName: z.string().optional() }),
});
const volumeSchema = z.object({
  metadata,
  spec: z.object({
    persistentVolumeReclaimPolicy: z.string().optional(),
    claimRef: z.object({ namespace: z.string(), name: z.string() }).optional(),
    csi: z.object({ driver: z.string(), volumeHandle: z.string() }).optional(),
    cinder: z.object({ volumeID: z.string() }).optional(),
  }),
});
const podSchema = z.object({
  metadata,
  spec: z.object({
    volumes: z.array(z.object({ persistentVolumeClaim: z.object({ claimName: z.string() }).optional() })).nullish(),
  }),
});

/** A `kubectl get -o json` of all namespaces, without what we do not read. */
export const objectsSchema = z.object({
  services: z.array(serviceSchema),
  claims: z.array(claimSchema),
  volumes: z.array(volumeSchema),
  pods: z.array(podSchema),
});

export type ClusterObjects = z.infer<typeof objectsSchema>;
type Volume = ClusterObjects["volumes"][number];

/** Label of the claims of the file server (lab/charts/file-server). */
const exportLabel = "science-platform/export";

export interface DrainScope {
  /** What the stack made in the cluster. */
  own: InCluster;
  /** True: the cluster goes with the stack, and with it what others made in it. False: only the stack's own namespaces go. */
  clusterGoes: boolean;
  /** True: no volume is deleted, whatever its class says. */
  keepsData: boolean;
}

export interface BalancedService {
  namespace: string;
  name: string;
  /** The cloud's id of its load balancer, where the cloud controller has written it down. */
  balancer?: string;
}

export interface BoundClaim {
  namespace: string;
  name: string;
  /** Name of the PersistentVolume. */
  volume: string;
  /** The cloud's id of the volume, where there is one. */
  handle?: string;
  /** True: it is a volume of Cinder. */
  cinder: boolean;
  /** True: its files are served to others' claims, which cannot be deleted without it. @default false */
  serves?: true;
}

export interface DrainPlan {
  /** Services to delete, each with its load balancer. */
  services: BalancedService[];
  /** Claims to delete, each with its volume and all that is on it. */
  claims: BoundClaim[];
  /** Pods that keep those claims from being deleted. */
  pods: { namespace: string; name: string; serves?: true }[];
  /** Claims whose volumes stay in the cloud. `change`: their reclaim policy must be changed for that. */
  kept: (BoundClaim & { change: boolean })[];
  /** Volumes without a claim that are being deleted by the cluster already. */
  going: BoundClaim[];
}

/** @returns Everything sorted by namespace and name. */
export function drainPlan(objects: ClusterObjects, scope: DrainScope): DrainPlan {
  const { clusterGoes, keepsData, own } = scope;
  const inScope = ({ namespace }: { namespace: string }) => clusterGoes || own.namespaces.includes(namespace);
  const byName = new Map(objects.volumes.map((volume) => [volume.metadata.name, volume]));
  const bound = objects.claims
    .filter(({ metadata }) => inScope(metadata))
    .flatMap((claim) => {
      const volume = byName.get(claim.spec.volumeName ?? "");
      // What the stack made itself, like the file server's shares, is Pulumi's to delete.
      if (volume === undefined || own.volumes.includes(volume.metadata.name)) return [];
      const serves = Object.hasOwn(claim.metadata.labels, exportLabel) ? { serves: true as const } : {};
      return [{ claim: { ...boundClaim(claim.metadata, volume), ...serves }, deletes: isDeleting(volume) }];
    });
  const goes = bound.filter(({ deletes }) => deletes && !keepsData).map(({ claim }) => claim);
  const claimed = new Set(objects.claims.map(({ spec }) => spec.volumeName));
  return {
    services: objects.services
      .filter(({ metadata, spec }) => spec.type === "LoadBalancer" && inScope(metadata) && !isOwn(metadata, own))
      .map(({ metadata: { name, namespace, annotations } }) => {
        const balancer = annotations["loadbalancer.openstack.org/load-balancer-id"];
        return { namespace, name, ...(balancer === undefined ? {} : { balancer }) };
      })
      .sort(byPlace),
    claims: goes.sort(byPlace),
    pods: objects.pods
      .flatMap((pod) => {
        const used = goes.filter((claim) => uses(pod, claim));
        const { namespace, name } = pod.metadata;
        const serves = used.some((claim) => claim.serves) ? { serves: true as const } : {};
        return used.length === 0 ? [] : [{ namespace, name, ...serves }];
      })
      .sort(byPlace),
    kept: bound
      .filter(({ deletes }) => !deletes || keepsData)
      .map(({ claim, deletes }) => ({ ...claim, change: deletes }))
      .sort(byPlace),
    going: objects.volumes
      .filter((volume) => clusterGoes && isDeleting(volume) && !claimed.has(volume.metadata.name))
      .filter(({ metadata, spec }) => spec.claimRef !== undefined && !own.volumes.includes(metadata.name))
      .map((volume) => boundClaim(volume.spec.claimRef ?? { namespace: "", name: "" }, volume))
      .sort(byPlace),
  };
}

function isDeleting({ spec }: Volume): boolean {
  return spec.persistentVolumeReclaimPolicy === "Delete";
}

function boundClaim({ namespace, name }: { namespace: string; name: string }, volume: Volume): BoundClaim {
  const { csi, cinder: old } = volume.spec;
  const handle = csi?.volumeHandle ?? old?.volumeID;
  const cinder = csi?.driver === "cinder.csi.openstack.org" || old !== undefined;
  return { namespace, name, volume: volume.metadata.name, ...(handle === undefined ? {} : { handle }), cinder };
}

/** Made by Pulumi, or by a Helm release of the stack: it goes with that. */
function isOwn({ namespace, name, annotations }: z.infer<typeof metadata>, own: InCluster): boolean {
  const { "meta.helm.sh/release-namespace": of, "meta.helm.sh/release-name": release } = annotations;
  return own.services.includes(`${namespace}/${name}`) || own.releases.includes(`${of}/${release}`);
}

function uses({ metadata, spec }: ClusterObjects["pods"][number], claim: BoundClaim): boolean {
  const names = (spec.volumes ?? []).map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  return metadata.namespace === claim.namespace && names.includes(claim.name);
}

function byPlace(a: { namespace: string; name: string }, b: { namespace: string; name: string }): number {
  return `${a.namespace}/${a.name}`.localeCompare(`${b.namespace}/${b.name}`);
}

/** Two plans, one after the other: what others' claims need goes when those are gone. The second may have nothing to do. */
export function inTurn(plan: DrainPlan): [DrainPlan, DrainPlan] {
  const serving = ({ serves }: { serves?: true }) => serves === true;
  const others = ({ serves }: { serves?: true }) => serves !== true;
  return [
    { ...plan, claims: plan.claims.filter(others), pods: plan.pods.filter(others) },
    { services: [], claims: plan.claims.filter(serving), pods: plan.pods.filter(serving), kept: [], going: [] },
  ];
}

/** Namespaces in which something is deleted, sorted. */
export function namespacesOf({ services, claims }: Pick<DrainPlan, "services" | "claims">): string[] {
  return [...new Set([...services, ...claims].map(({ namespace }) => namespace))].sort();
}

/** True when there is nothing to do and nothing to wait for. */
export function isDrained({ services, claims, going, kept }: DrainPlan): boolean {
  return services.length + claims.length + going.length === 0 && kept.every(({ change }) => !change);
}

/** Name and label of {@link closedQuota}. */
export const quotaName = "science-platform-destroy";

/**
 * Operators, StatefulSets and Argo CD make again what is deleted. A quota of none keeps them from it, and needs nobody to find out who
 * they are.
 */
export function closedQuota(namespace: string): object {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: quotaName, namespace, labels: { "app.kubernetes.io/managed-by": quotaName } },
    spec: { hard: { persistentvolumeclaims: "0", "services.loadbalancers": "0" } },
  };
}
