/** Ranges of addresses: that they are ranges, lie apart, and are wide enough. */
import { generations } from "../cluster-generations";
import { formatPath, type Problem } from "../problems";
import { addressCount, isNetwork, overlap, prefixLength } from "../ranges";
import type { Config, GcpConfig, OpenstackConfig } from "../schema";
import type { Check, Context } from "./context";
import { mostNodes, poolsOf } from "./pools";
import { list } from "./words";

interface Range {
  /** Path in the configuration it stands in. */
  path: string;
  range: string;
  /** Where it stands, when not in this configuration. */
  stack?: string;
}

/** The ranges that the stack's network is made of. */
function ours({ cloud, network }: Config): Range[] {
  return [
    { path: "network.cidr", range: network.cidr },
    { path: "network.pods", range: network.pods },
    { path: "network.services", range: network.services },
    ...(cloud === "gcp" ? googleOwn(network) : []),
  ];
}

/** Further ranges on Google Cloud, as far as the configuration says them. */
function googleOwn(network: GcpConfig["network"]): Range[] {
  return (["controlPlane", "googleServices", "netapp"] as const).flatMap((key) => {
    const range = network[key];
    return range === undefined ? [] : [{ path: `network.${key}`, range }];
  });
}

/** Ranges that others use and that ours must stay clear of; among themselves they may overlap. */
function reserved({ network, storage }: Config): Range[] {
  const { fileServer } = storage;
  return [
    ...Object.entries(network.reserved).map(([name, range]) => ({
      path: formatPath(["network", "reserved", name]),
      range,
    })),
    ...(fileServer?.kind === "vm" && "cephfs" in fileServer && fileServer.cephfs
      ? [{ path: "storage.fileServer.cephfs.range", range: fileServer.cephfs.range }]
      : []),
  ];
}

/** What other stacks' machines are reached by. On GKE the pods' addresses are the network's own, elsewhere they stay in the cluster. */
function ofOthers({ others }: Context): Range[] {
  return Object.entries(others).flatMap(([stack, config]) =>
    (config.cloud === "gcp" ? ours(config) : ours(config).slice(0, 1)).map((one) => ({ ...one, stack })),
  );
}

export const ranges: Check = (config, context) => {
  const own = ours(config);
  const foreign = reserved(config);
  // What exists has the ranges that it has; a stack that may still choose is told.
  const others = config.cloud === "existing" ? [] : ofOthers(context);
  const malformed = [...own, ...foreign]
    .filter(({ range }) => !isNetwork(range))
    .map(({ path, range }) => ({ path, message: hostBits(range) }));
  const apart = own.flatMap((one, index) =>
    [...own.slice(0, index).filter((other) => !mayShare(config, other, one)), ...foreign, ...others]
      .filter((other) => overlap(one.range, other.range))
      .map((other) => overlapping(one, other)),
  );
  return [...malformed, ...apart];
};

/** Some clusters give pods addresses of the nodes' network (AWS, Azure); where one exists already, that is how it is. */
function mayShare({ cloud }: Config, one: Range, other: Range): boolean {
  return cloud === "existing" && one.path === "network.cidr" && other.path === "network.pods";
}

function hostBits(range: string): string {
  return `"${range}" has host bits set: write the first address of the range`;
}

function overlapping({ path, range }: Range, other: Range): Problem {
  const where = other.stack === undefined ? "" : ` of stack ${other.stack}`;
  return { path, message: `"${range}" overlaps ${other.path} "${other.range}"${where}: choose another range` };
}

/** Who may reach the API and SSH: never the world, nor the world in a few pieces. */
export const administrators: Check = ({ network }) =>
  network.administrators.flatMap((range, index) => {
    const path = `network.administrators[${index}]`;
    if (prefixLength(range) === 0)
      return [{ path, message: `"${range}" is the whole world: name the ranges that administrators come from` }];
    if (prefixLength(range) < 8)
      return [{ path, message: `"${range}" is too wide: nothing wider than /8 may reach the API and SSH` }];
    return isNetwork(range) ? [] : [{ path, message: hostBits(range) }];
  });

/** The API server refuses a wider range for Services. */
export const servicesRange: Check = ({ cloud, network }) =>
  cloud !== "gcp" && prefixLength(network.services) < 12
    ? [{ path: "network.services", message: `"${network.services}" is too wide: Kubernetes takes /12 and narrower` }]
    : [];

/** GKE takes one size for its control plane; what Google's services take addresses from must hold some of each. */
export const googleRanges: Check = ({ cloud, network }) => {
  if (cloud !== "gcp") return [];
  return googleOwn(network).flatMap(({ path, range }): Problem[] => {
    if (path === "network.controlPlane")
      return prefixLength(range) === 28
        ? []
        : [{ path, message: `"${range}" is not a /28, the only size that GKE takes` }];
    return prefixLength(range) <= 24 ? [] : [{ path, message: `"${range}" is too narrow: Google takes /24 and wider` }];
  });
};

/** Machines that one subnet must have room for, each with what it is, at the worst moment of an upgrade. */
function machines(config: Config): [number, string][] {
  const pools = poolsOf(config);
  const nodes: [number, string] = [mostNodes(pools), "nodes at their maximum"];
  const fileServer: [number, string] = [config.storage.fileServer?.kind === "vm" ? 1 : 0, "for the file server"];
  switch (config.cloud) {
    case "openstack":
      return [
        nodes,
        [config.cluster.control.count, "of the control plane"],
        ...otherCluster(config),
        [pools.length + 1, "new ones during an upgrade"],
        fileServer,
        // Those of the API and of the ingress: an address and two amphorae each.
        [6, "for load balancers"],
      ];
    case "gcp":
      return [nodes, [pools.length, "new ones during an upgrade"], fileServer];
    case "existing":
      return [nodes];
  }
}

/** Both clusters stand on the same subnet while one takes the other's place. */
function otherCluster(config: OpenstackConfig): [number, string][] {
  if (config.cluster.next === undefined) return [];
  const second = generations(config).at(-1)?.config ?? config;
  return [[mostNodes(poolsOf(second)) + second.cluster.control.count, "of the cluster beside it (cluster.next)"]];
}

/** Addresses of a subnet that no machine gets: its first and last, router and DHCP; what Google keeps. */
const taken = { openstack: 5, gcp: 4, existing: 2 } as const;

/** Without an address a node is not made, and nobody says why for an hour. */
export const nodeAddresses: Check = (config) => {
  const { cidr } = config.network;
  const room = Math.max(0, addressCount(cidr) - taken[config.cloud]);
  const wanted = machines(config).filter(([count]) => count > 0);
  const need = wanted.reduce((sum, [count]) => sum + count, 0);
  if (need <= room) return [];
  const parts = list(wanted.map(([count, what]) => `${count} ${what}`));
  return [
    {
      path: "network.cidr",
      message: `"${cidr}" has ${room} addresses, but ${need} are needed: ${parts}. Choose a wider range`,
    },
  ];
};

/** Every node gets a block of the pods' range: a power of two; GKE doubles it, so that an address rests before it is used again. */
export const podAddresses: Check = (config) => {
  const { pods, podsPerNode, cidr } = config.network;
  // Pods with addresses of the nodes' network have no blocks.
  if (config.cloud === "existing" && overlap(pods, cidr)) return [];
  const block = 2 ** Math.ceil(Math.log2(config.cloud === "gcp" ? 2 * podsPerNode : podsPerNode));
  const pools = poolsOf(config);
  const upgrading = config.cloud === "existing" ? 0 : pools.length;
  const control = config.cloud === "openstack" ? config.cluster.control.count + 1 : 0;
  const nodes = mostNodes(pools) + upgrading + control;
  const room = Math.floor(addressCount(pods) / block);
  if (nodes <= room) return [];
  const message = `"${pods}" has room for ${room} nodes of ${block} addresses (network.podsPerNode ${podsPerNode}), but there may be ${nodes}: choose a wider range or lower podsPerNode`;
  return [{ path: "network.pods", message }];
};

/** A public address inside a private range would be routed to nowhere. */
export const ingressAddress: Check = (config) => {
  const address = config.addresses.ingress;
  if (address === undefined) return [];
  // A cluster that exists may have its load balancers' addresses beside its nodes'.
  const inside = ours(config)
    .filter(({ path }) => config.cloud !== "existing" || path !== "network.cidr")
    .filter(({ range }) => overlap(address, range));
  return inside.map(({ path, range }) => ({
    path: "addresses.ingress",
    message: `"${address}" lies in ${path} "${range}", which is private: write the public address`,
  }));
};
