/** What pods need to run on nodes that are kept for something. Pure. */
import type { NodePool } from "../../infra/contract";
import type { Values } from "./values";

export function tolerationsOf(taints: NodePool["taints"] = []): Values[] {
  return taints.map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect }));
}
