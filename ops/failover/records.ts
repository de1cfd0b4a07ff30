/** The records of the shared names: what they say now, and writing them, wherever they are. */
import type { DnsRecord } from "../../infra/contract";
import { authoritativeServers, resolverLookup } from "../dns/difference";
import { push } from "../dns/push";
import { UserError } from "../errors";
import { designateRecords } from "./designate";
import type { SharedSite, Side } from "./site";

export interface Records {
  /** Values of a name's A record; none where there is no record. */
  read: (name: string) => Promise<string[]>;
  /** Writes what is different, and comes back when the name servers say so. Missing: somebody else writes. */
  write?: (records: readonly DnsRecord[]) => Promise<void>;
}

export interface RecordOptions {
  /** Name server to ask, with :port when it is not 53. @default those of the zone, by the system's resolver */
  server?: string | undefined;
  /** TSIG key as BIND writes it, for records by RFC 2136. */
  keyFile?: string | undefined;
  env: NodeJS.ProcessEnv;
}

/** The records that lead to these sides, all of them alike. */
export function recordsFor({ names, ttl }: Pick<SharedSite, "names" | "ttl">, sides: readonly Side[]): DnsRecord[] {
  const values = sides.map(({ address }) => address).sort();
  return names.map((name) => ({ name, type: "A", ttl, values }));
}

/** Name to what its record says now. */
export async function leads({ names }: SharedSite, records: Records): Promise<Record<string, string[]>> {
  const entries = await Promise.all(names.map(async (name) => [name, (await records.read(name)).sort()] as const));
  return Object.fromEntries(entries);
}

/** @throws UserError for a login or name server that is not to be had. */
export async function recordsOf(site: SharedSite, options: RecordOptions): Promise<Records> {
  const place = site.records;
  switch (place.in) {
    case "designate":
      return designateRecords(site.zone, place.cloud, options.env);
    case "rfc2136":
      return {
        ...asked([options.server ?? place.server]),
        write: (rows) => update(site.zone, place.server, rows, options),
      };
    case "elsewhere":
      return asked(await serversOf(site.zone, options.server));
  }
}

function asked(servers: readonly string[]): Pick<Records, "read"> {
  const lookup = resolverLookup(servers);
  return { read: (name) => lookup({ name, type: "A", ttl: 0, values: [] }) };
}

function serversOf(zone: string, server: string | undefined): string[] | Promise<string[]> {
  return server === undefined ? authoritativeServers(zone) : [server];
}

async function update(zone: string, server: string, records: readonly DnsRecord[], { keyFile }: RecordOptions) {
  if (keyFile === undefined)
    throw new UserError(`The records are at ${server}, which takes only signed updates: add --key-file.`);
  await push({ records, zone, server, keyFile });
}
