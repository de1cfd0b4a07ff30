/** Cores and memory of pods: that requests, limits and nodes go together. */
import { amount } from "../quantity";
import type { Check } from "./context";
import { boundsOf, workloadsOf } from "./facts";
import { fitsNode, largestText, poolsFor, poolsOf } from "./pools";

/** Kubernetes refuses a pod that asks for more than it may take. */
export const requestsWithinLimits: Check = (config) =>
  boundsOf(config)
    .filter(({ request, limit }) => amount(request) > amount(limit))
    .map(({ path, request, limit }) => ({
      path: `${path}.request`,
      message: `"${request}" is more than the limit "${limit}": lower it, or raise the limit`,
    }));

/** What policies/ would stop anyway, said before anything runs. */
export const limitsWithinPolicy: Check = (config) => {
  const most = config.policies.container;
  return boundsOf(config)
    .filter(({ kind, limit }) => amount(limit) > amount(most[kind]))
    .map(({ path, kind, limit }) => ({
      path: `${path}.limit`,
      message: `"${limit}" is more than policies.container.${kind} "${most[kind]}": lower it, or raise that`,
    }));
};

/** A pod that fits no node waits until its release times out. */
export const podsFitNodes: Check = (config) => {
  const pools = poolsFor(undefined, poolsOf(config));
  return workloadsOf(config).flatMap(({ path, resources: { cpu, memory } }) => {
    const need = { cpu: amount(cpu.request), memory: amount(memory.request) };
    if (fitsNode(need, pools)) return [];
    const message = `a pod asks for "${cpu.request}" cores and "${memory.request}", but the largest node has ${largestText(pools)} for pods: lower the requests, or choose larger nodes`;
    return [{ path: `${path}.resources`, message }];
  });
};
