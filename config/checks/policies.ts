/** Exceptions from the policies, and the bound of what the stack takes of the cloud. */
import { machineType } from "../machine-types";
import { amount } from "../quantity";
import type { Config } from "../schema";
import type { Capacity } from "../sizing";
import type { Check } from "./context";
import { mostNodes, poolsOf } from "./pools";
import { coresText, gib, gibText, lookup, mib } from "./words";

/** An exception ends; it is not forgotten. */
export const exceptions: Check = ({ policies }, { today }) => {
  const day = today.toISOString().slice(0, 10);
  return policies.exceptions.flatMap(({ expires, rule, resource }, index) =>
    expires < day
      ? [
          {
            path: `policies.exceptions[${index}].expires`,
            message: `the exception of "${resource}" from ${rule} ended on ${expires}: put it right and remove it, or agree on a new day`,
          },
        ]
      : [],
  );
};

/** Machines besides the worker nodes. */
function otherMachines(config: Config): { count: number; size: Capacity | undefined }[] {
  const server = config.storage.fileServer;
  if (config.cloud === "openstack") {
    const sizeOf = (flavor: string) => {
      const size = lookup(config.openstack.flavors, flavor);
      return size && { cpu: size.cpu, memory: size.memory * mib };
    };
    const { control } = config.cluster;
    return [
      { count: control.count, size: sizeOf(control.flavor) },
      ...(server?.kind === "vm" && "flavor" in server ? [{ count: 1, size: sizeOf(server.flavor) }] : []),
    ];
  }
  if (server?.kind !== "vm" || !("machineType" in server)) return [];
  const type = machineType(server.machineType);
  return [{ count: 1, size: type && { cpu: type.cpu, memory: type.memory * mib } }];
}

/** Cores and bytes of all machines when every pool has grown as far as it may; undefined when a size is not known. */
export function allMachines(config: Config): Capacity | undefined {
  const machines = [...poolsOf(config).map(({ max, size }) => ({ count: max, size })), ...otherMachines(config)];
  return machines.reduce<Capacity | undefined>(
    (sum, { count, size }) =>
      sum && size ? { cpu: sum.cpu + count * size.cpu, memory: sum.memory + count * size.memory } : undefined,
    { cpu: 0, memory: 0 },
  );
}

/** Bytes of the volumes that the configuration names: data, disks of nodes and servers. What pods claim comes on top. */
export function allVolumes(config: Config): number {
  const nodes = mostNodes(poolsOf(config));
  switch (config.cloud) {
    case "openstack": {
      const { cluster, storage } = config;
      const data = Object.values(storage.volumes).reduce((sum, { size }) => sum + size, 0);
      const root = storage.fileServer?.kind === "vm" ? storage.fileServer.rootDisk : 0;
      return (data + root + (nodes + cluster.control.count) * cluster.dockerVolumeSize) * gib;
    }
    case "gcp": {
      const { cluster, cloudSql, storage } = config;
      const disks = poolsOf(config).reduce(
        (sum, { max }, index) => sum + max * (cluster.nodePools[index]?.diskSize ?? 0),
        0,
      );
      const files = storage.fileServer;
      const shares = files && files.kind !== "existing" ? files.exports.reduce((sum, { size }) => sum + size, 0) : 0;
      return (disks + shares + (cloudSql?.diskSize ?? 0)) * gib;
    }
    case "existing":
      return 0;
  }
}

/** A budget that the pools' own maximum breaks would stop the autoscaler one day, or nobody. */
export const budget: Check = (config) => {
  const bound = config.policies.budget;
  if (bound === undefined) return [];
  const machines = allMachines(config);
  const least = { cpu: machines?.cpu, memory: machines?.memory, storage: allVolumes(config) };
  return (["cpu", "memory", "storage"] as const).flatMap((kind) => {
    const need = least[kind];
    if (need === undefined || need <= amount(bound[kind])) return [];
    const what = kind === "storage" ? "all volumes of this file take" : "all machines take at the pools' maximum";
    const text = kind === "cpu" ? coresText(need) : gibText(need);
    return [
      {
        path: `policies.budget.${kind}`,
        message: `"${bound[kind]}" is less than the ${text} that ${what}: raise it, or plan for less`,
      },
    ];
  });
};
