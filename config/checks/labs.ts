/** Virtual labs: names, sizes, and that their users fit the nodes. */
import { amount } from "../quantity";
import type { Problem } from "../problems";
import type { Config } from "../schema";
import { allocatable, type Capacity, dmtn084, nodeReserve } from "../sizing";
import type { Check } from "./context";
import {
  capacityText,
  fits,
  fitsNode,
  largestText,
  mostNodes,
  type Pool,
  poolsFor,
  poolsOf,
  poolsText,
  roomFor,
  roomText,
} from "./pools";
import { jupyterhubVersions } from "../versions";
import { coresText, gibText, list, taken, unknownName } from "./words";

export const section = "services.virtualLabs";

type Labs = NonNullable<Config["services"]["virtualLabs"]>;
type Size = Labs["sizes"][number];

/** A lab with what stands above all labs filled in. */
export interface Lab {
  path: string;
  name: string;
  users: number;
  sizes: readonly Size[];
  sizesPath: string;
  /** Name of the pool of its users' servers; undefined: any. */
  pool?: string;
  entry: Labs["labs"][number];
  homeQuota: string;
  prepull: boolean;
}

/** Every lab of the configuration. */
export function labsOf({ services: { virtualLabs } }: Config): Lab[] {
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
      prepull: entry.prepull ?? virtualLabs?.prepull ?? false,
    };
  });
}

export const labNames: Check = (config) =>
  taken(
    labsOf(config).map(({ name }) => name),
    (index) => `${section}.labs[${index}].name`,
  );

/** What a lab runs must be pinned. */
export const labVersions: Check = ({ services: { virtualLabs } }) => {
  const said = [
    { path: `${section}.version`, version: virtualLabs?.version },
    ...(virtualLabs?.labs ?? []).map(({ version }, index) => ({ path: `${section}.labs[${index}].version`, version })),
  ];
  return said.flatMap(({ path, version }) =>
    version === undefined || jupyterhubVersions.includes(version)
      ? []
      : [{ path, message: `"${version}" is not in platform/catalog.ts, which has ${list(jupyterhubVersions)}` }],
  );
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
  sizeLists(config).flatMap(({ path, sizes }) =>
    taken(
      sizes.map(({ name }) => name),
      (index) => `${path}[${index}].name`,
    ),
  );

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
 * takes too much is killed.
 */
function mayGrowOn(limit: Capacity, { size: node }: Pool): boolean {
  return node === undefined || fits(limit, { cpu: node.cpu, memory: allocatable(node).memory });
}

function nodeText({ size = { cpu: 0, memory: 0 } }: Pool): string {
  return `${coresText(size.cpu)} and ${gibText(allocatable(size).memory)} for pods`;
}

/** What a user may take must be there on one node, or it is a promise that no node keeps; what a user is sure of must be free there. */
export const sizesFitNodes: Check = (config) => {
  const all = poolsOf(config);
  return sizeLists(config).flatMap(({ path, sizes, pools }) =>
    sizes.flatMap((size, index): Problem[] => {
      const candidates = pools.map((name) => poolsFor(name, all)).filter((some) => some.length > 0);
      const problem = (message: string) => [{ path: `${path}[${index}]`, message: `"${size.name}" ${message}` }];
      const limit = { cpu: amount(size.cpu.limit), memory: amount(size.memory.limit) };
      const request = { cpu: amount(size.cpu.request), memory: amount(size.memory.request) };
      const tooSmall = candidates.find((some) => !some.some((pool) => mayGrowOn(limit, pool)));
      if (tooSmall !== undefined) {
        const nodes = list(tooSmall.map((pool) => `"${pool.name}" has ${nodeText(pool)}`));
        return problem(
          `may take ${capacityText(limit)}, but a node of ${nodes}: lower the limits, or choose larger nodes`,
        );
      }
      const tooFull = candidates.find((some) => !fitsNode(request, some));
      return tooFull === undefined
        ? []
        : problem(
            `is sure of ${capacityText(request)}, but the largest node of ${poolsText(tooFull)} has ${largestText(tooFull)} for pods: lower the requests, or choose larger nodes`,
          );
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
    // Each lab's image puller has one on every node.
    const pullers = labs.filter(({ prepull }) => prepull).length;
    const kept = nodeReserve.pods + pullers;
    const room = mostNodes(pools) * Math.max(0, most - kept);
    if (users <= room) return [];
    const further = pullers > 0 ? " or podsPerNode, or set prepull: false" : " or podsPerNode";
    const message = `${usersText(labs)} need a pod each, but the nodes of ${poolsText(pools)} have room for ${room} at the most (network.podsPerNode ${most}, of which each node keeps ${kept}${pullers > 0 ? `, ${pullers} of them for prepull` : ""}): raise max${further}`;
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
