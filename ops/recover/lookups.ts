/**
 * How to find again, in the cloud, what a resource of the state stands for: by the name that we gave it, or by what else makes it
 * unique. Ids are in the form that the provider's own import takes.
 */
import { z } from "zod";
import type { OpenstackClient } from "../openstack/client";
import type { Found } from "./plan";

type Inputs = Record<string, unknown>;
type Row = Record<string, unknown>;
type Lookup = (client: OpenstackClient, inputs: Inputs) => Promise<Found[]>;

/** Service and path of a thing, to delete it. */
interface Place {
  service: string;
  path: (id: string) => string;
}

const record = z.record(z.string(), z.unknown());

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function rows(client: OpenstackClient, service: string, path: string, list?: string): Promise<Row[]> {
  const answer = await client.get(service, path);
  return z.array(record).parse(list === undefined ? answer : record.parse(answer)[list]);
}

/** Nova and Cinder say "ERROR" or "error", Magnum "CREATE_FAILED". */
function found(id: unknown, status?: unknown): Found {
  return { id: text(id), failed: /error|_failed$/i.test(text(status)) };
}

/** By exact name among what the project owns. */
function byName(service: string, path: string, list: string, id = "id"): Lookup {
  return async (client, inputs) =>
    (await rows(client, service, path, list))
      .filter((row) => row.name === inputs.name)
      .filter((row) => [undefined, client.projectId].includes((row.project_id ?? row.tenant_id) as string | undefined))
      .map((row) => found(row[id], row.status));
}

const routerInterface: Lookup = async (client, inputs) =>
  (await rows(client, "network", `/v2.0/ports?device_id=${text(inputs.routerId)}`, "ports"))
    .filter((port) => port.device_owner === "network:router_interface")
    .filter((port) =>
      z
        .array(record)
        .parse(port.fixed_ips)
        .some((address) => address.subnet_id === inputs.subnetId),
    )
    .map((port) => found(port.id));

/** Neutron refuses a second equal rule, so at most one row matches. */
const securityGroupRule: Lookup = async (client, inputs) =>
  (
    await rows(
      client,
      "network",
      `/v2.0/security-group-rules?security_group_id=${text(inputs.securityGroupId)}`,
      "security_group_rules",
    )
  )
    .filter(
      (rule) =>
        rule.direction === inputs.direction &&
        rule.ethertype === inputs.ethertype &&
        (rule.protocol ?? "") === (inputs.protocol ?? "") &&
        (rule.port_range_min ?? 0) === (inputs.portRangeMin ?? 0) &&
        (rule.port_range_max ?? 0) === (inputs.portRangeMax ?? 0) &&
        (rule.remote_ip_prefix ?? "") === (inputs.remoteIpPrefix ?? "") &&
        (rule.remote_group_id ?? "") === (inputs.remoteGroupId ?? ""),
    )
    .map((rule) => found(rule.id));

/** Addresses have no name; ours carry the site and the purpose as description. */
const floatingIp: Lookup = async (client, inputs) =>
  (await rows(client, "network", `/v2.0/floatingips?project_id=${client.projectId}`, "floatingips"))
    .filter((row) => text(inputs.description) !== "" && row.description === inputs.description)
    .map((row) => found(row.id));

const keypair: Lookup = async (client, inputs) =>
  (await rows(client, "compute", "/os-keypairs", "keypairs"))
    .map((row) => text(record.parse(row.keypair).name))
    .filter((name) => name === inputs.name)
    .map((name) => found(name));

const bucket: Lookup = async (client, inputs) =>
  (await rows(client, "object-store", "?format=json"))
    .filter((row) => row.name === inputs.name)
    .map((row) => found(row.name));

const recordSet: Lookup = async (client, inputs) => {
  const zone = text(inputs.zoneId);
  return (await rows(client, "dns", `/v2/zones/${zone}/recordsets?name=${text(inputs.name)}`, "recordsets"))
    .filter((row) => row.name === inputs.name && row.type === inputs.type)
    .map((row) => found(`${zone}/${text(row.id)}`, row.status));
};

const nodeGroup: Lookup = async (client, inputs) => {
  const cluster = text(inputs.clusterId);
  return (await rows(client, "container-infra", `/clusters/${cluster}/nodegroups`, "nodegroups"))
    .filter((row) => row.name === inputs.name)
    .map((row) => found(`${cluster}/${text(row.uuid)}`, row.status));
};

/** EC2 credentials carry nothing of ours: any that the state does not know is a candidate, where only this stack makes any. */
const ec2Credential: Lookup = async (client) =>
  (await rows(client, "identity", `/users/${client.userId}/credentials/OS-EC2`, "credentials"))
    .filter((row) => row.tenant_id === client.projectId)
    .map((row) => found(row.access));

/** Pulumi type -> look-up. Types that are not here make nothing outside the state (random, tls) or can be made twice without harm. */
export const lookups: Readonly<Record<string, Lookup>> = {
  "openstack:networking/network:Network": byName("network", "/v2.0/networks", "networks"),
  "openstack:networking/subnet:Subnet": byName("network", "/v2.0/subnets", "subnets"),
  "openstack:networking/router:Router": byName("network", "/v2.0/routers", "routers"),
  "openstack:networking/routerInterface:RouterInterface": routerInterface,
  "openstack:networking/port:Port": byName("network", "/v2.0/ports", "ports"),
  "openstack:networking/secGroup:SecGroup": byName("network", "/v2.0/security-groups", "security_groups"),
  "openstack:networking/secGroupRule:SecGroupRule": securityGroupRule,
  "openstack:networking/floatingIp:FloatingIp": floatingIp,
  "openstack:compute/keypair:Keypair": keypair,
  "openstack:compute/instance:Instance": byName("compute", "/servers/detail", "servers"),
  "openstack:blockstorage/volume:Volume": byName("volumev3", "/volumes/detail", "volumes"),
  "openstack:objectstorage/container:Container": bucket,
  "openstack:dns/zone:Zone": byName("dns", "/v2/zones?limit=1000", "zones"),
  "openstack:dns/recordSet:RecordSet": recordSet,
  "openstack:containerinfra/clusterTemplate:ClusterTemplate": byName(
    "container-infra",
    "/clustertemplates",
    "clustertemplates",
    "uuid",
  ),
  "openstack:containerinfra/cluster:Cluster": byName("container-infra", "/clusters", "clusters", "uuid"),
  "openstack:containerinfra/nodeGroup:NodeGroup": nodeGroup,
};

/** Those that cannot tell ours from others'; only for projects that hold nothing but the stack. */
export const lookupsWithoutName: Readonly<Record<string, Lookup>> = {
  "openstack:identity/ec2CredentialV3:Ec2CredentialV3": ec2Credential,
};

/** Pulumi type -> where to delete one that failed. Other types cannot fail half-way. */
export const places: Readonly<Record<string, Place>> = {
  "openstack:compute/instance:Instance": { service: "compute", path: (id) => `/servers/${id}` },
  "openstack:blockstorage/volume:Volume": { service: "volumev3", path: (id) => `/volumes/${id}` },
  "openstack:dns/zone:Zone": { service: "dns", path: (id) => `/v2/zones/${id}` },
  "openstack:dns/recordSet:RecordSet": {
    service: "dns",
    path: (id) => `/v2/zones/${id.replace("/", "/recordsets/")}`,
  },
  "openstack:containerinfra/cluster:Cluster": { service: "container-infra", path: (id) => `/clusters/${id}` },
  "openstack:containerinfra/nodeGroup:NodeGroup": {
    service: "container-infra",
    path: (id) => `/clusters/${id.replace("/", "/nodegroups/")}`,
  },
};

/** What the service says of one; undefined where it knows of none. @throws Error of a service that does not answer */
export async function statusOf(
  client: OpenstackClient,
  one: { type: string; id: string },
): Promise<string | undefined> {
  const place = places[one.type];
  if (place === undefined) return undefined;
  const answer = await client.get(place.service, place.path(one.id)).catch((error: Error) => {
    if (error.message.includes(": 404 ")) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  // Nova and Cinder put it into an object of its kind.
  const body = record.parse(answer);
  const inner = record.safeParse(Object.values(body)[0]);
  return text(body.status ?? (inner.success ? inner.data.status : undefined));
}
