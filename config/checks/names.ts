/** Host names. */
import type { Problem } from "../problems";
import type { Config } from "../schema";

export function landingHost({ services, dns }: Config): Problem[] {
  const host = services.landingPage?.host;
  if (host === undefined) return [];
  const path = "services.landingPage.host";
  const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
  if (!new RegExp(`^${label}(\\.${label})*$`).test(host)) {
    const rule = "write lower-case letters, digits and dashes, without a closing dot";
    return [{ path, message: `"${host}" is not a host name below "${dns.zone}": ${rule}` }];
  }
  const zone = dns.zone.replace(/\.$/, "");
  return host === zone || host.endsWith(`.${zone}`)
    ? [{ path, message: `"${host}" repeats the zone "${dns.zone}": write only what stands before it` }]
    : [];
}
