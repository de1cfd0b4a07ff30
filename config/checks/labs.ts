/** Virtual labs: names, what they mount, and that their users fit the nodes. */
import { quantity } from "../quantity";
import type { Problem } from "../problems";
import type { Config } from "../schema";
import { allocatable, dmtn084, nodeReserve } from "../sizing";
import type { Check } from "./context";
import { exportsOf } from "./facts";
import { capacityText, fits, mostNodes, type Pool, poolsFor, poolsOf, poolsText, roomFor, roomText } from "./pools";
import { coresText, gib, gibText, list, repeated, takenName, unknownName } from "./words";

const section = "services.virtualLabs";
const amount = (text: string) => quantity(text) ?? 0;

type Labs = NonNullable<Config["services"]["virtualLabs"]>;
type Size = Labs["sizes"][number];

/** A lab with what stands above all labs filled in. */
interface Lab {
  path: string;
  name: string;
  users: number;
  sizes: readonly Size[];
  sizesPath: string;
  /** Name of the pool of its users' servers; undefined: any. */
  pool?: string;
  entry: Labs["labs"][number];
  homeQuota: string;
}

function labsOf({ services: { virtualLabs } }: Config): Lab[] {
  return (virtualLabs?.labs ?? []).map((entry, index) => {
    const path = `${section}.labs[${index}]`;
    return {
      path,
      name: entry.name,
      users: entry.users,
      sizes: entry.sizes ?? virtualLabs?.sizes ?? [],
      sizesPath: `${entry.sizes ? path : section}.sizes`,
      pool: entry.nodePool ?? virtualLabs?.nodePool,
      entry,
      homeQuota: entry.homeQuota ?? virtualLabs?.homeQuota ?? "0Gi",
    };
  });
}

export const labNames: Check = (config) => {
  const labs = labsOf(config);
  const names = labs.map(({ name }) => name);
  return repeated(names).map((index) => ({
    path: `${section}.labs[${index}].name`,
    message: takenName(names[index] ?? ""),
  }));
};

export const labPools: Check = (config) => {
  const { virtualLabs } = config.services;
  const names = poolsOf(config).map(({ name }) => name);
  const used = [
    { path: `${section}.nodePool`, pool: virtualLabs?.nodePool },
    ...labsOf(config).map(({ path, entry }) => ({ path: `${path}.nodePool`, pool: entry.nodePool })),
  ];
  return used.flatMap(({ path, pool }) =>
    pool === undefined || names.includes(pool)
      ? []
      : [{ path, message: unknownName(pool, names, "cluster.nodePools") }],
  );
};

/** Every list of sizes once, with the pools of the labs that offer it. */
function sizeLists(config: Config): { path: string; sizes: readonly Size[]; pools: (string | undefined)[] }[] {
  const labs = labsOf(config);
  return [...new Map(labs.map(({ sizesPath, sizes }) => [sizesPath, sizes]))].map(([path, sizes]) => ({
    path,
    sizes,
    pools: [...new Set(labs.filter(({ sizesPath }) => sizesPath === path).map(({ pool }) => pool))],
  }));
}

export const sizeNames: Check = (config) =>
  sizeLists(config).flatMap(({ path, sizes }) => {
    const names = sizes.map(({ name }) => name);
    return repeated(names).map((index) => ({ path: `${path}[${index}].name`, message: takenName(names[index] ?? "") }));
  });

/** Less is no work: a notebook would be killed while it starts. */
export const smallestSizes: Check = (config) => {
  const least = { cpu: dmtn084.userCpu.min, memory: dmtn084.userMemory.min };
  return sizeLists(config).flatMap(({ path, sizes }) =>
    sizes.flatMap((size, index) =>
      (["cpu", "memory"] as const)
        .filter((kind) => amount(size[kind].limit) < amount(least[kind]))
        .map((kind) => ({
          path: `${path}[${index}].${kind}.limit`,
          message: `"${size[kind].limit}" is less than a user at work needs, "${least[kind]}" (DMTN-084): raise it`,
        })),
    ),
  );
};

/**
 * Cores may be promised to the last, since they are shared when there are not enough; memory only as far as pods can have it, since who
 * takes too much is killed. What a user is sure of must be free for pods.
 */
function sizeFits({ cpu, memory }: Size, { size: node }: Pool): boolean {
  if (node === undefined) return true;
  const room = allocatable(node);
  const limits = { cpu: amount(cpu.limit), memory: amount(memory.limit) };
  return fits(limits, { cpu: node.cpu, memory: room.memory }) && amount(cpu.request) <= room.cpu;
}

function nodeText({ size = { cpu: 0, memory: 0 } }: Pool): string {
  return `${coresText(size.cpu)} and ${gibText(allocatable(size).memory)} for pods`;
}

/** What a user may take must be there on one node, or it is a promise that no node keeps. */
export const sizesFitNodes: Check = (config) => {
  const all = poolsOf(config);
  return sizeLists(config).flatMap(({ path, sizes, pools }) =>
    sizes.flatMap((size, index): Problem[] => {
      const candidates = pools.map((name) => poolsFor(name, all)).filter((some) => some.length > 0);
      const tooSmall = candidates.find((some) => !some.some((pool) => sizeFits(size, pool)));
      if (tooSmall === undefined) return [];
      const limit = { cpu: amount(size.cpu.limit), memory: amount(size.memory.limit) };
      const nodes = list(tooSmall.map((pool) => `"${pool.name}" has ${nodeText(pool)}`));
      const message = `"${size.name}" may take ${capacityText(limit)}, but a node of ${nodes}: lower the limits, or choose larger nodes`;
      return [{ path: `${path}[${index}]`, message }];
    }),
  );
};

/** Labs that share nodes: those of each pool, and all together when one of them may run anywhere. */
function sharing(config: Config): { labs: Lab[]; pools: Pool[] }[] {
  const labs = labsOf(config);
  const all = poolsOf(config);
  const named = [...new Set(labs.flatMap(({ pool }) => pool ?? []))].map((name) => ({
    labs: labs.filter(({ pool }) => pool === name),
    pools: poolsFor(name, all),
  }));
  const anywhere = labs.some(({ pool }) => pool === undefined) ? [{ labs, pools: poolsFor(undefined, all) }] : [];
  return [...named, ...anywhere].filter(({ pools }) => pools.length > 0);
}

/** The key that says how many users there are. */
function usersPath(labs: readonly Lab[]): string {
  const [only] = labs;
  return labs.length === 1 && only ? `${only.path}.users` : `${section}.labs`;
}

function usersText(labs: readonly Lab[]): string {
  const users = labs.reduce((sum, lab) => sum + lab.users, 0);
  return `${users} ${users === 1 ? "user" : "users"} of ${list(labs.map(({ name }) => name))}`;
}

/** All users at work at the same time, each with what the default (first) size is sure of. */
export const usersFit: Check = (config) =>
  sharing(config).flatMap(({ labs, pools }): Problem[] => {
    const need = labs.reduce(
      (sum, { sizes: [size], users }) => ({
        cpu: sum.cpu + users * amount(size?.cpu.request ?? "0"),
        memory: sum.memory + users * amount(size?.memory.request ?? "0"),
      }),
      { cpu: 0, memory: 0 },
    );
    const room = roomFor(pools);
    if (room === undefined || fits(need, room)) return [];
    const message = `${usersText(labs)} need ${capacityText(need)} at the default size, but ${roomText(pools, room)}: raise max, choose larger nodes, or expect fewer users`;
    return [{ path: usersPath(labs), message }];
  });

/** A server is a pod. */
export const podsPerNode: Check = (config) =>
  sharing(config).flatMap(({ labs, pools }): Problem[] => {
    const { podsPerNode: most } = config.network;
    const users = labs.reduce((sum, lab) => sum + lab.users, 0);
    const room = mostNodes(pools) * Math.max(0, most - nodeReserve.pods);
    if (users <= room) return [];
    const message = `${usersText(labs)} need a pod each, but the nodes of ${poolsText(pools)} have room for ${room} at the most (network.podsPerNode ${most}, of which each node keeps ${nodeReserve.pods}): raise max or podsPerNode`;
    return [{ path: usersPath(labs), message }];
  });

/** A quota of the lab's own must hold all its users. */
export const labQuotas: Check = (config) =>
  labsOf(config).flatMap(({ path, entry: { quota }, sizes: [size], users }): Problem[] => {
    if (quota === undefined || size === undefined) return [];
    const limits = (["cpu", "memory"] as const).flatMap((kind) => {
      const need = users * amount(size[kind].limit);
      if (need <= amount(quota[kind]) + 1e-6) return [];
      const text = kind === "cpu" ? coresText(need) : gibText(need);
      const message = `"${quota[kind]}" is not enough for ${users} users, who may take ${text} at the default size: raise it`;
      return [{ path: `${path}.quota.${kind}`, message }];
    });
    return quota.pods < users
      ? [...limits, { path: `${path}.quota.pods`, message: `${quota.pods} is not enough for ${users} users: raise it` }]
      : limits;
  });

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
        ...(paths.indexOf(mount.path) < index ? [{ path: `${at}.path`, message: takenName(mount.path) }] : []),
      ];
    });
  });
};
