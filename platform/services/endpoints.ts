/** Addresses that must answer: the platform's own, from the declarations, and those that the site names. Pure. */
import type { Config } from "../../config/schema";
import { fullName } from "../full-name";
import type { Instance } from "./service";

export interface Endpoint {
  /** The service, or the site's own name for it. */
  name: string;
  url: string;
  /** Code of a right answer. Missing: any from 200 to 299. */
  status?: number;
  /** True: its certificate is the platform's. */
  own: boolean;
}

/** @param made What runs at the site. @returns None where nobody asks them (services.uptime) */
export function endpointsAt({ dns, phalanx, services }: Config, made: readonly { instance: Instance }[]): Endpoint[] {
  if (services.uptime === undefined) return [];
  const declared = made.flatMap(({ instance: { name, readiness } }) =>
    readiness.map(({ host, path, status }) => ({
      ...{ name, status, own: true },
      url: `https://${fullName(host, dns.zone)}${path}`,
    })),
  );
  const further = Object.entries(services.uptime.monitors).map(([name, url]) => ({ name, url, own: false }));
  return [
    ...declared,
    ...(phalanx === undefined ? [] : [{ name: "phalanx", url: `https://${phalanx.fqdn}/`, own: true }]),
    ...further,
  ];
}
