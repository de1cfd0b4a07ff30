/** The cluster's worker nodes as the platform sees them. */
import type { Config } from "../../config/schema";
import type { NodePool } from "../contract";

/** Magnum's name of the worker group that every cluster has. */
export const defaultPool = "default-worker";

/** All pools, Magnum's default one first. */
export function nodePools({ cloud, cluster }: Config): NodePool[] {
  const workers = { name: defaultPool, ...cluster.workers, labels: {}, taints: [] };
  return [workers, ...cluster.nodePools].map(({ name, flavor, count, labels, taints }) => {
    const size = cloud.flavors[flavor];
    // config/checks.ts has made sure of it; said again for callers that skip the checks.
    if (!size) throw new Error(`flavor "${flavor}" of pool "${name}" is not in cloud.flavors`);
    return { name, count, cpu: size.cpu, memory: size.memory, labels, taints };
  });
}

/** True when the autoscaler may change the pool's count, which then is no drift. */
export function isAutoscaled({ max }: { max?: number }): boolean {
  return max !== undefined;
}
