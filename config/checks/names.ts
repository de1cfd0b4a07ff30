/** Host names and the certificate for them. */
import type { Problem } from "../problems";
import type { Config } from "../schema";
import { letsEncrypt } from "../schema/names";
import type { Check } from "./context";
import { hostsOf } from "./facts";

/** "rsp.example.org." as "rsp.example.org". */
const bare = (zone: string) => zone.replace(/\.$/, "");

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const hostName = new RegExp(`^${label}(\\.${label})*$`);

/** Every host is a name below the zone, written without it. */
export const hostNames: Check = (config) => {
  const zone = bare(config.dns.zone);
  return hostsOf(config).flatMap(({ path, host }) => {
    if (!hostName.test(host)) {
      const rule = "write lower-case letters, digits and dashes, without a closing dot";
      return [{ path, message: `"${host}" is not a host name below "${config.dns.zone}": ${rule}` }];
    }
    return host === zone || host.endsWith(`.${zone}`)
      ? [{ path, message: `"${host}" repeats the zone "${config.dns.zone}": write only what stands before it` }]
      : [];
  });
};

/** Full names that lead to the platform, with where each is written. */
function fullNames(config: Config): { path: string; name: string; shown: string }[] {
  const zone = bare(config.dns.zone);
  const hosts = hostsOf(config).map(({ path, host }) => ({ path, name: `${host}.${zone}`, shown: host }));
  const { phalanx } = config;
  return phalanx ? [...hosts, { path: "phalanx.fqdn", name: phalanx.fqdn, shown: phalanx.fqdn }] : hosts;
}

/** Two services of one name would answer for each other. */
export const hostsUnique: Check = (config) => {
  const names = fullNames(config);
  return names.flatMap(({ path, name, shown }, index) => {
    const earlier = names.slice(0, index).find((other) => other.name === name);
    return earlier ? [{ path, message: `"${shown}" is the name of ${earlier.path} too: choose another` }] : [];
  });
};

export const phalanxName: Check = ({ dns, phalanx }) =>
  phalanx === undefined || phalanx.fqdn.endsWith(`.${bare(dns.zone)}`)
    ? []
    : [{ path: "phalanx.fqdn", message: `"${phalanx.fqdn}" is not inside dns.zone "${dns.zone}": change one of them` }];

/** A wildcard stands for one label: *.example.org for a.example.org, not for a.b.example.org nor for example.org. */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith("*.") && pattern.slice(1) === name.slice(name.indexOf(".")));
}

/** A certificate that somebody brings must be for every name. */
export const certificateNames: Check = (config) => {
  const { certificates } = config;
  if (certificates.issuer !== "existing") return [];
  const problems: Problem[] = certificates.names.flatMap((name, index) =>
    hostName.test(name.replace(/^\*\./, ""))
      ? []
      : [
          {
            path: `certificates.names[${index}]`,
            message: `"${name}" is no name: write rsp.example.org or *.example.org`,
          },
        ],
  );
  const uncovered = fullNames(config).filter(({ name }) => !certificates.names.some((one) => covers(one, name)));
  return [
    ...problems,
    ...uncovered.map(({ path, name }) => ({
      path: "certificates.names",
      message: `no name covers "${name}" (${path}): browsers would refuse it; add it, or *${name.slice(name.indexOf("."))}`,
    })),
  ];
};

/** The staging server is Let's Encrypt's: with another authority it would silently take its place. */
export const certificateStaging: Check = ({ certificates }) =>
  (certificates.issuer === "dns01" || certificates.issuer === "http01") &&
  certificates.staging &&
  certificates.server !== letsEncrypt
    ? [
        {
          path: "certificates.staging",
          message: `true is for Let's Encrypt, but server is "${certificates.server}": remove one of them`,
        },
      ]
    : [];
