/** Node pools of a cluster that somebody else made. */
import type { Problem } from "../problems";
import type { ExistingConfig } from "../schema";
import { taken } from "./words";

export function existingPools({ cluster }: ExistingConfig): Problem[] {
  return [
    ...taken(
      cluster.nodePools.map(({ name }) => name),
      (index) => `cluster.nodePools[${index}].name`,
    ),
    ...cluster.nodePools.flatMap(({ count, max }, index) =>
      max !== undefined && max < count
        ? [{ path: `cluster.nodePools[${index}].max`, message: `${max} is less than count ${count}: count <= max` }]
        : [],
    ),
  ];
}
