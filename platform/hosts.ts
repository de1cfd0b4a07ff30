/** The names that lead to the platform. */
import type { Config } from "../config/schema";

/** Host names below the zone that need a record pointing to the ingress, without the zone; sorted, each once. */
export function platformHosts(config: Pick<Config, "services">): string[] {
  const { landingPage } = config.services;
  return [...new Set(landingPage === undefined ? [] : [landingPage.host])].sort();
}

/** A host below the zone as browsers and Ingresses write it: "rsp" below "example.org." is "rsp.example.org". */
export function fullName(host: string, zone: string): string {
  return `${host}.${zone.replace(/\.$/, "")}`;
}
