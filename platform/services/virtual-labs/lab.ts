/** One virtual lab, with what stands above all labs filled in. Pure. */
import { exportsOf } from "../../../config/checks/facts";
import { labsOf } from "../../../config/checks/labs";
import type { Config } from "../../../config/schema";

type Labs = NonNullable<Config["services"]["virtualLabs"]>;
export type Entry = Labs["labs"][number];
export type Size = Labs["sizes"][number];

export interface Lab
  extends Pick<
    Entry,
    "name" | "title" | "users" | "images" | "groups" | "admins" | "teaching" | "mounts" | "quota" | "storageQuota"
  > {
  /** Host name below the zone. */
  host: string;
  /** Version of the chart. */
  version: string;
  sizes: readonly Size[];
  homeQuota: string;
  /** StorageClass of the homes; each is a claim. */
  homeClass: string;
  /** Seconds after which a server that nobody uses is stopped. */
  idleCull: number;
  /** Node pool of users' servers. Missing: any that keeps no pods away. */
  nodePool?: string;
  /** Whether a pod on every node of the pool fetches the first image beforehand. */
  prepull: boolean;
}

/** Every lab of a site. */
export function labs(config: Config): Lab[] {
  const { virtualLabs } = config.services;
  if (virtualLabs === undefined) return [];
  const { homes } = virtualLabs;
  // The driver for NFS has a class for each export that may be written (platform/foundation/nfs-driver.ts).
  const homeClass = exportsOf(config).some(({ name }) => name === homes) ? `files-${homes}` : homes;
  return labsOf(config).map(({ entry, sizes, homeQuota, pool, prepull }) => ({
    ...entry,
    host: entry.host ?? entry.name,
    version: entry.version ?? virtualLabs.version,
    sizes,
    homeQuota,
    homeClass,
    idleCull: seconds(entry.idleCull ?? virtualLabs.idleCull),
    ...(pool === undefined ? {} : { nodePool: pool }),
    prepull,
  }));
}

const units: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** Seconds of a duration like "1h30m"; the schema lets nothing else through. */
export function seconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, number = "0", unit = "s"]) => sum + Number(number) * (units[unit] ?? 1),
    0,
  );
}
