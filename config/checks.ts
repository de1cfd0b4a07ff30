/** What a schema cannot say: facts of the configuration that must fit each other. Pure; each check lists what it finds. */
import { closest, type Problem } from "./problems";
import { quantity } from "./quantity";
import { isNetwork, overlap } from "./ranges";
import type { Config } from "./schema";

/** @returns Every problem found; empty when the configuration makes sense. */
export function check(config: Config): Problem[] {
  return [ranges, nodePools, flavors, image, storageClasses, fileServer, landingHost, quotas].flatMap((one) =>
    one(config),
  );
}

function ranges({ network }: Config): Problem[] {
  const named = [
    ["network.cidr", network.cidr],
    ["network.pods", network.pods],
    ["network.services", network.services],
  ] as const;
  const malformed = named
    .filter(([, range]) => !isNetwork(range))
    .map(([path, range]) => ({ path, message: `"${range}" has host bits set: write the first address of the range` }));
  const overlaps = named.flatMap(([path, range], index) =>
    named
      .slice(0, index)
      .filter(([, other]) => overlap(range, other))
      .map(([otherPath, other]) => ({
        path,
        message: `"${range}" overlaps ${otherPath} "${other}": choose another range`,
      })),
  );
  return [...malformed, ...overlaps];
}

function nodePools({ cluster }: Config): Problem[] {
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

function flavors({ cloud, cluster, storage }: Config): Problem[] {
  const used = [
    ["cluster.control.flavor", cluster.control.flavor],
    ["cluster.workers.flavor", cluster.workers.flavor],
    ...cluster.nodePools.map((pool, index) => [`cluster.nodePools[${index}].flavor`, pool.flavor] as const),
    ...(storage.fileServer ? [["storage.fileServer.flavor", storage.fileServer.flavor] as const] : []),
  ] as const;
  return used
    .filter(([, flavor]) => !(flavor in cloud.flavors))
    .map(([path, flavor]) => ({ path, message: unknownName(flavor, Object.keys(cloud.flavors), "cloud.flavors") }));
}

/** With Cluster API the version is the image's: a name that says another version would make a cluster of that other version. */
function image({ cluster }: Config): Problem[] {
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

function storageClasses({ storage }: Config): Problem[] {
  const defaults = storage.classes.filter((one) => one.default).map((one) => `"${one.name}"`);
  const problems: Problem[] = storage.classes.flatMap((one, index) =>
    storage.classes.findIndex((other) => other.name === one.name) < index
      ? [{ path: `storage.classes[${index}].name`, message: `"${one.name}" is taken: choose another name` }]
      : [],
  );
  if (defaults.length !== 1) {
    const found = defaults.length === 0 ? "none is" : `${defaults.join(" and ")} are`;
    problems.push({
      path: "storage.classes",
      message: `exactly one class must be the default, ${found}: set default: true on one`,
    });
  }
  return problems;
}

function fileServer({ storage }: Config): Problem[] {
  const { fileServer: server, volumes } = storage;
  if (!server) return [];
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

function landingHost({ platform, dns }: Config): Problem[] {
  const host = platform.landingPage?.host;
  if (host === undefined) return [];
  const path = "platform.landingPage.host";
  const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
  if (!new RegExp(`^${label}(\\.${label})*$`).test(host)) {
    const rule = "write lower-case letters, digits and dashes, without a closing dot";
    return [{ path, message: `"${host}" is not a host name below "${dns.zone}": ${rule}` }];
  }
  const zone = dns.zone.replace(/\.$/, "");
  return host === zone || host.endsWith(`.${zone}`)
    ? [{ path, message: `"${host}" repeats the zone "${dns.zone}": write only what stands before it` }]
    : [];
}

/** A service that asks for more than its namespace may have waits for pods that never come, until its release times out. */
function quotas({ platform }: Config): Problem[] {
  const { quota, ingress, landingPage } = platform;
  const services = [
    ["platform.ingress", ingress] as const,
    ...(landingPage ? [["platform.landingPage", landingPage] as const] : []),
  ];
  return services.flatMap(([path, { replicas, resources }]) =>
    (["cpu", "memory"] as const).flatMap((kind) => {
      const { limit } = resources[kind];
      const each = quantity(limit);
      const allowed = quantity(quota[kind]);
      if (each === undefined || allowed === undefined || each * replicas <= allowed) return [];
      const message = `"${limit}" for each of ${replicas} replicas is more than platform.quota.${kind} "${quota[kind]}": raise the quota or lower either`;
      return [{ path: `${path}.resources.${kind}.limit`, message }];
    }),
  );
}

function unknownName(name: string, known: string[], where: string): string {
  const nearest = closest(name, known);
  const hint = nearest ? `did you mean "${nearest}"?` : `known there: ${known.sort().join(", ") || "none"}`;
  return `"${name}" is not in ${where}: ${hint}`;
}
