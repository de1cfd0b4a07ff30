/** The parts that a site is made of, what each takes of the project's quotas, and how much of it is there already. Pure. */
import { generations } from "../../config/cluster-generations";
import { cephfsShares } from "../../config/checks/facts";
import { poolsOf } from "../../config/checks/pools";
import type { OpenstackConfig } from "../../config/schema";
import { magnumLabels } from "../../infra/openstack/magnum-labels";
import { securityRules } from "../../infra/openstack/security-rules";
import { type Amounts, multiply, sum } from "./resources";

/** Nodes that Magnum has made, with the size of one. */
export interface NodeGroup {
  name: string;
  control: boolean;
  count: number;
  /** Cores and MiB. */
  cpu: number;
  memory: number;
}

/** What the project has of the site, found by the names and marks that the site gives. */
export interface Existing {
  /** True when the nodes' network is there, and what is on it. */
  network: boolean;
  ports: number;
  /** Names of the load balancers on it. */
  loadBalancers: string[];
  routers: string[];
  securityGroups: string[];
  /** Descriptions of the floating IPs. */
  addresses: string[];
  servers: string[];
  keyPairs: string[];
  volumes: { name: string; size: number }[];
  shares: { name: string; size: number }[];
  /** None: there is no cluster. */
  nodeGroups?: NodeGroup[];
  /** The same of the cluster that is to take its place (cluster.next). */
  next?: NodeGroup[];
  zones: { name: string; description: string }[];
  buckets: string[];
}

/** A project in which nothing of the site is. */
export const nothing: Existing = {
  network: false,
  ports: 0,
  loadBalancers: [],
  routers: [],
  securityGroups: [],
  addresses: [],
  servers: [],
  keyPairs: [],
  volumes: [],
  shares: [],
  zones: [],
  buckets: [],
};

export interface Part {
  name: string;
  /** What it takes when it is whole; pools at the most nodes that the autoscaler may make. */
  want: Amounts;
  /** What is taken for it already. */
  has: Amounts;
}

/** @param hosts Names below the zone. */
export function parts(config: OpenstackConfig, hosts: readonly string[], existing: Existing = nothing): Part[] {
  return [
    ...network(config, existing),
    ...cluster(config, existing),
    ...nextCluster(config, existing),
    ...fileServer(config, existing),
    ...volumes(config, existing),
    ...shares(config, existing),
    ...loadBalancers(config, existing),
    ...names(config, hosts, existing),
  ];
}

/** A part that is there or not. */
function whole(name: string, there: boolean, want: Amounts): Part {
  return { name, want, has: there ? want : {} };
}

/** Neutron gives each new group two rules of its own, for everything that goes out. */
const egressRules = 2;

function network(config: OpenstackConfig, existing: Existing): Part[] {
  const { site, network: net } = config;
  const rules = securityRules({ nodes: net.cidr, administrators: net.administrators });
  return [
    whole("network of the nodes", existing.network, { networks: 1, subnets: 1 }),
    ...(net.router === undefined ? [whole("router", existing.routers.includes(`${site}-router`), { routers: 1 })] : []),
    ...Object.entries(rules).map(([group, { length }]) =>
      whole(`security group ${group}`, existing.securityGroups.includes(`${site}-${group}`), {
        securityGroups: 1,
        securityGroupRules: length + egressRules,
      }),
    ),
    ...(config.addresses.ingress === undefined
      ? [whole("address of the ingress", existing.addresses.includes(`Ingress of ${site}`), { floatingIps: 1 })]
      : []),
    whole("key pair", existing.keyPairs.includes(site), { keyPairs: 1 }),
    { name: "ports in the nodes' network", want: { ports: portCount(config) }, has: { ports: existing.ports } },
  ];
}

/** Router and DHCP, machines, and the load balancers' addresses. */
function portCount(config: OpenstackConfig): number {
  const server = config.storage.fileServer?.kind === "vm" ? 1 : 0;
  return 2 + config.cluster.control.count + workers(config) + server + balancers(config).length;
}

/** The cluster that is to take the first one's place, with the load balancers of its own; the ingress moves. */
function nextCluster(config: OpenstackConfig, existing: Existing): Part[] {
  const [, second] = generations(config);
  if (second === undefined) return [];
  const { next } = existing;
  const there: Existing = { ...existing };
  if (next === undefined) delete there.nodeGroups;
  else there.nodeGroups = next;
  const own = balancers(second.config).filter(({ ofCluster }) => ofCluster);
  const count = second.config.cluster.control.count + workers(second.config) + own.length;
  return [
    ...cluster(second.config, there),
    ...own.map(({ name, there: found, want }) => whole(name, found(there), want)),
    { name: "ports in the nodes' network", want: { ports: count }, has: next === undefined ? {} : { ports: count } },
  ].map((part) => ({ ...part, name: `${part.name} (cluster.next)` }));
}

/** Worker nodes at the most. */
function workers(config: OpenstackConfig): number {
  return poolsOf(config).reduce((total, { max }) => total + max, 0);
}

/**
 * What Magnum makes besides nodes: security groups of its machines, and with Heat a server group for each group of nodes. The numbers of
 * rules are those of the drivers' templates, rounded up.
 */
const madeByMagnum = {
  capi: { securityGroups: 2, securityGroupRules: 16 },
  heat: { securityGroups: 2, securityGroupRules: 30 },
} as const;

function cluster(config: OpenstackConfig, existing: Existing): Part[] {
  const { control, driver, nodePools } = config.cluster;
  const there = existing.nodeGroups !== undefined;
  const groups = driver === "heat" ? { serverGroups: 2 + nodePools.length } : {};
  const labels = magnumLabels(config);
  const disks = nodeDisks(config, labels);
  const flavor = config.openstack.flavors[control.flavor];
  const size = (one: { cpu: number; memory: number } | undefined, disk: Amounts): Amounts => ({
    instances: 1,
    cores: one?.cpu ?? 0,
    memory: one?.memory ?? 0,
    ...disk,
  });
  const nodes = (name: string, count: number, each: Amounts, found: NodeGroup | undefined, disk: Amounts): Part => ({
    name,
    want: multiply(count, each),
    has: found ? multiply(found.count, size(found, disk)) : {},
  });
  const extra = (labels.extra_network_names ?? "").split(" ").filter((one) => one !== "").length;
  return [
    whole("cluster", there, { clusters: 1, ...madeByMagnum[driver], ...groups }),
    nodes(
      "control plane",
      control.count,
      size(flavor, disks.control),
      existing.nodeGroups?.find((group) => group.control),
      disks.control,
    ),
    ...poolsOf(config).map((pool) => {
      const one = pool.size && { cpu: pool.size.cpu, memory: pool.size.memory / 2 ** 20 };
      const found = existing.nodeGroups?.find(({ name }) => name === pool.name);
      return nodes(`pool ${pool.name}`, pool.max, size(one, disks.worker), found, disks.worker);
    }),
    ...(extra > 0
      ? [
          {
            name: "ports in further networks",
            want: { ports: extra * workers(config) },
            has: {
              ports: extra * (existing.nodeGroups ?? []).reduce((n, one) => n + (one.control ? 0 : one.count), 0),
            },
          },
        ]
      : []),
  ];
}

/** Volumes that each node brings. */
function nodeDisks(
  { cluster: { dockerVolumeSize, driver } }: OpenstackConfig,
  labels: Record<string, string>,
): { control: Amounts; worker: Amounts } {
  const number = (label: string) => Number(labels[label] ?? 0) || 0;
  const boot = disk(driver === "heat" ? number("boot_volume_size") : 0, labels.boot_volume_type);
  const images = driver === "heat" ? labels.docker_volume_type : labels.boot_volume_type;
  const etcd =
    labels.etcd_blockdevice_type === "local" ? 0 : number("etcd_blockdevice_size") || number("etcd_volume_size");
  const worker = sum([disk(dockerVolumeSize, images), boot]);
  return {
    worker,
    control: sum([worker, disk(etcd, labels.etcd_blockdevice_volume_type ?? labels.etcd_volume_type)]),
  };
}

/** A volume; the type only where it is known. */
function disk(size: number, type?: string): Amounts {
  if (size === 0) return {};
  return {
    volumes: 1,
    gigabytes: size,
    ...(type === undefined ? {} : { [`volumes/${type}`]: 1, [`gigabytes/${type}`]: size }),
  };
}

function fileServer({ openstack, site, storage }: OpenstackConfig, existing: Existing): Part[] {
  const { fileServer: server } = storage;
  if (server?.kind !== "vm") return [];
  const size = openstack.flavors[server.flavor];
  return [
    whole("file server", existing.servers.includes(`${site}-files`), {
      instances: 1,
      cores: size?.cpu ?? 0,
      memory: size?.memory ?? 0,
      ...disk(server.rootDisk),
    }),
    ...(server.cephfs
      ? [
          whole("port to CephFS", existing.securityGroups.includes(`${site}-files-cephfs`), {
            ports: 1,
            securityGroups: 1,
            securityGroupRules: egressRules,
          }),
        ]
      : []),
  ];
}

/** A volume that is to grow takes the difference. */
function volumes({ site, storage }: OpenstackConfig, existing: Existing): Part[] {
  return Object.entries(storage.volumes).map(([purpose, { size, type }]) => {
    const found = existing.volumes.find(({ name }) => name === `${site}-${purpose}`);
    return { name: `volume ${purpose}`, want: disk(size, type), has: found ? disk(found.size, type) : {} };
  });
}

function shares({ site, storage }: OpenstackConfig, existing: Existing): Part[] {
  const amounts = (size: number): Amounts => ({ shares: 1, shareGigabytes: size });
  return cephfsShares(storage).map(({ name, size }) => {
    const found = existing.shares.find((one) => one.name === `${site}-${name}`);
    return { name: `share ${name}`, want: amounts(size), has: found ? amounts(found.size) : {} };
  });
}

interface Balancer {
  name: string;
  /** Each cluster has one. */
  ofCluster?: boolean;
  there: (existing: Existing) => boolean;
  want: Amounts;
}

/** So the cloud controller names those of Services. */
const ofService = (name: string): boolean => name.startsWith("kube_service_");

/** The load balancers: of the API, with Heat of etcd, and of the ingress. */
function balancers(config: OpenstackConfig): Balancer[] {
  const { cluster: spec, openstack } = config;
  const inCluster = (existing: Existing) => existing.nodeGroups !== undefined;
  const ofControl = { loadBalancers: 1, listeners: 1, pools: 1, members: spec.control.count, healthMonitors: 1 };
  return [
    {
      name: "load balancer of the API",
      ofCluster: true,
      there: inCluster,
      want: { ...ofControl, floatingIps: 1 },
    },
    ...(spec.driver === "heat"
      ? [{ name: "load balancer of etcd", ofCluster: true, there: inCluster, want: ofControl }]
      : []),
    {
      name: "load balancer of the ingress",
      there: ({ loadBalancers: found }) => found.some(ofService),
      want: {
        loadBalancers: 1,
        listeners: 2,
        pools: 2,
        members: 2 * workers(config),
        // ovn has no checks by HTTP (infra/openstack/load-balancer.ts).
        healthMonitors: openstack.loadBalancerProvider === "ovn" ? 0 : 2,
        // The cloud controller opens the node ports to it.
        securityGroups: 1,
        securityGroupRules: 6,
      },
    },
  ];
}

function loadBalancers(config: OpenstackConfig, existing: Existing): Part[] {
  return balancers(config).map(({ name, there, want }) => whole(name, there(existing), want));
}

/** Records of the zone itself: SOA and NS. */
const zoneRecords = 2;

function names(config: OpenstackConfig, hosts: readonly string[], existing: Existing): Part[] {
  const { dns, objectStore, site } = config;
  return [
    ...(dns.provider === "designate"
      ? [
          whole(
            "DNS zone",
            existing.zones.some(({ name }) => name === dns.zone),
            {
              zones: 1,
              recordSets: hosts.length + zoneRecords,
            },
          ),
        ]
      : []),
    ...objectStore.buckets.map((bucket) =>
      whole(`bucket ${bucket}`, existing.buckets.includes(`${site}-${bucket}`), { buckets: 1 }),
    ),
  ];
}
