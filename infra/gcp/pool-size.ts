/** Numbers of nodes. The configuration counts a pool's nodes in all zones together; GKE counts its start per zone. */
import type { GcpConfig } from "../../config/schema";

type Pool = Pick<GcpConfig["cluster"]["nodePools"][number], "count" | "min" | "max">;

/** True when the autoscaler may change the pool's count, which then is no drift. */
export function isAutoscaled({ max }: Pick<Pool, "max">): boolean {
  return max !== undefined;
}

/**
 * Nodes of each zone at the start: rounded up, because zones of a pool cannot differ.
 * `config/checks` sees to it that this does not exceed max, and that a pool that keeps its count divides by the zones.
 */
export function nodesPerZone({ count }: Pick<Pool, "count">, zones: number): number {
  return Math.ceil(count / zones);
}

/** Nodes in all zones at the start. */
export function nodesAtStart(pool: Pick<Pool, "count">, zones: number): number {
  return nodesPerZone(pool, zones) * zones;
}

/** Bounds of the autoscaler in all zones together, or undefined for a pool that keeps its count. */
export function autoscaling({
  min = 1,
  max,
}: Pool): { totalMinNodeCount: number; totalMaxNodeCount: number; locationPolicy: string } | undefined {
  // BALANCED, so that the loss of a zone takes no more than its share.
  return max === undefined ? undefined : { totalMinNodeCount: min, totalMaxNodeCount: max, locationPolicy: "BALANCED" };
}
