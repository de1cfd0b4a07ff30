/** What Google's API refuses only after minutes of work, or does not mean as it was written. */
import { formatPath, type Problem } from "../problems";
import { overlap } from "../ranges";
import type { GcpConfig } from "../schema";

/** Zones of a pool have the same number of nodes each. */
export function poolZones({ cluster, gcp }: GcpConfig): Problem[] {
  const zones = new Set(gcp.zones).size;
  return cluster.nodePools.flatMap(({ count, max }, index): Problem[] => {
    const even = Math.ceil(count / zones) * zones;
    const path = `cluster.nodePools[${index}].count`;
    if (max === undefined && even !== count)
      return [{ path, message: `${count} nodes do not divide evenly among ${zones} zones: write ${even}` }];
    if (max !== undefined && count <= max && even > max)
      return [
        {
          path: `cluster.nodePools[${index}].max`,
          message: `${max} is less than the ${even} nodes that count ${count} makes, the same number in each of ${zones} zones`,
        },
      ];
    return [];
  });
}

/** Everything on Google Cloud ends in a letter or digit. */
export function closingDashes(config: GcpConfig): Problem[] {
  const { artifactRegistry, cloudSql, cluster, objectStore, site, storage } = config;
  const files = storage.fileServer;
  const named: [path: string, name: string][] = [
    ["site", site],
    ...cluster.nodePools.map(({ name }, index): [string, string] => [`cluster.nodePools[${index}].name`, name]),
    ...(files === undefined || files.kind === "existing" ? [] : files.exports).map(
      ({ name }, index): [string, string] => [`storage.fileServer.exports[${index}].name`, name],
    ),
    ...objectStore.buckets.map((name, index): [string, string] => [`objectStore.buckets[${index}]`, name]),
    ...(cloudSql?.databases ?? []).map((name, index): [string, string] => [`cloudSql.databases[${index}]`, name]),
    ...artifactRegistry.map((name, index): [string, string] => [`artifactRegistry[${index}]`, name]),
  ];
  return named
    .filter(([, name]) => name.endsWith("-"))
    .map(([path, name]) => ({ path, message: `"${name}" ends in a dash, which Google Cloud refuses: take it off` }));
}

/** Cloud Storage keeps names with its own name in them for itself. */
export function bucketWords({ gcp, objectStore, site }: GcpConfig): Problem[] {
  return objectStore.buckets.flatMap((purpose, index) => {
    const name = `${gcp.project}-${site}-${purpose}`;
    return /^goog|google|g00gle/.test(name)
      ? [
          {
            path: `objectStore.buckets[${index}]`,
            message: `"${purpose}" makes the name ${name}, but Google refuses names of buckets with "google" in them or "goog" in front`,
          },
        ]
      : [];
  });
}

/** Docker's own network on each machine, also on those of the control plane and of Cloud SQL: what comes from there gets no answer. */
const docker = "172.17.0.0/16";

export function dockerRange({ cloudSql, network }: GcpConfig): Problem[] {
  const { cidr, controlPlane, googleServices, pods } = network;
  const toldApart: Record<string, string | undefined> = {
    ...(cloudSql ? { cidr, pods } : {}),
    controlPlane,
    googleServices,
  };
  return Object.entries(toldApart).flatMap(([key, range]) =>
    range !== undefined && overlap(range, docker)
      ? [
          {
            path: `network.${key}`,
            message: `"${range}" overlaps ${docker}, which Google's control planes and databases keep for themselves: choose another range`,
          },
        ]
      : [],
  );
}

/** Labels of nodes that the program sets, and those that kubelet may not set. */
export function ownLabels({ cluster }: GcpConfig): Problem[] {
  return cluster.nodePools.flatMap(({ labels }, index) =>
    Object.keys(labels).flatMap((label): Problem[] => {
      const path = formatPath(["cluster", "nodePools", index, "labels", label]);
      if (["cluster_name", "node_pool"].includes(label))
        return [{ path, message: `"${label}" is set on every node by itself: remove it` }];
      return /(^|\.)(kubernetes|k8s)\.io\//.test(label) && !/^(node|kubelet)\.kubernetes\.io\//.test(label)
        ? [{ path, message: `"${label}" is one of Kubernetes' own, which nodes may not be given: choose another` }]
        : [];
    }),
  );
}
