/** The platform's DNS records as rows. */
import type { DnsRecord } from "./contract";

/** What the rows are made from. */
export interface DnsRecordsInput {
  /** With the closing dot. */
  zone: string;
  /** Seconds. */
  ttl: number;
  /** Host names without the zone. */
  hosts: readonly string[];
  /** IPv4 address of the ingress. */
  address: string;
}

/** One A record per host, sorted by name, each name once. */
export function dnsRecords({ zone, ttl, hosts, address }: DnsRecordsInput): DnsRecord[] {
  return [...new Set(hosts.map((host) => qualified(host, zone)))]
    .sort()
    .map((name) => ({ name, type: "A", ttl, values: [address] }));
}

/** "rsp" in "example.org." is "rsp.example.org.". */
export function qualified(host: string, zone: string): string {
  return `${host}.${zone}`.toLowerCase();
}
