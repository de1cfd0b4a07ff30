/** Quotas of namespaces that hold more than what the site has sized. Pure. */
import { poolsOf, sizeOfAll } from "../../config/checks/pools";
import { amount } from "../../config/quantity";
import type { Config } from "../../config/schema";
import { quotaOf, type Owner } from "./roles";
import type { ContainerResources } from "./values";

/** The owner's quota, with room for further containers, which come with a service whatever size the site has given it. */
export function plusContainers(
  owner: Owner,
  platform: Pick<Config["platform"], "quota" | "roles">,
  containers: readonly ContainerResources[],
): Config["platform"]["quota"] {
  const quota = quotaOf(owner, platform);
  const sum = (kind: keyof ContainerResources["limits"]) =>
    containers.reduce((all, { limits }) => all + amount(limits[kind]), amount(quota[kind]));
  return {
    ...quota,
    cpu: `${Math.ceil(1000 * sum("cpu"))}m`,
    memory: `${Math.ceil(sum("memory") / 2 ** 20)}Mi`,
    pods: quota.pods + containers.length,
  };
}

/** What is needed, and no more than all nodes have: a quota above that would promise nothing. Cores, bytes. */
export function withinNodes(
  config: Config,
  need: { cpu: number; memory: number },
): Pick<Config["platform"]["quota"], "cpu" | "memory"> {
  const all = sizeOfAll(poolsOf(config), Infinity);
  return {
    cpu: String(Math.ceil(Math.min(need.cpu, all.cpu))),
    memory: `${Math.floor(Math.min(need.memory, all.memory) / 2 ** 20)}Mi`,
  };
}

/** Of a volume that is replaced both may be there for a while. */
export function twice(storage: string): string {
  return `${Math.ceil((2 * amount(storage)) / 2 ** 20)}Mi`;
}
