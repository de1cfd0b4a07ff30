/** What must fit on OpenStack: flavors, images, node groups, volumes of the file server. */
import type { Problem } from "../problems";
import type { OpenstackConfig } from "../schema";
import { unknownName } from "./words";

export function magnumPools({ cluster }: OpenstackConfig): Problem[] {
  const names = ["default-master", "default-worker", ...cluster.nodePools.map((pool) => pool.name)];
  return cluster.nodePools.flatMap((pool, index) => {
    const path = `cluster.nodePools[${index}]`;
    const problems: Problem[] = [];
    if (names.indexOf(pool.name) < index + 2) {
      const why = pool.name.startsWith("default-") ? "Magnum's own groups have that name" : "another pool has it";
      problems.push({ path: `${path}.name`, message: `"${pool.name}" is taken (${why}): choose another name` });
    }
    const { count, min = 1, max } = pool;
    if (pool.min !== undefined && max === undefined)
      problems.push({ path: `${path}.min`, message: `${min} has no meaning without max: give both, or only count` });
    if (min > count)
      problems.push({ path: `${path}.min`, message: `${min} is more than count ${count}: min <= count <= max` });
    if (max !== undefined && max < count)
      problems.push({ path: `${path}.max`, message: `${max} is less than count ${count}: min <= count <= max` });
    return problems;
  });
}

export function flavors({ openstack, cluster, storage }: OpenstackConfig): Problem[] {
  const used = [
    ["cluster.control.flavor", cluster.control.flavor],
    ["cluster.workers.flavor", cluster.workers.flavor],
    ...cluster.nodePools.map((pool, index) => [`cluster.nodePools[${index}].flavor`, pool.flavor] as const),
    ...(storage.fileServer?.kind === "vm" ? [["storage.fileServer.flavor", storage.fileServer.flavor] as const] : []),
  ] as const;
  return used
    .filter(([, flavor]) => !(flavor in openstack.flavors))
    .map(([path, flavor]) => ({
      path,
      message: unknownName(flavor, Object.keys(openstack.flavors), "openstack.flavors"),
    }));
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

export function serverVolumes({ storage }: OpenstackConfig): Problem[] {
  const { fileServer: server, volumes } = storage;
  if (server?.kind !== "vm") return [];
  return server.exports.flatMap((one, index) => {
    const path = `storage.fileServer.exports[${index}]`;
    const earlier = server.exports.slice(0, index);
    return [
      ...(one.volume in volumes
        ? []
        : [{ path: `${path}.volume`, message: unknownName(one.volume, Object.keys(volumes), "storage.volumes") }]),
      ...(earlier.some((other) => other.name === one.name)
        ? [{ path: `${path}.name`, message: `"${one.name}" is taken: choose another name` }]
        : []),
      ...(earlier.some((other) => other.volume === one.volume)
        ? [
            {
              path: `${path}.volume`,
              message: `"${one.volume}" is exported already: give each export a volume of its own`,
            },
          ]
        : []),
    ];
  });
}
