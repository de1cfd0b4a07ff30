/** Ranges of addresses: which are in use, and the next that is free. */
import { overlap } from "../../config/ranges";
import { UserError } from "../errors";
import type { Answers } from "./answers";

/** A range that is in use, and by whom. */
export interface UsedRange {
  range: string;
  /** Like "Pulumi.roe.yaml, network.cidr". */
  by: string;
}

/** 10.10.0.0 to 10.250.0.0: one step for each site, so that an eye sees which site an address is of. */
const blocks = Array.from({ length: 241 }, (_, index) => `10.${index + 10}.0.0`);
/** Control planes of GKE; 172.17 is Docker's. */
const controlPlanes = Array.from({ length: 255 }, (_, index) => `172.16.${index + 1}.0`);

/**
 * The first range of that width of which nothing is in use.
 *
 * @param avoid Ranges to stay clear of if there is any other.
 * @returns Undefined when all are taken.
 */
export function nextFree(
  length: number,
  used: readonly string[],
  avoid: readonly string[] = [],
  from: "10" | "172.16" = "10",
): string | undefined {
  const candidates = (from === "10" ? blocks : controlPlanes).map((address) => `${address}/${length}`);
  const free = candidates.filter((one) => !used.some((range) => overlap(one, range)));
  return free.find((one) => !avoid.some((range) => overlap(one, range))) ?? free[0];
}

/**
 * The range of the nodes: the one that was asked for, or the next that is free and wide enough.
 *
 * @throws UserError when there is none.
 */
export function nodesRange(
  { network: wanted, administrators }: Pick<Answers, "network" | "administrators">,
  machines: number,
  { used }: { used: readonly string[] },
): string {
  if (wanted !== undefined) return wanted;
  const length = [24, 22, 20].find((one) => 2 ** (32 - one) >= machines + 8) ?? 16;
  const found = nextFree(length, used, administrators);
  if (found !== undefined) return found;
  throw new UserError(
    `No range between 10.10.0.0/${length} and 10.250.0.0/${length} is free: name one with --network.`,
  );
}

/** The narrowest range that holds all addresses or ranges, at most `longest` bits long. */
export function covering(ranges: readonly string[], longest: number): string {
  for (let length = longest; length > 0; length--) {
    const candidate = network(ranges[0] ?? "0.0.0.0", length);
    if (ranges.every((range) => Number(range.split("/")[1] ?? 32) >= length && overlap(candidate, range)))
      return candidate;
  }
  return "0.0.0.0/0";
}

function network(range: string, length: number): string {
  const octets = (range.split("/")[0] ?? "").split(".").map(Number);
  const bits = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - length);
  const first = Math.floor(bits / size) * size;
  const address = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
  return `${address}/${length}`;
}
