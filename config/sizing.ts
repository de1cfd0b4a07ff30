/**
 * Sizes from DMTN-084 (Rubin Observatory, "Science platform deployment at data access centres"), the named defaults of the configuration.
 * A site that differs says so in its stack file; these numbers stand nowhere else.
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
