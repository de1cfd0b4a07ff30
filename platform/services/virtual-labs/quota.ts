/** What a lab may take of the cluster, and what its own pods take. Pure. */
import { mostNodes, poolsFor, poolsOf, sizeOfAll } from "../../../config/checks/pools";
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { countedSize } from "../../foundation/shared-claim-size";
import type { ContainerResources } from "../../foundation/values";
import type { Lab } from "./lab";

/** JupyterHub is one process; a hub with a hundred users takes half of this. */
export const hub: ContainerResources = {
  requests: { cpu: "200m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
};
export const proxy: ContainerResources = {
  requests: { cpu: "50m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
};
/** Each of its containers only ends, or waits. */
export const puller: ContainerResources = {
  requests: { cpu: "10m", memory: "16Mi" },
  limits: { cpu: "50m", memory: "32Mi" },
};

/** Volume of the hub's own database: users, servers and tokens. */
export const hubStorage = "1Gi";

/** Pods that may be there besides users' servers: hub and proxy, each with one that takes over. */
const corePods = 4;

export interface LabBounds {
  /** Quota of the namespace. */
  quota: Config["platform"]["quota"];
  /** What all homes ask for together. */
  homes: string;
  /** Most that one container may have. */
  largest: { cpu: string; memory: string };
}

/**
 * Users' servers have room for all users at the largest size, or what the lab's own quota says; the lab's own pods come on top. No more
 * than all nodes have when every pool has grown as far as it may: a quota above that would promise nothing.
 */
export function labBounds(lab: Lab, config: Config): LabBounds {
  const pools = poolsOf(config);
  const pullers = lab.prepull ? mostNodes(poolsFor(lab.nodePool, pools)) : 0;
  const all = sizeOfAll(pools, Infinity);
  const limit = (kind: "cpu" | "memory") => {
    const largest = Math.max(...lab.sizes.map((size) => amount(size[kind].limit)));
    const users = lab.quota ? amount(lab.quota[kind]) : lab.users * largest;
    const own = amount(hub.limits[kind]) + amount(proxy.limits[kind]) + pullers * amount(puller.limits[kind]);
    return { total: Math.min(users + own, all[kind]), largest: Math.max(largest, amount(hub.limits[kind])) };
  };
  const [cpu, memory] = [limit("cpu"), limit("memory")];
  const homes = homesOf(lab);
  return {
    quota: {
      cpu: cores(cpu.total),
      memory: mebibytes(memory.total),
      pods: (lab.quota?.pods ?? lab.users) + corePods + pullers,
      storage: mebibytes(homes.bytes + amount(hubStorage) + lab.mounts.length * amount(countedSize)),
      claims: homes.claims + 1 + lab.mounts.length,
    },
    homes: mebibytes(homes.bytes),
    largest: { cpu: cores(cpu.largest), memory: mebibytes(memory.largest) },
  };
}

/** A home stays when its user has left, so there may be more of them than users at work. */
function homesOf({ users, homeQuota, quota, storageQuota }: Lab): { bytes: number; claims: number } {
  const home = amount(homeQuota);
  const bytes = amount(storageQuota ?? quota?.storage ?? "0") || users * home;
  return { bytes, claims: quota?.claims ?? Math.max(1, Math.floor(bytes / home + 1e-9)) };
}

function cores(number: number): string {
  return Number.isInteger(number) ? String(number) : `${Math.ceil(number * 1000 - 1e-6)}m`;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)}Mi`;
}
