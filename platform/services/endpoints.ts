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
  /** True: what needs it goes on without it. */
  spare?: true;
}

type Made = readonly { instance: Instance }[];

/** The platform's own, from the declarations. @param made What runs at the site. */
export function declaredEndpoints({ dns, phalanx }: Pick<Config, "dns" | "phalanx">, made: Made): Endpoint[] {
  const declared = made.flatMap(({ instance: { name, readiness } }) =>
    readiness.map(({ host, path, status, spare }) => ({
      ...{ name, status, own: true, ...(spare && { spare }) },
      url: `https://${fullName(host, dns.zone)}${path}`,
    })),
  );
  return [...declared, ...(phalanx ? [{ name: "phalanx", url: `https://${phalanx.fqdn}/`, own: true }] : [])];
}

/** @param made What runs at the site. @returns None where nobody asks them (services.uptime) */
export function endpointsAt(config: Config, made: Made): Endpoint[] {
  const { uptime } = config.services;
  if (uptime === undefined) return [];
  const further = Object.entries(uptime.monitors).map(([name, url]) => ({ name, url, own: false }));
  return [...declaredEndpoints(config, made), ...further];
}
