/** Batch jobs: that executors and queues fit the nodes. */
import { amount } from "../quantity";
import type { Problem } from "../problems";
import type { Check } from "./context";
import { capacityText, fits, fitsNode, largestText, poolsFor, poolsOf, poolsText, roomFor, roomText } from "./pools";
import { unknownName } from "./words";

export const condor: Check = (config) => {
  const pool = config.services.batch?.condor;
  if (!pool) return [];
  const path = "services.batch.condor";
  const { executors, nodePool } = pool;
  const all = poolsOf(config);
  const names = all.map(({ name }) => name);
  const counts =
    executors.min > executors.max
      ? [{ path: `${path}.executors.min`, message: `${executors.min} is more than max ${executors.max}: min <= max` }]
      : [];
  if (nodePool !== undefined && !names.includes(nodePool))
    return [...counts, { path: `${path}.nodePool`, message: unknownName(nodePool, names, "cluster.nodePools") }];
  const pools = poolsFor(nodePool, all);
  return [...counts, ...executorsFit(path, pool, pools)];
};

function executorsFit(
  path: string,
  { cpu, memory, executors }: { cpu: string; memory: string; executors: { max: number } },
  pools: ReturnType<typeof poolsOf>,
): Problem[] {
  const each = { cpu: amount(cpu), memory: amount(memory) };
  if (!fitsNode(each, pools)) {
    const message = `an executor takes ${capacityText(each)}, but the largest node of ${poolsText(pools)} has ${largestText(pools)} for pods: lower cpu or memory, or choose larger nodes`;
    return [{ path, message }];
  }
  const need = { cpu: each.cpu * executors.max, memory: each.memory * executors.max };
  const room = roomFor(pools);
  if (room === undefined || fits(need, room)) return [];
  const message = `${executors.max} executors take ${capacityText(need)}, but ${roomText(pools, room)}: lower it, or raise max of the nodes`;
  return [{ path: `${path}.executors.max`, message }];
}

/** Queues lend each other nothing, so all that they promise must be there at once. */
export const queuesTogether: Check = (config) => {
  const pools = poolsOf(config);
  const room = roomFor(pools);
  const quotas = Object.values(config.services.batch?.queues ?? {}).map(({ cpu, memory }) => ({
    cpu: amount(cpu),
    memory: amount(memory),
  }));
  // One that is too large by itself is said by itself.
  if (room === undefined || quotas.some((one) => !fits(one, room))) return [];
  const need = quotas.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), {
    cpu: 0,
    memory: 0,
  });
  if (fits(need, room)) return [];
  const message = `together promise ${capacityText(need)}, but ${roomText(pools, room)}: lower them, or raise max of the nodes`;
  return [{ path: "services.batch.queues", message }];
};

/** An executor offers whole cores, HTCondor itself needs some memory, and policies/ stops containers that are too large. */
export const executorSize: Check = ({ policies, services: { batch } }) => {
  const path = "services.batch.condor";
  const pool = batch?.condor;
  if (pool === undefined) return [];
  const { cpu, memory } = pool;
  const tooLarge = (["cpu", "memory"] as const)
    .filter((kind) => amount(pool[kind]) > amount(policies.container[kind]))
    .map((kind) => ({
      path: `${path}.${kind}`,
      message: `"${pool[kind]}" is more than policies.container.${kind} "${policies.container[kind]}": lower it, or raise that`,
    }));
  return [
    ...tooLarge,
    ...(Number.isInteger(amount(cpu)) && amount(cpu) > 0
      ? []
      : [{ path: `${path}.cpu`, message: `"${cpu}" is no whole number of cores: executors offer whole ones` }]),
    ...(amount(memory) >= 2 ** 30
      ? []
      : [{ path: `${path}.memory`, message: `"${memory}" is too little for HTCondor and a job: at least 1Gi` }]),
  ];
};

/** A queue that promises more than there is keeps its jobs waiting for ever. */
export const queues: Check = (config) => {
  const pools = poolsOf(config);
  const room = roomFor(pools);
  return Object.entries(config.services.batch?.queues ?? {}).flatMap(([name, quota]) => {
    const need = { cpu: amount(quota.cpu), memory: amount(quota.memory) };
    if (room === undefined || fits(need, room)) return [];
    const message = `its jobs may take ${capacityText(need)}, but ${roomText(pools, room)}: lower it, or raise max of the nodes`;
    return [{ path: `services.batch.queues.${name}`, message }];
  });
};
