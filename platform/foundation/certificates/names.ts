/** The names that the platform's certificate is for. Pure. */
import type { Config } from "../../../config/schema";
import { fullName } from "../../full-name";

type Configured = Pick<Config, "certificates" | "dns" | "phalanx">;

/**
 * Full names, sorted. Where the authority can be shown the whole zone, a wildcard comes first: a service more then needs no new
 * certificate, of which Let's Encrypt gives few. A zone that is not ours alone (only its proofs lie with us, or nothing does) gets none.
 *
 * @param hosts Host names of the platform below the zone, without the zone.
 */
export function certificateNames(config: Configured, hosts: readonly string[]): string[] {
  const { dns, phalanx } = config;
  const zone = dns.zone.replace(/\.$/, "");
  const names = hosts.map((host) => fullName(host, zone));
  if (phalanx) names.push(phalanx.fqdn);
  const all = [...new Set(names)].sort();
  if (!ownsZone(config)) return all;
  return [zone, `*.${zone}`, ...all.filter((name) => name !== zone && name.slice(name.indexOf(".") + 1) !== zone)];
}

/** An authority of our own asks nobody; of others, DNS01 in the zone itself is the one that shows all of it. */
function ownsZone({ certificates }: Configured): boolean {
  return (
    certificates.issuer === "private-ca" ||
    (certificates.issuer === "dns01" && certificates.challengeZone === undefined)
  );
}
