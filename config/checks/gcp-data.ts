/** What Google's services for files, databases and images take, as their documentation says. */
import type { Problem } from "../problems";
import type { GcpConfig } from "../schema";
import { listedTwice, taken } from "./words";

/** Cloud SQL's standby is kept by the same log that recovery reads. */
export function standby({ cloudSql }: GcpConfig): Problem[] {
  return cloudSql?.highAvailability && !cloudSql.pointInTimeRecovery
    ? [
        {
          path: "cloudSql.pointInTimeRecovery",
          message: "false does not go with highAvailability, which needs it: write true, or highAvailability: false",
        },
      ]
    : [];
}

/** PostgreSQL's and Cloud SQL's own; and what the site has service accounts for, whose names are made in the same way. */
const ownDatabases = /^(postgres|template[01]|cloudsql.*)$/;
const ownAccounts = ["nodes", "objects"];

export function databaseNames({ cloudSql }: GcpConfig): Problem[] {
  return (cloudSql?.databases ?? []).flatMap((name, index): Problem[] => {
    const path = `cloudSql.databases[${index}]`;
    if (ownDatabases.test(name)) return [{ path, message: `"${name}" is Cloud SQL's own: choose another name` }];
    return ownAccounts.includes(name)
      ? [{ path, message: `"${name}" is the name of the site's own service account: choose another name` }]
      : [];
  });
}

type Tier = Extract<GcpConfig["storage"]["fileServer"], { kind: "filestore" }>["tier"];

/** Sizes in GiB up to a bound, in steps; basic instances have any size up to 63.9 TiB. */
const scalable = [
  { most: 9984, step: 256 },
  { most: 102_400, step: 2560 },
];
const filestoreSizes: Readonly<Record<Tier, readonly { most: number; step: number }[]>> = {
  BASIC_HDD: [{ most: 65_433, step: 1 }],
  BASIC_SSD: [{ most: 65_433, step: 1 }],
  ZONAL: scalable,
  REGIONAL: scalable,
  ENTERPRISE: [{ most: 10_240, step: 256 }],
};

export function filestoreSteps({ storage }: GcpConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "filestore") return [];
  const sizes = filestoreSizes[server.tier];
  const rule = sizes
    .map(({ most, step }) => (step === 1 ? `up to ${most} GiB` : `multiples of ${step} GiB up to ${most}`))
    .join(", then ");
  return server.exports.flatMap(({ size }, index) => {
    const range = sizes.find(({ most }) => size <= most);
    return range === undefined || size % range.step !== 0
      ? [
          {
            path: `storage.fileServer.exports[${index}].size`,
            message: `${size} is no size of tier ${server.tier}, which has ${rule}`,
          },
        ]
      : [];
  });
}

export function largeVolumeLevel({ storage }: GcpConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "netapp" || ["PREMIUM", "EXTREME"].includes(server.serviceLevel)) return [];
  return server.exports.flatMap(({ largeCapacity }, index) =>
    largeCapacity
      ? [
          {
            path: `storage.fileServer.exports[${index}].largeCapacity`,
            message: `true needs serviceLevel PREMIUM or EXTREME, but it is ${server.serviceLevel}`,
          },
        ]
      : [],
  );
}

/** Two bounds for one user would be two resources of one name. */
export function userQuotas({ storage }: GcpConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "netapp") return [];
  return server.exports.flatMap(({ userQuotas: quotas }, index) =>
    taken(
      quotas.map(({ uid }) => String(uid)),
      (quota) => `storage.fileServer.exports[${index}].userQuotas[${quota}].uid`,
      listedTwice,
    ),
  );
}

export function repositories({ artifactRegistry }: GcpConfig): Problem[] {
  return taken(artifactRegistry, (index) => `artifactRegistry[${index}]`, listedTwice);
}
