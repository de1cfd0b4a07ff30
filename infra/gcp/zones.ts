/** The zones that the site keeps in Cloud DNS. */
import type { GcpConfig } from "../../config/schema";

export interface ZoneSpec {
  /** Stable part of the resource's name. */
  purpose: "platform" | "challenge";
  /** With the closing dot. */
  zone: string;
}

/**
 * The platform's zone when `dns.provider` is clouddns; and the zone in which certificates are proved, when the solver is clouddns and
 * another zone was given for it, which is how names that lie elsewhere (Route 53, a university's servers) get certificates.
 */
export function cloudDnsZones({ certificates, dns }: Pick<GcpConfig, "certificates" | "dns">): ZoneSpec[] {
  const solved =
    certificates.issuer === "dns01" && certificates.solver.provider === "clouddns"
      ? (certificates.challengeZone ?? dns.zone)
      : undefined;
  const platform: ZoneSpec[] = dns.provider === "clouddns" ? [{ purpose: "platform", zone: dns.zone }] : [];
  return solved === undefined || platform.some(({ zone }) => zone === solved)
    ? platform
    : [...platform, { purpose: "challenge", zone: solved }];
}
