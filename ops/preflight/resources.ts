/** What OpenStack puts bounds on, in the order in which people read it. */

export interface Resource {
  /** Which service counts it. */
  service: string;
  /** With its unit, where it is not pieces. */
  title: string;
  /** Command and flag by which administrators set its bound; the new bound follows. */
  command?: { program: string; flag: string };
}

const compute = (title: string, flag: string): Resource => ({
  service: "Machines",
  title,
  command: { program: "openstack quota set", flag },
});
const network = (title: string, flag: string): Resource => ({ ...compute(title, flag), service: "Network" });
const share = (title: string, flag: string): Resource => ({
  service: "Shares",
  title,
  command: { program: "openstack share quota set", flag },
});
const balancing = (title: string, flag: string): Resource => ({
  service: "Load balancers",
  title,
  command: { program: "openstack loadbalancer quota set", flag },
});

export const resources = {
  instances: compute("machines", "--instances"),
  cores: compute("cores", "--cores"),
  memory: compute("memory, MiB", "--ram"),
  keyPairs: compute("key pairs", "--key-pairs"),
  serverGroups: compute("server groups", "--server-groups"),
  volumes: { ...compute("volumes", "--volumes"), service: "Volumes" },
  gigabytes: { ...compute("size, GiB", "--gigabytes"), service: "Volumes" },
  shares: share("shares", "--shares"),
  shareGigabytes: share("size, GiB", "--gigabytes"),
  networks: network("networks", "--networks"),
  subnets: network("subnets", "--subnets"),
  routers: network("routers", "--routers"),
  ports: network("ports", "--ports"),
  floatingIps: network("floating IPs", "--floating-ips"),
  securityGroups: network("security groups", "--secgroups"),
  securityGroupRules: network("security group rules", "--secgroup-rules"),
  loadBalancers: balancing("load balancers", "--loadbalancer"),
  listeners: balancing("listeners", "--listener"),
  pools: balancing("pools", "--pool"),
  members: balancing("members", "--member"),
  healthMonitors: balancing("health monitors", "--healthmonitor"),
  clusters: { service: "Kubernetes", title: "clusters" },
  zones: { service: "DNS", title: "zones", command: { program: "openstack dns quota set", flag: "--zones" } },
  recordSets: {
    service: "DNS",
    title: "record sets of the zone",
    command: { program: "openstack dns quota set", flag: "--zone-recordsets" },
  },
  buckets: { service: "Object store", title: "buckets" },
  objectGigabytes: { service: "Object store", title: "size, GiB" },
} satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;

/** The same of one volume type, like "gigabytes/ceph-ssd". */
export type TypedName = `${"volumes" | "gigabytes"}/${string}`;

export type Key = ResourceName | TypedName;

/** How much of what. */
export type Amounts = Partial<Record<Key, number>>;

/** The resource of a key; for a volume type, its own. */
export function resourceOf(key: Key): Resource {
  const [name = "", type] = key.split(/\/(.*)/);
  const resource: Resource = resources[name as ResourceName];
  if (type === undefined) return resource;
  const { program = "", flag = "" } = resource.command ?? {};
  return {
    ...resource,
    title: `${resource.title} of type ${type}`,
    command: { program: `${program} --volume-type ${type}`, flag },
  };
}

/** Keys in the order of the table above, each volume type after the sum of all. */
export function inOrder(keys: readonly Key[]): Key[] {
  const names = Object.keys(resources);
  const place = (key: Key) => names.indexOf(key.split("/")[0] ?? "");
  return [...new Set(keys)].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** Each amount with its key. */
export function amountsOf(amounts: Amounts): [Key, number][] {
  return Object.entries(amounts) as [Key, number][];
}

/** Sum of several. */
export function sum(amounts: readonly Amounts[]): Amounts {
  const total: Amounts = {};
  for (const [key, amount] of amounts.flatMap(amountsOf)) total[key] = (total[key] ?? 0) + amount;
  return total;
}

/** Each `times` over. */
export function multiply(times: number, amounts: Amounts): Amounts {
  return Object.fromEntries(amountsOf(amounts).map(([key, amount]) => [key, times * amount]));
}

/** What is in `want` and not in `has`; nothing less than none. */
export function missing(want: Amounts, has: Amounts): Amounts {
  const left = amountsOf(want).map(([key, amount]): [Key, number] => [key, amount - (has[key] ?? 0)]);
  return Object.fromEntries(left.filter(([, amount]) => amount > 0));
}
