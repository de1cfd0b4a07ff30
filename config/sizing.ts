/**
 * Sizes from DMTN-084 (Rubin Observatory, "Science platform deployment at data access centres"), the named defaults of the configuration,
 * and what a node keeps for itself. A site that differs says so in its stack file; these numbers stand nowhere else.
 */
export const dmtn084 = {
  /** What one user at work takes: cores and memory, from the idle notebook to the heavy one. */
  userCpu: { min: "0.5", max: "4" },
  userMemory: { min: "512M", max: "8G" },
  /** Quota of a home directory. */
  home: "100G",
  /** Disk of each node for images and containers, GiB. */
  nodeDisk: 100,
  /** Cache of container images. */
  imageCache: "250G",
  /** Shared files, GiB (10 TB). */
  sharedFiles: 10240,
} as const;

/** The three sizes that every virtual lab offers unless it says otherwise. */
export const labSizes = [
  { name: "small", cpu: { request: "250m", limit: "1" }, memory: { request: "768M", limit: "3072M" } },
  { name: "medium", cpu: { request: "500m", limit: "2" }, memory: { request: "1536M", limit: "6144M" } },
  { name: "large", cpu: { request: "1", limit: "4" }, memory: { request: "3072M", limit: "12288M" } },
];

/** What a node keeps for its system, kubelet and the pods that run on every node. */
export const nodeReserve = {
  /** Cores. */
  cpu: 0.5,
  /** Share of the memory. */
  memory: 0.1,
  /** Pods that run on every node: network, storage drivers, metrics. */
  pods: 15,
} as const;

/** Cores and bytes of memory. */
export interface Capacity {
  cpu: number;
  memory: number;
}

/** What is left of a node for the pods of services and users. */
export function allocatable({ cpu, memory }: Capacity): Capacity {
  return { cpu: Math.max(0, cpu - nodeReserve.cpu), memory: memory * (1 - nodeReserve.memory) };
}
