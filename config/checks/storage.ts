/** StorageClasses, volumes, exports and buckets. */
import { formatPath, type Problem } from "../problems";
import type { Config, OpenstackConfig } from "../schema";
import type { Check } from "./context";
import { bucketsOf, exportPath, exportsOf } from "./facts";
import { classOf, podServer } from "./pod-files";
import { list, taken, unknownName } from "./words";

export const storageClasses: Check = ({ storage }) => {
  const defaults = storage.classes.filter((one) => one.default).map((one) => `"${one.name}"`);
  const problems = taken(
    storage.classes.map(({ name }) => name),
    (index) => `storage.classes[${index}].name`,
  );
  if (defaults.length !== 1) {
    const found = defaults.length === 0 ? "none is" : `${list(defaults)} are`;
    problems.push({
      path: "storage.classes",
      message: `exactly one class must be the default, ${found}: set default: true on one`,
    });
  }
  return problems;
};

export const exportNames: Check = (config) =>
  taken(
    exportsOf(config).map(({ name }) => name),
    (index) => `${exportPath(config, index)}.name`,
  );

/** What must outlive its claim: a mistake with kubectl would be the end of it. */
export const keptClasses: Check = ({ lifecycle, phalanx, services, storage }) => {
  if (lifecycle !== "production") return [];
  const holders = [
    { name: services.virtualLabs?.homes, what: "users' homes (services.virtualLabs.homes)" },
    { name: phalanx?.postgresStorageClass, what: "Phalanx's databases (phalanx.postgresStorageClass)" },
    ...servedFrom(storage),
  ];
  return storage.classes.flatMap(({ name, reclaim }, index) =>
    holders
      .filter((holder) => holder.name === name && reclaim === "Delete")
      .map(({ what }) => ({
        path: `storage.classes[${index}].reclaim`,
        message: `"Delete" loses a volume with its claim, but class "${name}" holds ${what}: write Retain in production`,
      })),
  );
};

/** Classes of the volumes whose files are served from pods. */
function servedFrom(storage: Config["storage"]): { name: string | undefined; what: string }[] {
  const exports = podServer({ storage })?.exports ?? [];
  return exports.map((one) => ({
    name: classOf(one, storage)?.name,
    what: `the export "${one.name}" (storage.fileServer)`,
  }));
}

/** S3 and Google take 63 characters. */
const longestBucket = 63;

export const bucketNames: Check = (config) => {
  if (config.cloud === "existing") return [];
  const { buckets } = config.objectStore;
  const prefix = config.cloud === "gcp" ? `${config.gcp.project}-${config.site}-` : `${config.site}-`;
  return [
    ...taken(buckets, (index) => `objectStore.buckets[${index}]`),
    ...buckets.flatMap((purpose, index) => {
      const name = `${prefix}${purpose}`;
      return name.length > longestBucket
        ? [
            {
              path: `objectStore.buckets[${index}]`,
              message: `"${purpose}" makes the name ${name}, which has ${name.length} characters of ${longestBucket}: choose a shorter one`,
            },
          ]
        : [];
    }),
  ];
};

/** Settings of buckets that there are none of. */
export function bucketSettings({ objectStore }: OpenstackConfig): Problem[] {
  const { buckets, keys, lifecycle, quota, versions } = objectStore;
  const named = [
    ...versions.map((bucket, index) => ({ path: `objectStore.versions[${index}]`, bucket })),
    ...keys.map((bucket, index) => ({ path: `objectStore.keys[${index}]`, bucket })),
    ...Object.keys(quota).map((bucket) => ({ path: formatPath(["objectStore", "quota", bucket]), bucket })),
    ...Object.keys(lifecycle).map((bucket) => ({ path: formatPath(["objectStore", "lifecycle", bucket]), bucket })),
  ];
  return named
    .filter(({ bucket }) => !buckets.includes(bucket))
    .map(({ path, bucket }) => ({ path, message: unknownName(bucket, buckets, "objectStore.buckets") }));
}

/** What lifecycle rules cannot do, or must not. */
export function bucketLifecycle({ objectStore, services }: OpenstackConfig): Problem[] {
  const targets = Object.entries(services.backup?.targets ?? {});
  return Object.entries(objectStore.lifecycle).flatMap(([bucket, { deleteAfter, oldVersions }]): Problem[] => {
    const at = (key?: string) => formatPath(["objectStore", "lifecycle", bucket, ...(key === undefined ? [] : [key])]);
    const target = targets.find(([, one]) => one.kind === "bucket" && one.bucket === bucket)?.[0];
    return [
      ...(deleteAfter === undefined && oldVersions === undefined
        ? [{ path: at(), message: "says nothing: give deleteAfter or oldVersions, or take it away" }]
        : []),
      ...(oldVersions !== undefined && !objectStore.versions.includes(bucket)
        ? [
            {
              path: at("oldVersions"),
              message: `the bucket keeps no versions: add "${bucket}" to objectStore.versions`,
            },
          ]
        : []),
      ...(deleteAfter !== undefined && services.registry?.bucket === bucket
        ? [
            {
              path: at("deleteAfter"),
              message: `${deleteAfter} would take parts of images that are in use: Harbor deletes them itself, so take it away`,
            },
          ]
        : []),
      ...(deleteAfter !== undefined && target !== undefined
        ? [
            {
              path: at("deleteAfter"),
              message: `${deleteAfter} would break newer backups of services.backup.targets.${target}, which share their data with older ones: set services.backup.retainDays`,
            },
          ]
        : []),
    ];
  });
}

/** Buckets that services write to. */
export const usedBuckets: Check = (config) => {
  const { tap, logging, backup, registry } = config.services;
  const used = [
    ...(tap ? [{ path: "services.tap.resultsBucket", bucket: tap.resultsBucket }] : []),
    ...(logging?.kind === "loki" ? [{ path: "services.logging.bucket", bucket: logging.bucket }] : []),
    ...(registry?.bucket === undefined ? [] : [{ path: "services.registry.bucket", bucket: registry.bucket }]),
    ...Object.entries(backup?.targets ?? {}).flatMap(([name, target]) =>
      target.kind === "bucket" ? [{ path: `services.backup.targets.${name}.bucket`, bucket: target.bucket }] : [],
    ),
  ];
  const known = bucketsOf(config);
  return used
    .filter(({ bucket }) => !known?.includes(bucket))
    .map(({ path, bucket }) => ({
      path,
      message: known
        ? unknownName(bucket, known, "objectStore.buckets")
        : `"${bucket}" needs an object store: add objectStore with this bucket`,
    }));
};
