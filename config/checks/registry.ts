/** The cache of container images: that it caches what it can. */
import type { Check } from "./context";
import { listedTwice, taken, unknownName } from "./words";

const path = "services.registry";

export const upstreams: Check = ({ dns, services: { registry } }) => {
  if (registry === undefined) return [];
  const own = `${registry.host}.${dns.zone.replace(/\.$/, "")}`;
  const at = (index: number) => `${path}.upstreams[${index}]`;
  return [
    ...taken(registry.upstreams, at, listedTwice),
    ...registry.upstreams.flatMap((name, index) =>
      name === own ? [{ path: at(index), message: `"${name}" is the cache itself: remove it` }] : [],
    ),
  ];
};

export const logins: Check = ({ services: { registry } }) => {
  if (registry === undefined) return [];
  const at = (index: number) => `${path}.logins[${index}]`;
  return [
    ...taken(registry.logins, at, listedTwice),
    ...registry.logins.flatMap((name, index) =>
      registry.upstreams.includes(name)
        ? []
        : [{ path: at(index), message: unknownName(name, registry.upstreams, `${path}.upstreams`) }],
    ),
  ];
};
