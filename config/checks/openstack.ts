/** What must fit on OpenStack: flavors, images, node groups. */
import type { Problem } from "../problems";
import type { OpenstackConfig } from "../schema";
import { lookup, unknownName } from "./words";

export function magnumPools({ cluster }: OpenstackConfig): Problem[] {
  const names = ["default-master", "default-worker", ...cluster.nodePools.map((pool) => pool.name)];
  return cluster.nodePools.flatMap((pool, index) => {
    const path = `cluster.nodePools[${index}]`;
    const problems: Problem[] = [];
    if (names.indexOf(pool.name) < index + 2) {
      const why = pool.name.startsWith("default-") ? "Magnum's own groups have that name" : "another pool has it";
      problems.push({ path: `${path}.name`, message: `"${pool.name}" is taken (${why}): choose another name` });
    }
    return [...problems, ...poolCounts(path, pool)];
  });
}

/** min <= count <= max, and no min alone: without max a pool is not autoscaled. */
export function poolCounts(path: string, pool: { count: number; min?: number; max?: number }): Problem[] {
  const { count, min = 1, max } = pool;
  const problems: Problem[] = [];
  if (pool.min !== undefined && max === undefined)
    problems.push({ path: `${path}.min`, message: `${min} has no meaning without max: give both, or only count` });
  if (min > count)
    problems.push({ path: `${path}.min`, message: `${min} is more than count ${count}: min <= count <= max` });
  if (max !== undefined && max < count)
    problems.push({ path: `${path}.max`, message: `${max} is less than count ${count}: min <= count <= max` });
  return problems;
}

/** Every flavor of the configuration: path, name, and whether nodes of Kubernetes have it. */
function usedFlavors({ cluster, storage }: OpenstackConfig): { path: string; flavor: string; node: boolean }[] {
  return [
    { path: "cluster.control.flavor", flavor: cluster.control.flavor, node: true },
    { path: "cluster.workers.flavor", flavor: cluster.workers.flavor, node: true },
    ...cluster.nodePools.map(({ flavor }, index) => ({
      path: `cluster.nodePools[${index}].flavor`,
      flavor,
      node: true,
    })),
    ...(storage.fileServer?.kind === "vm"
      ? [{ path: "storage.fileServer.flavor", flavor: storage.fileServer.flavor, node: false }]
      : []),
  ];
}

export function flavors(config: OpenstackConfig): Problem[] {
  const known = Object.keys(config.openstack.flavors);
  return usedFlavors(config)
    .filter(({ flavor }) => !known.includes(flavor))
    .map(({ path, flavor }) => ({ path, message: unknownName(flavor, known, "openstack.flavors") }));
}

/** The driver magnum-capi-helm refuses smaller nodes (its minimum_flavor_vcpus and minimum_flavor_ram). */
const least = { cpu: 2, memory: 2048 };

export function nodeFlavors(config: OpenstackConfig): Problem[] {
  if (config.cluster.driver !== "capi") return [];
  return usedFlavors(config).flatMap(({ path, flavor, node }) => {
    const size = lookup(config.openstack.flavors, flavor);
    if (!node || size === undefined || (size.cpu >= least.cpu && size.memory >= least.memory)) return [];
    const found = `${size.cpu} ${size.cpu === 1 ? "core" : "cores"} and ${size.memory} MiB`;
    const message = `"${flavor}" has ${found}, but nodes need ${least.cpu} cores and ${least.memory} MiB at least: choose a larger flavor`;
    return [{ path, message }];
  });
}

/** Name of the StorageClass that the Cluster API driver makes for a volume type (magnum-capi-helm, sanitized_name). */
export function driversClass(volumeType: string): string {
  return volumeType
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Volume types that the stack file names. */
export function namedVolumeTypes({ classes, volumes }: OpenstackConfig["storage"]): string[] {
  return [...classes.map(({ volumeType }) => volumeType), ...Object.values(volumes).map(({ type }) => type)];
}

/** The Cluster API driver's own classes: of one name with ours they would fight, and of one that is used more is known than is written. */
export function driversClasses({ cluster, storage }: OpenstackConfig): Problem[] {
  if (cluster.driver !== "capi") return [];
  const types = namedVolumeTypes(storage);
  // It takes one policy for all its classes (magnum-labels.ts).
  const policy = storage.classes.find((one) => one.default)?.reclaim;
  return storage.classes.flatMap(({ create, name, reclaim, volumeType, default: isDefault }, index): Problem[] => {
    const path = `storage.classes[${index}]`;
    const taken = types.find((type) => driversClass(type) === name);
    if (create) return taken === undefined ? [] : [{ path: `${path}.name`, message: classTaken(name, taken) }];
    const own = driversClass(volumeType);
    return [
      ...(name === own
        ? []
        : [
            {
              path: `${path}.name`,
              message: `"${name}" is not what driver capi calls its class of volume type "${volumeType}": write "${own}"`,
            },
          ]),
      ...(isDefault
        ? [
            {
              path: `${path}.default`,
              message:
                "which of the driver's classes is the default, the site's Magnum says: make a class of your own the default",
            },
          ]
        : []),
      ...(policy === undefined || reclaim === policy
        ? []
        : [
            {
              path: `${path}.reclaim`,
              message: `"${reclaim}" is not what driver capi's classes have, the default class's "${policy}": write that, or make a class of your own`,
            },
          ]),
    ];
  });
}

/** Why a class may not have this name, and what to do. */
export function classTaken(name: string, volumeType: string): string {
  return `"${name}" is what driver capi calls the class that it makes for volume type "${volumeType}": choose another name, or use the driver's (create: false)`;
}

/** With Cluster API the version is the image's: a name that says another version would make a cluster of that other version. */
export function image({ cluster }: OpenstackConfig): Problem[] {
  const version = /kube-(v\d+\.\d+\.\d+)/.exec(cluster.image)?.[1];
  return cluster.driver === "capi" && version !== undefined && version !== cluster.kubernetesVersion
    ? [
        {
          path: "cluster.image",
          message: `"${cluster.image}" is of ${version}, but cluster.kubernetesVersion is "${cluster.kubernetesVersion}": make them the same`,
        },
      ]
    : [];
}

/** The charts of the Cluster API driver bring Calico and Cilium only. */
export function networkDriver({ cluster }: OpenstackConfig): Problem[] {
  return cluster.driver === "capi" && cluster.networkDriver === "flannel"
    ? [
        {
          path: "cluster.networkDriver",
          message:
            '"flannel" is not known to driver capi: write "calico" or "cilium", which also enforce network policies',
        },
      ]
    : [];
}
