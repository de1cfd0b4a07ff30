/** The pool of HTCondor: values of its chart, and its bounds. Pure. */
import { mostNodes, poolsOf } from "../../../config/checks/pools";
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { twice, withinNodes } from "../../foundation/quota";
import { tolerationsOf } from "../../foundation/tolerations";
import type { ContainerResources, Values } from "../../foundation/values";
import type { Given } from "../service";

export type Batch = NonNullable<Config["services"]["batch"]>;
export type Condor = NonNullable<Batch["condor"]>;

const usual: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
};
const scaler: ContainerResources = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "256Mi" },
};

/** What HTCondor's own daemons take of an executor's memory, MiB. */
const daemons = 256;

/** Volume of the queue, and of files that jobs bring and leave. */
const spool = "50Gi";

/** Bounds of every container of the chart, by the path in its values. An executor has what it offers. */
export function condorResources({ cpu, memory }: Pick<Condor, "cpu" | "memory">): Record<string, ContainerResources> {
  return {
    "manager.resources": usual,
    "submit.resources": usual,
    "scaler.resources": scaler,
    "executor.resources": { requests: { cpu, memory }, limits: { cpu, memory } },
  };
}

/** Whole cores and MiB that an executor offers to jobs. */
export function offered({ cpu, memory }: Pick<Condor, "cpu" | "memory">): { cpu: number; memory: number } {
  return { cpu: Math.floor(amount(cpu)), memory: Math.floor(amount(memory) / 2 ** 20) - daemons };
}

export function condorValues(
  condor: Condor,
  secretName: string,
  { pools, priority }: Pick<Given, "pools" | "priority">,
): Values {
  const { executors, image, nodePool } = condor;
  const pool = pools.find(({ name }) => name === nodePool);
  return {
    secretName,
    priorityClassName: priority.service,
    submit: { storage: spool },
    executor: {
      ...executors,
      ...offered(condor),
      ...(image === undefined ? {} : { image }),
      priorityClassName: priority.batch,
      nodeSelector: { ...pool?.labels },
      tolerations: tolerationsOf(pool?.taints),
    },
  };
}

/** All executors, and the pool's own pods twice while they are renewed; no more than all nodes have. */
export function condorQuota(condor: Condor, config: Config): Config["platform"]["quota"] {
  const { max } = condor.executors;
  const limit = (kind: keyof ContainerResources["limits"]) =>
    max * amount(condor[kind]) + 2 * (2 * amount(usual.limits[kind]) + amount(scaler.limits[kind]));
  return {
    ...withinNodes(config, { cpu: limit("cpu"), memory: limit("memory") }),
    pods: max + 6,
    storage: twice(spool),
    claims: 2,
  };
}

/** Bounds of the namespace of the queues: twice what they promise, because jobs may take more than they ask for; no more than all nodes have. */
export function queuesQuota(queues: Batch["queues"], config: Config): Config["platform"]["quota"] {
  const sum = (kind: "cpu" | "memory") =>
    Object.values(queues).reduce((total, quota) => total + amount(quota[kind]), 0);
  return {
    ...config.platform.quota,
    ...withinNodes(config, { cpu: 2 * sum("cpu"), memory: 2 * sum("memory") }),
    // Small ones, many of them: as many as a node usually has.
    pods: 110 * mostNodes(poolsOf(config)),
  };
}
