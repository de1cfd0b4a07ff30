/** The worker nodes of a configuration, whatever it stands on, and what they have room for. */
import { machineType } from "../machine-types";
import { amount } from "../quantity";
import type { Config } from "../schema";
import { allocatable, type Capacity } from "../sizing";
import { coresText, gibText, list, lookup, mib } from "./words";

export interface Pool {
  name: string;
  /** Path of its entry in the configuration. */
  path: string;
  /** Nodes now, and most that the autoscaler makes. */
  count: number;
  max: number;
  /** Keeps away the pods that do not name it. */
  tainted: boolean;
  /** Of one node; undefined when its flavor or machine type is not known, which another check says. */
  size?: Capacity;
}

/** Name of the worker group that Magnum makes by itself. */
const defaultWorkers = "default-worker";

/** Every pool, in the order of the configuration. */
export function poolsOf(config: Config): Pool[] {
  switch (config.cloud) {
    case "openstack": {
      const { cluster, openstack } = config;
      const sizeOf = (flavor: string) => {
        const size = lookup(openstack.flavors, flavor);
        return size && { cpu: size.cpu, memory: size.memory * mib };
      };
      const { count, flavor } = cluster.workers;
      // The one pool whose autoscaling is told by labels.
      const max = Math.max(count, Number(cluster.labels.max_node_count ?? 0) || 0);
      return [
        { name: defaultWorkers, path: "cluster.workers", count, max, tainted: false, size: sizeOf(flavor) },
        ...cluster.nodePools.map((pool, index) => pooled(pool, index, sizeOf(pool.flavor))),
      ];
    }
    case "gcp":
      return config.cluster.nodePools.map((pool, index) => {
        const type = machineType(pool.machineType);
        return pooled(pool, index, type && { cpu: type.cpu, memory: type.memory * mib });
      });
    case "existing":
      return config.cluster.nodePools.map((pool, index) =>
        pooled(pool, index, { cpu: amount(pool.cpu), memory: amount(pool.memory) }),
      );
  }
}

type Entry = Pick<Config["cluster"]["nodePools"][number], "name" | "count" | "max" | "taints">;

function pooled({ name, count, max = count, taints }: Entry, index: number, size?: Capacity): Pool {
  const tainted = taints.some(({ effect }) => effect !== "PreferNoSchedule");
  return { name, path: `cluster.nodePools[${index}]`, count, max: Math.max(count, max), tainted, size };
}

/** Where pods may run: the pool that they name (none when it does not exist), or every one that keeps no pods away. */
export function poolsFor(name: string | undefined, pools: readonly Pool[]): Pool[] {
  if (name !== undefined) return pools.filter((pool) => pool.name === name);
  const open = pools.filter(({ tainted }) => !tainted);
  return open.length > 0 ? open : [...pools];
}

/** Nodes of all pools when each has grown as far as it may. */
export function mostNodes(pools: readonly Pool[]): number {
  return pools.reduce((sum, { max }) => sum + max, 0);
}

/** Cores and memory of all nodes of the pools when each has grown as far as it may. @param unknown What a size that is not known counts. */
export function sizeOfAll(pools: readonly Pool[], unknown: number): Capacity {
  return pools.reduce(
    (sum, { max, size = { cpu: unknown, memory: unknown } }) => ({
      cpu: sum.cpu + max * size.cpu,
      memory: sum.memory + max * size.memory,
    }),
    { cpu: 0, memory: 0 },
  );
}

/** Room for pods on all nodes of the pools at their maximum; undefined when a size is not known. */
export function roomFor(pools: readonly Pool[]): Capacity | undefined {
  return pools.reduce<Capacity | undefined>(
    (sum, { max, size }) => {
      if (sum === undefined || size === undefined) return undefined;
      const node = allocatable(size);
      return { cpu: sum.cpu + max * node.cpu, memory: sum.memory + max * node.memory };
    },
    { cpu: 0, memory: 0 },
  );
}

/** True when `need` is within `room`; sums of decimal fractions may be off by a hair. */
export function fits(need: Capacity, room: Capacity): boolean {
  return need.cpu <= room.cpu + 1e-6 && need.memory <= room.memory + 1;
}

/** True when one node of one of the pools can hold `need`, or may do so because a size is not known. */
export function fitsNode(need: Capacity, pools: readonly Pool[]): boolean {
  return pools.some(({ size }) => size === undefined || fits(need, allocatable(size)));
}

/** "7.5 cores and 57.6 GiB". */
export function capacityText({ cpu, memory }: Capacity): string {
  return `${coresText(cpu)} and ${gibText(memory)}`;
}

/** What the largest node of the pools has for pods, in words. */
export function largestText(pools: readonly Pool[]): string {
  const sizes = pools.flatMap(({ size }) => (size ? [allocatable(size)] : []));
  const cpu = Math.max(0, ...sizes.map((size) => size.cpu));
  const memory = Math.max(0, ...sizes.map((size) => size.memory));
  return capacityText({ cpu, memory });
}

/** `pool "notebook"`, or `pools "default-worker" and "notebook"`. */
export function poolsText(pools: readonly Pool[]): string {
  return `${pools.length === 1 ? "pool" : "pools"} ${list(pools.map(({ name }) => `"${name}"`))}`;
}

/** What the pools have for pods when each has grown as far as it may, in words. */
export function roomText(pools: readonly Pool[], room: Capacity): string {
  const nodes = mostNodes(pools);
  return `${poolsText(pools)} ${pools.length === 1 ? "has" : "have"} ${capacityText(room)} for pods on ${nodes} ${nodes === 1 ? "node" : "nodes"} at the most`;
}
