/** The platform's DNS records as rows. */
import type { Config } from "../config/schema";
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
  /** Zone in which the names are proved to an authority, with the closing dot, when it is not their own. */
  challengeZone?: string | undefined;
  /** Other stacks serve the same names, and `science-platform failover` says which of them the names lead to: no stack may. */
  failover?: object | undefined;
}

/** One A record per host, and one that leads to its proof where that lies in another zone; sorted by name, each name once. */
export function dnsRecords({ zone, ttl, hosts, address, challengeZone, failover }: DnsRecordsInput): DnsRecord[] {
  const names = [...new Set(hosts.map((host) => qualified(host, zone)))].sort();
  const addresses = failover ? [] : names.map((name): DnsRecord => ({ name, type: "A", ttl, values: [address] }));
  if (challengeZone === undefined) return addresses;
  const proofs = names.map(
    (name): DnsRecord => ({
      name: `_acme-challenge.${name}`,
      type: "CNAME",
      ttl,
      // One place for all, as Phalanx's documentation has it: an authority is content with several proofs side by side.
      values: [`_acme-challenge.${challengeZone}`],
    }),
  );
  return [...proofs, ...addresses].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @returns Nothing where the names are proved in their own zone, or the cloud's name servers have both zones. */
export function challengeZone({ certificates, dns }: Pick<Config, "certificates" | "dns">): string | undefined {
  const holdsBoth = certificates.issuer === "dns01" && dns.provider === certificates.solver.provider;
  return certificates.issuer === "dns01" && !holdsBoth ? certificates.challengeZone : undefined;
}

/** "rsp" in "example.org." is "rsp.example.org.". */
export function qualified(host: string, zone: string): string {
  return `${host}.${zone}`.toLowerCase();
}
