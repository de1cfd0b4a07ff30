/** Quotas of namespaces. */
import { amount } from "../quantity";
import type { Problem } from "../problems";
import type { Check } from "./context";
import { workloadsOf } from "./facts";

const kinds = ["cpu", "memory"] as const;

/** A service that asks for more than its namespace may have waits for pods that never come, until its release times out. */
export const quotas: Check = (config) => {
  const { quota } = config.platform;
  return workloadsOf(config).flatMap(({ path, replicas, resources }) => [
    ...kinds.flatMap((kind) => {
      const { limit } = resources[kind];
      if (amount(limit) * replicas <= amount(quota[kind])) return [];
      const many = replicas > 1 ? ` for each of ${replicas} replicas` : "";
      const message = `"${limit}"${many} is more than platform.quota.${kind} "${quota[kind]}": raise the quota or lower either`;
      return [{ path: `${path}.resources.${kind}.limit`, message }];
    }),
    ...(replicas > quota.pods
      ? [
          {
            path: `${path}.replicas`,
            message: `${replicas} is more than platform.quota.pods ${quota.pods}: raise the quota or lower it`,
          },
        ]
      : []),
  ]);
};

/** A container that asks for nothing must fit the namespace too. */
export const containerDefaults: Check = ({ platform: { containerDefaults: defaults, quota } }) =>
  kinds
    .filter((kind) => amount(defaults[kind].limit) > amount(quota[kind]))
    .map((kind) => ({
      path: `platform.containerDefaults.${kind}.limit`,
      message: `"${defaults[kind].limit}" is more than platform.quota.${kind} "${quota[kind]}": raise the quota or lower it`,
    }));

/** Volumes that services claim, against what their namespaces may claim. */
export const claims: Check = ({ database, platform: { quota }, secrets, services: { monitoring, registry, tap } }) => {
  const wanted = [
    ...(monitoring ? [{ path: "services.monitoring.storage", each: monitoring.storage, count: 1 }] : []),
    ...(tap ? [{ path: "services.tap.storage", each: tap.storage, count: 1 }] : []),
    ...(registry && registry.bucket === undefined
      ? [{ path: "services.registry.storage", each: registry.storage, count: 1 }]
      : []),
    ...(database?.kind === "in-cluster" ? [{ path: "database.storage", each: database.storage, count: 1 }] : []),
    ...(secrets.backend === "vault-in-cluster"
      ? [{ path: "secrets.storage", each: secrets.storage, count: secrets.replicas }]
      : []),
  ];
  return wanted.flatMap(({ path, each, count }): Problem[] => {
    if (amount(each) * count <= amount(quota.storage)) return [];
    const many = count > 1 ? ` for each of ${count} volumes` : "";
    return [
      {
        path,
        message: `"${each}"${many} is more than platform.quota.storage "${quota.storage}": raise the quota or lower it`,
      },
    ];
  });
};
