/** Node pools of a cluster that somebody else made. */
import type { Problem } from "../problems";
import type { ExistingConfig } from "../schema";
import { repeated, takenName } from "./words";

export function existingPools({ cluster }: ExistingConfig): Problem[] {
  const names = cluster.nodePools.map(({ name }) => name);
  return [
    ...repeated(names).map((index) => ({
      path: `cluster.nodePools[${index}].name`,
      message: takenName(names[index] ?? ""),
    })),
    ...cluster.nodePools.flatMap(({ count, max }, index) =>
      max !== undefined && max < count
        ? [{ path: `cluster.nodePools[${index}].max`, message: `${max} is less than count ${count}: count <= max` }]
        : [],
    ),
  ];
}
