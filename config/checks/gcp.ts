/** What must fit on Google Cloud: zones, machine types, names, the database's size. */
import { machineType, machineTypes } from "../machine-types";
import { closest, formatPath, type Problem } from "../problems";
import type { GcpConfig } from "../schema";
import { poolCounts } from "./openstack";
import { listedTwice, taken, unknownName } from "./words";

export function zones({ gcp }: GcpConfig): Problem[] {
  const outside = gcp.zones.flatMap((zone, index) =>
    zone.startsWith(`${gcp.region}-`)
      ? []
      : [
          {
            path: `gcp.zones[${index}]`,
            message: `"${zone}" is not in gcp.region "${gcp.region}": choose one of its zones`,
          },
        ],
  );
  return [...outside, ...taken(gcp.zones, (index) => `gcp.zones[${index}]`, listedTwice)];
}

export function gkePools({ cluster }: GcpConfig): Problem[] {
  return [
    ...taken(
      cluster.nodePools.map(({ name }) => name),
      (index) => `cluster.nodePools[${index}].name`,
    ),
    ...cluster.nodePools.flatMap((pool, index) => poolCounts(`cluster.nodePools[${index}]`, pool)),
  ];
}

/** What fits on the nodes can only be checked for types whose size is known. */
export function knownMachines({ cluster, storage }: GcpConfig): Problem[] {
  const used = cluster.nodePools.map((pool, index) => ({
    path: `cluster.nodePools[${index}].machineType`,
    type: pool.machineType,
  }));
  const server = storage.fileServer;
  if (server?.kind === "vm") used.push({ path: "storage.fileServer.machineType", type: server.machineType });
  return used
    .filter(({ type }) => machineType(type) === undefined)
    .map(({ path, type }) => {
      const series = type.replace(/-\d+$/, "");
      const sizes = machineTypes.filter((name) => name.replace(/-\d+$/, "") === series);
      const nearest = sizes.length > 0 ? undefined : closest(type, machineTypes);
      const hint =
        sizes.length > 0
          ? `there are ${sizes.join(", ")}`
          : nearest
            ? `did you mean "${nearest}"?`
            : "if Google Cloud has it, add its size to config/machine-types.ts";
      return { path, message: `"${type}" is not a known machine type: ${hint}` };
    });
}

/** IDs of service accounts have 30 characters at most, the site's name and what they are for; other names may be longer. */
const longestSite = 16;

export function siteLength({ site }: GcpConfig): Problem[] {
  return site.length > longestSite
    ? [
        {
          path: "site",
          message: `"${site}" has ${site.length} characters, but on Google Cloud it may have ${longestSite}: names of service accounts begin with it, and have room for 30`,
        },
      ]
    : [];
}

/** 0.9 to 6.5 GiB for each core, in steps of 256 MiB; at least 3.75 GiB; one core or an even number of them. */
export function cloudSqlTier({ cloudSql }: GcpConfig): Problem[] {
  if (cloudSql === undefined) return [];
  const path = "cloudSql.tier";
  const parts = /^db-custom-(\d+)-(\d+)$/.exec(cloudSql.tier);
  if (!parts)
    return [{ path, message: `"${cloudSql.tier}" is no size: write db-custom-<cores>-<MiB>, like db-custom-4-16384` }];
  const [cores, mib] = [Number(parts[1]), Number(parts[2])];
  const wrong = (rule: string) => [{ path, message: `"${cloudSql.tier}" does not exist: ${rule}` }];
  if (cores !== 1 && (cores % 2 !== 0 || cores < 2 || cores > 96))
    return wrong("cores are 1, or an even number up to 96");
  if (mib % 256 !== 0) return wrong("memory comes in steps of 256 MiB");
  const [least, most] = [Math.max(3840, Math.ceil((cores * 921.6) / 256) * 256), cores * 6656];
  return mib < least || mib > most ? wrong(`${cores} cores go with ${least} to ${most} MiB`) : [];
}

export function cloudSqlDatabases({ cloudSql }: GcpConfig): Problem[] {
  return taken(cloudSql?.databases ?? [], (index) => `cloudSql.databases[${index}]`);
}

export function deleteAfter({ objectStore }: GcpConfig): Problem[] {
  return Object.keys(objectStore.deleteAfter)
    .filter((bucket) => !objectStore.buckets.includes(bucket))
    .map((bucket) => ({
      path: formatPath(["objectStore", "deleteAfter", bucket]),
      message: unknownName(bucket, objectStore.buckets, "objectStore.buckets"),
    }));
}

/** GiB that an instance of each tier has at least; the schema holds all to 1024. */
const smallestFilestore: Readonly<Record<string, number>> = { BASIC_SSD: 2560 };

export function filestoreSize({ storage }: GcpConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "filestore") return [];
  const least = smallestFilestore[server.tier] ?? 0;
  return server.exports.flatMap(({ size }, index) =>
    size < least
      ? [
          {
            path: `storage.fileServer.exports[${index}].size`,
            message: `${size} is too small for tier ${server.tier}, which begins at ${least} GiB`,
          },
        ]
      : [],
  );
}

/** GiB from which NetApp makes large-capacity volumes. */
const largeVolume = 15360;

export function largeVolumes({ storage }: GcpConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "netapp") return [];
  return server.exports.flatMap(({ largeCapacity, size }, index) =>
    largeCapacity && size < largeVolume
      ? [
          {
            path: `storage.fileServer.exports[${index}].size`,
            message: `${size} is too small with largeCapacity, which begins at ${largeVolume} GiB`,
          },
        ]
      : [],
  );
}

/** A volume in two zones is of no use when all nodes are in one. */
export function regionalClasses({ gcp, storage }: GcpConfig): Problem[] {
  return storage.classes.flatMap(({ regional }, index) =>
    regional && gcp.zones.length < 2
      ? [
          {
            path: `storage.classes[${index}].regional`,
            message: `true needs nodes in two zones, but gcp.zones has only "${gcp.zones.join()}": add one, or remove it`,
          },
        ]
      : [],
  );
}
