/** Container images: that what is cached can be, and that images have a place. */
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

/** What a bucket for images cannot be. */
export const bucket: Check = (config) => {
  const { registry } = config.services;
  if (registry?.bucket === undefined) return [];
  const problem = (message: string) => [{ path: `${path}.bucket`, message }];
  if (registry.kind === "cache")
    return problem("the cache keeps images on its volume: remove it, or choose kind harbor");
  switch (config.cloud) {
    case "gcp":
      return problem("Harbor writes only to stores that are S3 throughout, which Google's is not: remove it");
    case "existing":
      return config.objectStore?.pathStyle === false
        ? problem(
            "Harbor asks for endpoint/bucket only: set objectStore.pathStyle to true where the store knows that, or remove it",
          )
        : [];
    case "openstack":
      return [];
  }
};
