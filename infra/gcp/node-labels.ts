/** Labels, taints and tags of the nodes of a pool. */
import { machineType } from "../../config/machine-types";
import type { GcpConfig } from "../../config/schema";
import type { NodePool } from "../contract";
import { nodeTag } from "./names";
import { nodesAtStart } from "./pool-size";

type Pool = GcpConfig["cluster"]["nodePools"][number];

const effects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

/**
 * GKE marks nodes with its own labels only. Phalanx's applications choose nodes by `node_pool`, which Google's Terraform modules add
 * unasked, so both of theirs are set here.
 */
export function nodeLabels(cluster: string, pool: Pick<Pool, "name" | "labels">): Record<string, string> {
  return { ...pool.labels, cluster_name: cluster, node_pool: pool.name };
}

/** Taints as GKE's API names their effects. */
export function nodeTaints({ taints }: Pick<Pool, "taints">): { key: string; value: string; effect: string }[] {
  return taints.map(({ key, value, effect }) => ({ key, value, effect: effects[effect] }));
}

/** Network tags, by which firewall rules find the nodes. */
export function nodeTags(cluster: string, pool: Pick<Pool, "name" | "tags">): string[] {
  return [nodeTag(cluster), nodeTag(cluster, pool.name), ...pool.tags];
}

/** All pools as the platform sees them. */
export function nodePools({ cluster, gcp, site }: GcpConfig): NodePool[] {
  return cluster.nodePools.map((pool) => {
    const size = machineType(pool.machineType);
    // config/checks has made sure of it; said again for callers that skip the checks.
    if (!size) throw new Error(`machine type "${pool.machineType}" of pool "${pool.name}" is not known`);
    return {
      name: pool.name,
      count: nodesAtStart(pool, gcp.zones.length),
      ...size,
      labels: nodeLabels(site, pool),
      taints: pool.taints,
    };
  });
}
