/** What NetApp Volumes is asked for, computed from the configuration. */
import type { GcpConfig } from "../../../config/schema";

export type Netapp = Extract<GcpConfig["storage"]["fileServer"], { kind: "netapp" }>;
type Export = Netapp["exports"][number];

/** GiB of the smallest pool of each service level. */
const smallestPool: Readonly<Record<Netapp["serviceLevel"], number>> = {
  FLEX: 1024,
  STANDARD: 2048,
  PREMIUM: 2048,
  EXTREME: 2048,
};

/** GiB of the pool for a volume: each has one of its own, since a volume never moves to another. */
export function poolSize(level: Netapp["serviceLevel"], size: number): number {
  return Math.max(size, smallestPool[level]);
}

/** Where pools lie: Flex ones in a zone, all others in the region. */
export function poolLocation(level: Netapp["serviceLevel"], region: string, [zone]: readonly string[]): string {
  return level === "FLEX" && zone !== undefined ? zone : region;
}

/**
 * Snapshots on the volume, spread over hour and night; undefined when none are kept.
 * Times are UTC; the weekly one is Sunday's.
 */
export function snapshotPolicy({ hourly, daily, weekly }: Netapp["snapshots"]) {
  if (hourly + daily + weekly === 0) return undefined;
  return {
    enabled: true,
    hourlySchedule: hourly > 0 ? { snapshotsToKeep: hourly, minute: 3 } : undefined,
    dailySchedule: daily > 0 ? { snapshotsToKeep: daily, hour: 3, minute: 6 } : undefined,
    weeklySchedule: weekly > 0 ? { snapshotsToKeep: weekly, day: "Sunday", hour: 6, minute: 9 } : undefined,
  };
}

/** Who may mount: `clients` and nobody else. */
export function exportRule({ readOnly, rootAccess }: Pick<Export, "readOnly" | "rootAccess">, clients: string) {
  return {
    allowedClients: clients,
    accessType: readOnly ? "READ_ONLY" : "READ_WRITE",
    nfsv3: true,
    nfsv4: true,
    squashMode: rootAccess ? "NO_ROOT_SQUASH" : "ROOT_SQUASH",
  };
}

/** Rights of a new volume's top folder. Without root nobody makes folders for others there, so everybody makes their own, as in /tmp. */
export function topFolder({ rootAccess }: Pick<Export, "rootAccess">): string {
  return rootAccess ? "0755" : "1777";
}

export interface QuotaRule {
  /** Stable part of the resource's name. */
  name: string;
  type: "DEFAULT_USER_QUOTA" | "INDIVIDUAL_USER_QUOTA";
  /** User ID. */
  target?: string;
  diskLimitMib: number;
}

/** The bound of every user of a volume, and those of single ones. */
export function quotaRules({
  name,
  userQuota,
  userQuotas,
}: Pick<Export, "name" | "userQuota" | "userQuotas">): QuotaRule[] {
  const everybody: QuotaRule[] =
    userQuota === undefined ? [] : [{ name: `${name}-everybody`, type: "DEFAULT_USER_QUOTA", diskLimitMib: userQuota }];
  return [
    ...everybody,
    ...userQuotas.map(({ uid, mib }) => ({
      name: `${name}-${uid}`,
      type: "INDIVIDUAL_USER_QUOTA" as const,
      target: String(uid),
      diskLimitMib: mib,
    })),
  ];
}
