/** The rows of the stack output dnsRecords, checked: what a name server is told must be right, wherever the rows come from. */
import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";

const name = z
  .string()
  .max(254)
  .regex(/^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+$/, "a full name in lower case with its closing dot");
const ttl = z.int().min(0).max(2147483647);
const row = <T extends DnsRecord["type"]>(type: T, value: z.ZodType<string>) =>
  z.object({ name, ttl, type: z.literal(type), values: z.array(value).min(1) });

const rows = z.array(
  z.discriminatedUnion("type", [
    row("A", z.string().refine(isIPv4, "an IPv4 address")),
    row("AAAA", z.string().refine(isIPv6, "an IPv6 address")),
    row("CNAME", name).refine(({ values }) => values.length === 1, "exactly one value for a CNAME"),
    row("TXT", z.string().max(255)),
  ]),
);

/**
 * @param input Parsed JSON, as `pulumi stack output dnsRecords --json` prints it.
 * @returns The rows sorted by name and type, their values too.
 * @throws UserError that lists every row that is wrong.
 */
export function parseRecords(input: unknown): DnsRecord[] {
  const parsed = rows.safeParse(input);
  if (!parsed.success) throw new UserError(`These are not DNS records:\n${z.prettifyError(parsed.error)}`);
  const sorted = parsed.data
    .map((record) => ({ ...record, values: [...record.values].sort() }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.type, b.type));
  const problems = sorted.flatMap((record, index) => {
    const before = sorted[index - 1];
    if (before?.name !== record.name) return [];
    if (before.type === record.type) return [`${record.name} ${record.type} is there twice`];
    return [before.type, record.type].includes("CNAME") ? [`${record.name} has a CNAME and others beside it`] : [];
  });
  if (problems.length > 0) throw new UserError(`These DNS records cannot be:\n  - ${problems.join("\n  - ")}`);
  return sorted;
}

/** The records of one zone. @throws UserError for a record outside of it. */
export function within(zone: string, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const outside = records.filter((record) => record.name !== zone && !record.name.endsWith(`.${zone}`));
  if (outside.length > 0) {
    const names = outside.map((record) => record.name).join(", ");
    throw new UserError(`Not in the zone ${zone}: ${names}. Name another --zone.`);
  }
  return records;
}

/** Name below the zone; "" for the zone itself. */
export function relative(record: DnsRecord, zone: string): string {
  return record.name === zone ? "" : record.name.slice(0, -zone.length - 1);
}

/** A value as zone files and nsupdate write it. */
export function presentation(record: DnsRecord, value: string): string {
  return record.type === "TXT" ? `"${value.replace(/[\\"]/g, "\\$&")}"` : value;
}

/** By code unit: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The longest zone that holds all names: of one name, what stands behind its first dot. */
export function commonZone(records: readonly DnsRecord[]): string {
  const names = records.map(({ name }) => name.split(".").slice(1));
  const [first = [], ...others] = names;
  for (let dropped = 0; dropped < first.length - 1; dropped++) {
    const zone = first.slice(dropped).join(".");
    if (others.every((other) => `.${other.join(".")}`.endsWith(`.${zone}`))) return zone;
  }
  throw new UserError("The records have no zone in common. Name it with --zone.");
}
