/** What the sides of a site serve, and where the records of its names are: from the stack file alone, for a night when a cloud is gone. */
import { failoverOf } from "../../config/checks/failover";
import type { Config } from "../../config/schema";
import { platformHosts } from "../../platform/hosts";
import { declaredEndpoints, type Endpoint } from "../../platform/services/endpoints";
import { instancesOf } from "../../platform/services/table";
import { UserError } from "../errors";

export interface Side {
  /** The `site` of its stack. */
  name: string;
  /** IPv4 of its ingress. */
  address: string;
}

export interface SharedSite {
  /** With closing dot. */
  zone: string;
  /** Seconds. */
  ttl: number;
  /** Whole names that lead to one side or several, with closing dot; sorted. */
  names: readonly string[];
  /** In the order of preference. */
  sides: readonly Side[];
  /** What a side must answer to be fit for users. */
  endpoints: readonly Endpoint[];
  /** Where the records are. */
  records: NonNullable<ReturnType<typeof failoverOf>>["records"];
  /** False: the certificates are by an authority that nobody knows, so they prove nothing. */
  verified: boolean;
}

/** @throws UserError for a stack that shares no names, or serves nothing that could be asked. */
export function sharedSite(stack: string, config: Config): SharedSite {
  const failover = failoverOf(config);
  if (failover === undefined)
    throw new UserError(
      `Pulumi.${stack}.yaml has no dns.failover: no other stack serves its names (docs/failover.md).`,
    );
  const endpoints = declaredEndpoints(config, instancesOf(config));
  if (endpoints.length === 0)
    throw new UserError(`Pulumi.${stack}.yaml has no service that could be asked whether it works: switch one on.`);
  const { certificates, dns } = config;
  const staging = (certificates.issuer === "dns01" || certificates.issuer === "http01") && certificates.staging;
  return {
    zone: dns.zone,
    ttl: dns.ttl,
    names: platformHosts(config).map((host) => `${host}.${dns.zone}`),
    sides: Object.entries(failover.sides).map(([name, address]) => ({ name, address })),
    endpoints,
    records: failover.records,
    verified: certificates.issuer !== "private-ca" && !staging,
  };
}

/** Sides by name, in the order of the stack file. @throws UserError for a name that is none. */
export function sidesNamed({ sides }: Pick<SharedSite, "sides">, names: readonly string[]): Side[] {
  const unknown = names.filter((name) => !sides.some((side) => side.name === name));
  if (unknown.length > 0)
    throw new UserError(
      `--to: there is no side ${unknown.map((name) => `"${name}"`).join(", ")}; dns.failover.sides has ${sides.map(({ name }) => name).join(", ")}.`,
    );
  return sides.filter(({ name }) => names.includes(name));
}
