/** The file server of a site on OpenStack: its exports' volumes and bounds, and its way to CephFS. */
import { formatPath, type Problem } from "../problems";
import { overlap } from "../ranges";
import type { OpenstackConfig } from "../schema";
import { lookup, unknownName } from "./words";

type Server = Extract<OpenstackConfig["storage"]["fileServer"], { kind: "vm" }>;

const at = (...path: (string | number)[]) => formatPath(["storage", "fileServer", ...path]);

export function serverVolumes({ storage }: OpenstackConfig): Problem[] {
  const { fileServer: server, volumes } = storage;
  if (server?.kind !== "vm") return [];
  return server.exports.flatMap(({ volume }, index) => {
    const path = at("exports", index, "volume");
    if (!Object.hasOwn(volumes, volume))
      return [{ path, message: unknownName(volume, Object.keys(volumes), "storage.volumes") }];
    return server.exports.slice(0, index).some((other) => other.volume === volume)
      ? [{ path, message: `"${volume}" is exported already: give each export a volume of its own` }]
      : [];
  });
}

/** A bound that nobody can reach is none, and whoever wrote it thinks otherwise. */
export function quotasFit({ storage }: OpenstackConfig): Problem[] {
  const { fileServer: server, volumes } = storage;
  if (server?.kind !== "vm") return [];
  return server.exports.flatMap(({ quota, quotas, volume }, index) => {
    const size = lookup(volumes, volume)?.size;
    if (size === undefined) return [];
    const bounds = [
      ...(quota === undefined ? [] : [{ path: at("exports", index, "quota"), gib: quota }]),
      ...Object.entries(quotas).map(([folder, gib]) => ({ path: at("exports", index, "quotas", folder), gib })),
    ];
    return bounds
      .filter(({ gib }) => gib > size)
      .map(({ path, gib }) => ({
        path,
        message: `${gib} GiB is more than the volume "${volume}" has (${size} GiB): lower it, or raise storage.volumes.${volume}.size`,
      }));
  });
}

/** Nova takes 128 values of 255 characters for a machine; a few are the site's own. */
const most = { values: 110, characters: 255 };

export function quotasTravel({ storage }: OpenstackConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "vm") return [];
  const values = server.exports.map(({ quotas }) => valuesFor(quotas));
  const all = values.reduce((sum, count) => sum + count, 0) + 4 * server.exports.length;
  const largest = values.indexOf(Math.max(...values));
  if (all <= most.values) return [];
  const count = Object.keys(server.exports[largest]?.quotas ?? {}).length;
  const message = `${count} bounds of single folders are more than reach the file server (Nova's metadata): raise quota for everybody and keep the exceptions few`;
  return [{ path: at("exports", largest, "quotas"), message }];
}

/** Values that a list of bounds takes at the most. */
function valuesFor(quotas: Server["exports"][number]["quotas"]): number {
  const words = Object.entries(quotas).map(([folder, gib]) => ` ${folder}=${gib}`.length);
  const room = most.characters - Math.max(0, ...words) - 1;
  return Math.ceil(words.reduce((sum, length) => sum + length, 0) / room);
}

export function cephfs({ storage }: OpenstackConfig): Problem[] {
  const server = storage.fileServer;
  if (server?.kind !== "vm" || !server.cephfs) return [];
  const { range, routes, shares, shareType } = server.cephfs;
  const missing =
    shares.length > 0 && shareType === undefined
      ? [
          {
            path: at("cephfs", "shareType"),
            message: "is missing: shares are made of it (`openstack share type list`)",
          },
        ]
      : [];
  const elsewhere = routes.flatMap(({ via }, index) =>
    overlap(via, range)
      ? []
      : [
          {
            path: at("cephfs", "routes", index, "via"),
            message: `"${via}" is not in storage.fileServer.cephfs.range "${range}": write a router of that network`,
          },
        ],
  );
  return [...missing, ...elsewhere];
}
