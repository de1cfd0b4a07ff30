/** The cluster's worker nodes as the platform sees them. */
import type { OpenstackConfig } from "../../config/schema";
import type { NodeMarks, NodePool } from "../contract";

/** Magnum's name of the worker group that every cluster has. */
export const defaultPool = "default-worker";

/** The label by which the driver marks the nodes of a group. No other label of a group reaches its nodes (capi-helm-charts issue 84). */
const groupLabel = { heat: "magnum.openstack.org/nodegroup", capi: "capi.stackhpc.com/node-group" } as const;

/** All pools, Magnum's default one first. */
export function nodePools({ openstack, cluster }: OpenstackConfig): NodePool[] {
  const workers = { name: defaultPool, labels: {}, taints: [], ...cluster.workers };
  return [workers, ...cluster.nodePools].map(({ name, flavor, count, ...pool }) => {
    const size = openstack.flavors[flavor];
    // config/checks.ts has made sure of it; said again for callers that skip the checks.
    if (!size) throw new Error(`flavor "${flavor}" of pool "${name}" is not in openstack.flavors`);
    const labels = { ...pool.labels, [groupLabel[cluster.driver]]: name };
    return { name, count, cpu: size.cpu, memory: size.memory, labels, taints: pool.taints };
  });
}

/** Tells the autoscaler to leave a node where it is. */
const stays = { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" };

/**
 * What the driver does not do for the nodes of a pool. The Heat driver has kubelets register with labels and taints (magnum-labels.ts);
 * Cluster API's hands nothing to nodes, and once one pool is autoscaled takes the others' sizes for their most.
 */
export function nodeMarks({ cluster }: OpenstackConfig): NodeMarks[] {
  if (cluster.driver !== "capi") return [];
  const scales = cluster.nodePools.some(isAutoscaled);
  return cluster.nodePools
    .map((pool): NodeMarks => {
      const { labels, name, taints } = pool;
      const annotations = scales && !isAutoscaled(pool) ? stays : {};
      return { pool: name, selector: [groupLabel.capi, name], labels, taints, annotations };
    })
    .filter(({ annotations, labels, taints }) =>
      [annotations, labels, taints].some((one) => Object.keys(one).length > 0),
    );
}

/** True when the autoscaler may change the pool's count, which then is no drift. */
export function isAutoscaled({ max }: { max?: number }): boolean {
  return max !== undefined;
}
