/** Files of virtual labs: where homes lie, that there is room for them, and what else is mounted. */
import type { Problem } from "../problems";
import { amount } from "../quantity";
import type { Check } from "./context";
import { exportsOf } from "./facts";
import { labsOf, section } from "./labs";
import { gib, gibText, list, unknownName } from "./words";

export const homes: Check = (config) => {
  const name = config.services.virtualLabs?.homes;
  if (name === undefined) return [];
  const exports = exportsOf(config);
  const classes = config.storage.classes.map((one) => one.name);
  const path = `${section}.homes`;
  const found = exports.find((one) => one.name === name);
  if (!found && !classes.includes(name)) {
    const known = [...exports.map((one) => one.name), ...classes];
    return [{ path, message: unknownName(name, known, "storage.fileServer.exports or storage.classes") }];
  }
  if (found && classes.includes(name))
    return [{ path, message: `"${name}" is both an export and a StorageClass: rename one of them` }];
  return found?.readOnly
    ? [{ path, message: `"${name}" is read-only, but users write to their homes: choose another export` }]
    : [];
};

/** A home on an export is a claim, which the driver for NFS makes a folder of. */
export const homesDriver: Check = (config) => {
  const name = config.services.virtualLabs?.homes;
  return config.platform.nfsDriver === "none" && exportsOf(config).some((one) => one.name === name)
    ? [
        {
          path: "platform.nfsDriver",
          message: `"none", but the homes of labs are claims on the export "${name}": remove it`,
        },
      ]
    : [];
};

/** Together the homes may not promise more than the export holds; storageQuota says less for a lab that needs less. */
export const homesFit: Check = (config) => {
  const target = exportsOf(config).find((one) => one.name === config.services.virtualLabs?.homes);
  if (target?.size === undefined) return [];
  const labs = labsOf(config);
  const need = labs.reduce(
    (sum, { entry, users, homeQuota }) =>
      sum + (entry.storageQuota ? amount(entry.storageQuota) : users * amount(homeQuota)),
    0,
  );
  if (need <= target.size * gib + 1) return [];
  const message = `"${target.name}" has ${target.size} GiB, but the homes of ${list(labs.map(({ name }) => name))} may hold ${gibText(need)}: enlarge it, lower homeQuota, or set storageQuota of the labs`;
  return [{ path: `${section}.homes`, message }];
};

/** NFS holds a home to no size; the file server as a machine bounds each folder, when it is told to. */
export const homesBounded: Check = (config) => {
  if (config.lifecycle !== "production" || config.cloud !== "openstack") return [];
  const { fileServer } = config.storage;
  if (fileServer?.kind !== "vm") return [];
  const largest = Math.ceil(Math.max(...labsOf(config).map(({ homeQuota }) => amount(homeQuota))) / gib);
  return fileServer.exports.flatMap(({ name, quota }, index): Problem[] => {
    if (name !== config.services.virtualLabs?.homes || (quota !== undefined && quota >= largest)) return [];
    const path = `storage.fileServer.exports[${index}].quota`;
    return quota === undefined
      ? [
          {
            path,
            message: `is missing, so one user can fill the homes of all: write ${largest}, the largest homeQuota in GiB`,
          },
        ]
      : [{ path, message: `${quota} is less than the largest homeQuota: write ${largest}, or lower that` }];
  });
};

export const mounts: Check = (config) => {
  const exports = exportsOf(config);
  return labsOf(config).flatMap(({ path, entry }) => {
    const paths = entry.mounts.map((mount) => mount.path);
    return entry.mounts.flatMap((mount, index): Problem[] => {
      const at = `${path}.mounts[${index}]`;
      const found = exports.find((one) => one.name === mount.export);
      const names = exports.map((one) => one.name);
      return [
        ...(found
          ? []
          : [{ path: `${at}.export`, message: unknownName(mount.export, names, "storage.fileServer.exports") }]),
        ...(found?.readOnly && !mount.readOnly
          ? [
              {
                path: `${at}.readOnly`,
                message: `false, but export "${mount.export}" is read-only: change one of them`,
              },
            ]
          : []),
        ...(paths.indexOf(mount.path) < index
          ? [{ path: `${at}.path`, message: `"${mount.path}" is taken: choose another path` }]
          : []),
      ];
    });
  });
};
