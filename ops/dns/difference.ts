/** What a name server says and what the stack wants. */
import { Resolver } from "node:dns/promises";
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";
import { compare } from "./records";

/** One name and type that is not as it should be. */
export interface Difference {
  name: string;
  type: DnsRecord["type"];
  wanted: string[];
  /** Empty: the server knows none. */
  found: string[];
}

/** Asks for values of a name; empty when there are none. */
export type Lookup = (record: DnsRecord) => Promise<string[]>;

export async function differences(records: readonly DnsRecord[], lookup: Lookup): Promise<Difference[]> {
  const answers = await Promise.all(
    records.map(async (record) => ({ record, found: (await lookup(record)).sort(compare) })),
  );
  return answers.flatMap(({ record: { name, type, values }, found }) => {
    const wanted = [...values].sort(compare);
    return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [{ name, type, wanted, found }];
  });
}

/** @returns One line for each, like "rsp.example.org. A: has 192.0.2.1, should be 192.0.2.2". */
export function describe({ name, type, wanted, found }: Difference): string {
  return `${name} ${type}: ${found.length === 0 ? "is missing" : `has ${found.join(", ")}`}, should be ${wanted.join(", ")}`;
}

/**
 * @param servers Addresses with optional port.
 * @param timeout Milliseconds for each of two tries.
 */
export function resolverLookup(servers: readonly string[], timeout = 3000): Lookup {
  const resolver = new Resolver({ timeout, tries: 2 });
  try {
    resolver.setServers(servers);
  } catch {
    throw new UserError(`--server: "${servers.join(", ")}" is no address like 192.0.2.53 or 192.0.2.53:5353.`);
  }
  return async ({ name, type }) => {
    try {
      return await ask(resolver, name, type);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTFOUND" || code === "ENODATA") return [];
      throw new UserError(
        `The name server ${servers.join(", ")} gives no answer for ${name} ${type} (${code ?? String(error)}).`,
      );
    }
  };
}

async function ask(resolver: Resolver, name: string, type: DnsRecord["type"]): Promise<string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "CNAME":
      return (await resolver.resolveCname(name)).map((target) => `${target.replace(/\.$/, "")}.`);
    case "TXT":
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  }
}

/** Addresses of the servers that answer for a zone, by the system's own resolver. */
export async function authoritativeServers(zone: string): Promise<string[]> {
  const resolver = new Resolver();
  try {
    const names = await resolver.resolveNs(zone);
    return (await Promise.all(names.map((name) => resolver.resolve4(name)))).flat();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `The name servers of ${zone} cannot be found (${code ?? String(error)}). Name one with --server.`,
    );
  }
}
