/** The names that lead to the platform. */
import type { Config } from "../config/schema";
import { instancesOf } from "./services/table";

/** Host names below the zone that need a record pointing to the ingress, without the zone; sorted, each once. */
export function platformHosts(config: Config): string[] {
  const { phalanx, dns } = config;
  const hosts = instancesOf(config).flatMap(({ instance }) => instance.hosts);
  // Its whole name is in the stack file, and checked to be inside the zone.
  if (phalanx) hosts.push(phalanx.fqdn.slice(0, -dns.zone.length));
  return [...new Set(hosts)].sort();
}
