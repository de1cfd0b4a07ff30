/** Ranges of addresses. */
import type { Problem } from "../problems";
import { isNetwork, overlap } from "../ranges";
import type { Config } from "../schema";

export function ranges({ network }: Config): Problem[] {
  const named = [
    ["network.cidr", network.cidr],
    ["network.pods", network.pods],
    ["network.services", network.services],
  ] as const;
  const malformed = named
    .filter(([, range]) => !isNetwork(range))
    .map(([path, range]) => ({ path, message: `"${range}" has host bits set: write the first address of the range` }));
  const overlaps = named.flatMap(([path, range], index) =>
    named
      .slice(0, index)
      .filter(([, other]) => overlap(range, other))
      .map(([otherPath, other]) => ({
        path,
        message: `"${range}" overlaps ${otherPath} "${other}": choose another range`,
      })),
  );
  return [...malformed, ...overlaps];
}
