/** Nodes as the configuration describes them. */
import { quantity } from "../../config/quantity";
import type { ExistingConfig } from "../../config/schema";
import type { NodePool } from "../contract";

const mebibyte = 2 ** 20;

export function nodePools(pools: ExistingConfig["cluster"]["nodePools"]): NodePool[] {
  return pools.map(({ name, count, cpu, memory, labels, taints }) => ({
    name,
    count,
    cpu: number(cpu),
    memory: Math.floor(number(memory) / mebibyte),
    labels,
    taints,
  }));
}

/** The schema lets only quantities through; said again for the type. */
function number(text: string): number {
  const value = quantity(text);
  if (value === undefined) throw new Error(`"${text}" is not a quantity`);
  return value;
}
