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
  /** Tags, and metadata as "key=value". */
  marks?: string[];
  description?: string;
  /** Id of what it cannot be without: the network of a subnet, a port or a load balancer, the volume of a snapshot. */
  on?: string;
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
  { kind: "server", service: "compute", path: () => "/servers/detail", list: "servers" },
  {
    kind: "keypair",
    service: "compute",
    path: () => "/os-keypairs",
    list: "keypairs",
    id: "keypair.name",
    name: "keypair.name",
  },
  { kind: "server group", service: "compute", path: () => "/os-server-groups", list: "server_groups" },
  { kind: "volume", service: "volumev3", path: () => "/volumes/detail", list: "volumes" },
  { kind: "volume snapshot", service: "volumev3", path: () => "/snapshots/detail", list: "snapshots" },
  { kind: "volume backup", service: "volumev3", path: () => "/backups/detail", list: "backups" },
  { kind: "share", service: "sharev2", path: () => "/shares/detail", list: "shares" },
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
  { kind: "Heat stack", service: "orchestration", path: () => "/stacks", list: "stacks", name: "stack_name" },
  // Without a limit Designate tells of 20 zones, and Barbican of 10 secrets.
  { kind: "DNS zone", service: "dns", path: () => "/v2/zones?limit=1000", list: "zones" },
  { kind: "bucket", service: "object-store", path: () => "?format=json", id: "name" },
  { kind: "secret", service: "key-manager", path: () => "/v1/secrets?limit=100", list: "secrets", id: "secret_ref" },
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
      const marks = marksOf(row);
      const description = field(row, "description");
      const on = field(row, "network_id") ?? field(row, "vip_network_id") ?? field(row, "volume_id");
      return [
        {
          kind: kind.kind,
          id,
          name: field(row, kind.name ?? "name") ?? "",
          ...(project === undefined ? {} : { project }),
          ...(marks.length > 0 ? { marks } : {}),
          ...(description ? { description } : {}),
          ...(on ? { on } : {}),
        },
      ];
    });
}

function marksOf(row: unknown): string[] {
  const { tags, metadata } = z.looseObject({ tags: z.unknown(), metadata: z.unknown() }).partial().parse(row);
  const texts = z.array(z.string()).safeParse(tags);
  const pairs = z.record(z.string(), z.string()).safeParse(metadata);
  return [
    ...(texts.success ? texts.data : []),
    ...Object.entries(pairs.success ? pairs.data : {}).map(([key, value]) => `${key}=${value}`),
  ];
}

/** Neutron makes a security group `default` in every project by itself; it is nobody's left-over. */
function isOurs(item: Item, project: string): boolean {
  if (item.kind === "security group" && item.name === "default") return false;
  return item.project === undefined || item.project === project;
}

/** What a project holds, as far as its services tell. */
export interface Survey {
  /** Ordered by kind and name. */
  items: Item[];
  /** Kinds that could not be listed, with the service's refusal. */
  refused: { kind: string; error: Error }[];
}

/**
 * Services that the site does not have are skipped, and a refusal of one keeps nobody from seeing the rest.
 *
 * @param only Kinds to list. Default: all.
 */
export async function survey(client: OpenstackClient, only?: readonly string[]): Promise<Survey> {
  const asked = kinds.filter(({ kind, service }) => client.has(service) && (only?.includes(kind) ?? true));
  const lists = await Promise.all(
    asked.map(async (kind) =>
      client.get(kind.service, kind.path(client)).then(
        (answer) => itemsOf(kind, answer),
        (error: Error) => ({ kind: kind.kind, error }),
      ),
    ),
  );
  return {
    items: lists
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .filter((item) => isOurs(item, client.projectId))
      .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name)),
    refused: lists.flatMap((list) => (Array.isArray(list) ? [] : [list])),
  };
}

/** Everything in the project, ordered by kind and name. @throws Error of the first service that refuses */
export async function inventory(client: OpenstackClient): Promise<Item[]> {
  const { items, refused } = await survey(client);
  for (const { error } of refused) throw error;
  return items;
}
