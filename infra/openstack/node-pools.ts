/** The cluster's worker nodes as the platform sees them. */
import type { OpenstackConfig } from "../../config/schema";
import type { NodePool } from "../contract";

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
    // Only the Heat driver hands a pool's own labels and taints to its nodes (magnum-labels.ts).
    const { labels, taints } = cluster.driver === "heat" ? pool : { labels: {}, taints: [] };
    const marks = { ...labels, [groupLabel[cluster.driver]]: name };
    return { name, count, cpu: size.cpu, memory: size.memory, labels: marks, taints };
  });
}

/** True when the autoscaler may change the pool's count, which then is no drift. */
export function isAutoscaled({ max }: { max?: number }): boolean {
  return max !== undefined;
}
