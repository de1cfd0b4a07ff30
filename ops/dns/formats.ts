/** The rows in the words of those who serve them: pure, each format the same for the same rows. */
import { stringify } from "yaml";
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";
import { compare, presentation, relative } from "./records";

export interface FormatOptions {
  /** With its closing dot. */
  zone: string;
  /** For the head of a zone file. */
  soa?: {
    /** With its closing dot. */
    nameServer: string;
    /** Mail address. */
    email: string;
    serial: number;
  };
  /** Address of the server that takes updates; none: nsupdate asks the SOA. */
  server?: string | undefined;
}

type Format = (records: readonly DnsRecord[], options: FormatOptions) => string;

export const formats = {
  zone: zoneFile,
  octodns,
  nsupdate,
  "external-dns": externalDns,
  designate,
  json: (records) => `${JSON.stringify(records, null, 2)}\n`,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** RFC 1035: a whole zone, as BIND, NSD and Knot load it. */
function zoneFile(records: readonly DnsRecord[], { zone, soa }: FormatOptions): string {
  if (soa === undefined) throw new UserError("A zone file needs the zone's own name server: add --name-server.");
  const { nameServer, email, serial } = soa;
  const [user = "", domain = ""] = email.split("@");
  const contact = `${user.replace(/\./g, "\\.")}.${domain}.`;
  return [
    `$ORIGIN ${zone}`,
    "$TTL 300",
    // Seconds: secondaries ask every hour, again after 15 minutes, give up after two weeks; "no such name" is remembered 5 minutes.
    `@ IN SOA ${nameServer} ${contact} ${serial} 3600 900 1209600 300`,
    `@ IN NS ${nameServer}`,
    ...records.flatMap((record) =>
      record.values.map(
        (value) => `${relative(record, zone) || "@"} ${record.ttl} IN ${record.type} ${presentation(record, value)}`,
      ),
    ),
    "",
  ].join("\n");
}

/** octoDNS's YamlProvider: one file for a zone. */
function octodns(records: readonly DnsRecord[], { zone }: FormatOptions): string {
  const names = [...new Set(records.map((record) => relative(record, zone)))].sort(compare);
  const entries = names.map((name) => {
    const here = records.filter((record) => relative(record, zone) === name).map(octodnsRecord);
    return [name, here.length === 1 ? here[0] : here];
  });
  return stringify(Object.fromEntries(entries));
}

function octodnsRecord({ type, ttl, values }: DnsRecord): object {
  // In octoDNS a semicolon begins a comment.
  const written = values.map((value) => (type === "TXT" ? value.replace(/;/g, "\\;") : value));
  return written.length === 1 ? { ttl, type, value: written[0] } : { ttl, type, values: written };
}

/** RFC 2136: replaces each of our names and types, and touches nothing else. */
function nsupdate(records: readonly DnsRecord[], { zone, server }: FormatOptions): string {
  return [
    ...(server === undefined ? [] : [`server ${server.replace(/:(\d+)$/, " $1")}`]),
    `zone ${zone}`,
    ...records.flatMap((record) => [
      `update delete ${record.name} ${record.type}`,
      ...record.values.map(
        (value) => `update add ${record.name} ${record.ttl} ${record.type} ${presentation(record, value)}`,
      ),
    ]),
    "send",
    "",
  ].join("\n");
}

/** A DNSEndpoint of external-dns, for its source "crd". */
function externalDns(records: readonly DnsRecord[], { zone }: FormatOptions): string {
  const withoutDot = (text: string): string => text.replace(/\.$/, "");
  return stringify({
    apiVersion: "externaldns.k8s.io/v1alpha1",
    kind: "DNSEndpoint",
    metadata: { name: withoutDot(zone).replace(/\./g, "-") },
    spec: {
      endpoints: records.map(({ name, type, ttl, values }) => ({
        dnsName: withoutDot(name),
        recordType: type,
        recordTTL: ttl,
        targets: type === "CNAME" ? values.map(withoutDot) : values,
      })),
    },
  });
}

/** Commands of the openstack client, for a zone that somebody keeps in Designate. */
function designate(records: readonly DnsRecord[], { zone }: FormatOptions): string {
  const lines = records.map((record) => {
    const values = record.values.map((value) => `--record ${shell(presentation(record, value))}`).join(" ");
    return `openstack recordset create ${zone} ${shell(record.name)} --type ${record.type} --ttl ${record.ttl} ${values}`;
  });
  return `${lines.join("\n")}\n`;
}

/** One word for a POSIX shell. */
function shell(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
