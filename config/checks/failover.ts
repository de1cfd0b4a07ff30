/** Stacks that serve the same names: what each says of them, alone and together. */
import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../problems";
import type { Config } from "../schema";
import type { Check } from "./context";
import { hostsOf } from "./facts";
import { lookup } from "./words";

/** Seconds that users may stay with a side that is gone. */
const longestTtl = 60;

type Failover = NonNullable<ReturnType<typeof failoverOf>>;

/** The section, where there is one. */
export function failoverOf({ dns }: Pick<Config, "dns">) {
  return dns.provider === "none" ? dns.failover : undefined;
}

export const failoverSides: Check = (config) => {
  const failover = failoverOf(config);
  if (failover === undefined) return [];
  const path = "dns.failover.sides";
  const { sides } = failover;
  const names = Object.keys(sides);
  const own = lookup(sides, config.site);
  const reserved = config.addresses.ingress;
  const few = names.length < 2 ? [`${names.length} are no failover: name every stack that serves the names`] : [];
  const missing = own === undefined ? [`this stack's site "${config.site}" is not among them: add it`] : [];
  const twice = names.flatMap((name, index) => {
    const earlier = names.slice(0, index).find((other) => sides[other] === sides[name]);
    return earlier === undefined ? [] : [`"${name}" and "${earlier}" have the same address: two stacks have two`];
  });
  const other =
    own !== undefined && reserved !== undefined && own !== reserved
      ? [`"${config.site}" is ${own} here, but addresses.ingress is ${reserved}: change one of them`]
      : [];
  return [...few, ...missing, ...twice, ...other].map((message) => ({ path, message }));
};

/** What would go on too long, or not at all, with names that lead to another side. */
export const failoverNames: Check = (config) => {
  if (failoverOf(config) === undefined) return [];
  const { certificates, dns } = config;
  const problems: Problem[] = [];
  if (dns.ttl > longestTtl)
    problems.push({
      path: "dns.ttl",
      message: `${dns.ttl} s is how long users stay with a side that is gone (dns.failover): write at most ${longestTtl}`,
    });
  if (certificates.issuer === "http01")
    problems.push({
      path: "certificates.issuer",
      message:
        '"http01" is answered by the side that the names lead to, so no other side gets a certificate (dns.failover): write dns01 or existing',
    });
  return problems;
};

/** What the files of the other sides, where they lie beside this one, must say too. */
export const failoverAlike: Check = (config, { others }) => {
  const failover = failoverOf(config);
  if (failover === undefined) return [];
  return Object.entries(others).flatMap(([stack, other]) =>
    other.site !== config.site && lookup(failover.sides, other.site) !== undefined
      ? unlike(config, failover, stack, other)
      : [],
  );
};

function unlike(config: Config, failover: Failover, stack: string, other: Config): Problem[] {
  const path = "dns.failover";
  const theirs = failoverOf(other);
  if (theirs === undefined)
    return [
      { path, message: `names stack ${stack}, whose file has no dns.failover: it would make records of its own` },
    ];
  const zone =
    other.dns.zone === config.dns.zone
      ? []
      : [`stack ${stack} has zone "${other.dns.zone}", this one "${config.dns.zone}": sides serve the same names`];
  const same = isDeepStrictEqual(theirs, failover)
    ? []
    : [`differs from that of stack ${stack}: write the same in both`];
  const served = new Set(hostsOf(other).map(({ host }) => host));
  const lacking = hostsOf(config).flatMap(({ host }) => (served.has(host) ? [] : [host]));
  const hosts =
    lacking.length === 0 ? [] : [`stack ${stack} does not serve ${lacking.join(", ")}, which would lead to it too`];
  return [...zone, ...same, ...hosts].map((message) => ({ path, message }));
}
