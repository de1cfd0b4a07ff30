/** What the inventory calls each kind of thing: Pulumi's types of it, its service, and the openstack client's command for it. */
import type { Item } from "../openstack/inventory";

interface Kind {
  /** Service, as its operators call it. */
  service: string;
  /** The openstack client's noun. */
  command: string;
  /** Needed with `delete`, so that it works for what is not empty. */
  flag?: string;
  /** Pulumi's types whose ids are ids of this kind. */
  types?: string[];
}

/** In the order in which the things let themselves be deleted. */
const kinds: Record<string, Kind> = {
  "Heat stack": { service: "Heat", command: "stack" },
  cluster: {
    service: "Magnum",
    command: "coe cluster",
    types: ["openstack:containerinfra/cluster:Cluster"],
  },
  "cluster template": {
    service: "Magnum",
    command: "coe cluster template",
    types: ["openstack:containerinfra/clusterTemplate:ClusterTemplate"],
  },
  "load balancer": {
    service: "Octavia",
    command: "loadbalancer",
    flag: "--cascade",
    types: ["openstack:loadbalancer/loadBalancer:LoadBalancer"],
  },
  server: { service: "Nova", command: "server", types: ["openstack:compute/instance:Instance"] },
  "server group": { service: "Nova", command: "server group", types: ["openstack:compute/serverGroup:ServerGroup"] },
  keypair: { service: "Nova", command: "keypair", types: ["openstack:compute/keypair:Keypair"] },
  "volume snapshot": { service: "Cinder", command: "volume snapshot" },
  "volume backup": { service: "Cinder", command: "volume backup" },
  volume: { service: "Cinder", command: "volume", types: ["openstack:blockstorage/volume:Volume"] },
  share: { service: "Manila", command: "share", types: ["openstack:sharedfilesystem/share:Share"] },
  "floating IP": {
    service: "Neutron",
    command: "floating ip",
    types: ["openstack:networking/floatingIp:FloatingIp"],
  },
  port: {
    service: "Neutron",
    command: "port",
    // A router's interface is known by its port.
    types: ["openstack:networking/port:Port", "openstack:networking/routerInterface:RouterInterface"],
  },
  router: { service: "Neutron", command: "router", types: ["openstack:networking/router:Router"] },
  subnet: { service: "Neutron", command: "subnet", types: ["openstack:networking/subnet:Subnet"] },
  network: { service: "Neutron", command: "network", types: ["openstack:networking/network:Network"] },
  "security group": {
    service: "Neutron",
    command: "security group",
    types: ["openstack:networking/secGroup:SecGroup"],
  },
  "DNS zone": { service: "Designate", command: "zone", types: ["openstack:dns/zone:Zone"] },
  bucket: {
    service: "Swift",
    command: "container",
    flag: "--recursive",
    types: ["openstack:objectstorage/container:Container"],
  },
  secret: { service: "Barbican", command: "secret", types: ["openstack:keymanager/secretV1:SecretV1"] },
  "EC2 credential": {
    service: "Keystone",
    command: "ec2 credentials",
    types: ["openstack:identity/ec2CredentialV3:Ec2CredentialV3"],
  },
  "application credential": {
    service: "Keystone",
    command: "application credential",
    types: ["openstack:identity/applicationCredential:ApplicationCredential"],
  },
};

const kindOfType = new Map(
  Object.entries(kinds).flatMap(([kind, { types = [] }]) => types.map((type) => [type, kind] as const)),
);

/** The inventory's kind of a resource of the stack; undefined for what is no thing of its own there, like a security group's rule. */
export function kindOf(type: string): string | undefined {
  return kindOfType.get(type);
}

/** "Neutron" for a network. */
export function serviceOf(kind: string): string {
  return kinds[kind]?.service ?? kind;
}

/** Sorts so that each can be deleted before the next. */
export function inOrderOfDeletion(a: Pick<Item, "kind">, b: Pick<Item, "kind">): number {
  const order = Object.keys(kinds);
  return order.indexOf(a.kind) - order.indexOf(b.kind);
}

/** The commands that show and delete a thing. @param cloud Entry of clouds.yaml. */
export function commandsFor(
  { kind, id }: Pick<Item, "kind" | "id">,
  cloud: string,
): { show: string; delete: string } | undefined {
  const known = kinds[kind];
  if (known === undefined) return undefined;
  const { command, flag } = known;
  const line = (verb: string) => `openstack --os-cloud ${cloud} ${command} ${verb}`;
  return {
    show: `${line(kind === "secret" ? "get" : "show")} ${id}`,
    delete: `${line("delete")} ${flag === undefined ? "" : `${flag} `}${id}`,
  };
}
