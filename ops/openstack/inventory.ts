/**
 * Everything that a project of an OpenStack cloud holds, by kind, name and id: shows that a `destroy` left nothing, and finds by name
 * what an interrupted `up` made without being able to note it down.
 */
import { z } from "zod";
import type { OpenstackClient } from "./client";

/** One thing in the cloud. */
export interface Item {
  /** Like "server" or "floating IP". */
  kind: string;
  id: string;
  name: string;
  /** Project that owns it, where the service says so. */
  project?: string;
}

interface Kind {
  kind: string;
  service: string;
  path: (client: OpenstackClient) => string;
  /** Key of the list in the answer; absent where the answer is the list itself. */
  list?: string;
  /** Where id and name lie; defaults `id` and `name`. */
  id?: string;
  name?: string;
}

const network = (kind: string, list: string, name?: string): Kind => ({
  kind,
  service: "network",
  path: (client) => `/v2.0/${list}?project_id=${client.projectId}`,
  list: list.replace(/-/g, "_"),
  ...(name === undefined ? {} : { name }),
});

const kinds: Kind[] = [
  { kind: "server", service: "compute", path: () => "/servers", list: "servers" },
  {
    kind: "keypair",
    service: "compute",
    path: () => "/os-keypairs",
    list: "keypairs",
    id: "keypair.name",
    name: "keypair.name",
  },
  { kind: "server group", service: "compute", path: () => "/os-server-groups", list: "server_groups" },
  { kind: "volume", service: "volumev3", path: () => "/volumes", list: "volumes" },
  { kind: "volume snapshot", service: "volumev3", path: () => "/snapshots", list: "snapshots" },
  network("network", "networks"),
  network("subnet", "subnets"),
  network("router", "routers"),
  network("port", "ports"),
  network("floating IP", "floatingips", "floating_ip_address"),
  network("security group", "security-groups"),
  {
    kind: "load balancer",
    service: "load-balancer",
    path: (client) => `/v2/lbaas/loadbalancers?project_id=${client.projectId}`,
    list: "loadbalancers",
  },
  { kind: "cluster", service: "container-infra", path: () => "/clusters", list: "clusters", id: "uuid" },
  {
    kind: "cluster template",
    service: "container-infra",
    path: () => "/clustertemplates",
    list: "clustertemplates",
    id: "uuid",
  },
  { kind: "DNS zone", service: "dns", path: () => "/v2/zones", list: "zones" },
  { kind: "bucket", service: "object-store", path: () => "?format=json", id: "name" },
  { kind: "secret", service: "key-manager", path: () => "/v1/secrets", list: "secrets", id: "secret_ref" },
  {
    kind: "EC2 credential",
    service: "identity",
    path: (client) => `/users/${client.userId}/credentials/OS-EC2`,
    list: "credentials",
    id: "access",
    name: "access",
  },
  {
    kind: "application credential",
    service: "identity",
    path: (client) => `/users/${client.userId}/application_credentials`,
    list: "application_credentials",
  },
];

const record = z.record(z.string(), z.unknown());

function field(item: unknown, dotted: string): string | undefined {
  let value: unknown = item;
  for (const key of dotted.split(".")) {
    const object = record.safeParse(value);
    value = object.success ? object.data[key] : undefined;
  }
  return typeof value === "string" ? value : undefined;
}

/** Picks id and name out of one answer; pure. */
export function itemsOf(kind: Pick<Kind, "kind" | "list" | "id" | "name">, answer: unknown): Item[] {
  const rows = kind.list === undefined ? answer : record.parse(answer)[kind.list];
  return z
    .array(z.unknown())
    .parse(rows)
    .flatMap((row) => {
      const id = field(row, kind.id ?? "id");
      if (id === undefined) return [];
      const project = field(row, "project_id") ?? field(row, "tenant_id");
      return [
        {
          kind: kind.kind,
          id,
          name: field(row, kind.name ?? "name") ?? "",
          ...(project === undefined ? {} : { project }),
        },
      ];
    });
}

/** Neutron makes a security group `default` in every project by itself; it is nobody's left-over. */
function isOurs(item: Item, project: string): boolean {
  if (item.kind === "security group" && item.name === "default") return false;
  return item.project === undefined || item.project === project;
}

/** Everything in the project, ordered by kind and name. Services that the site does not have are skipped. */
export async function inventory(client: OpenstackClient): Promise<Item[]> {
  const lists = await Promise.all(
    kinds
      .filter((kind) => client.has(kind.service))
      .map(async (kind) => itemsOf(kind, await client.get(kind.service, kind.path(client)))),
  );
  return lists
    .flat()
    .filter((item) => isOurs(item, client.projectId))
    .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
}
