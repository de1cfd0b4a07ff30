/** Quotas of namespaces that hold more than what the site has sized. Pure. */
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
