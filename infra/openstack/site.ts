/** What every OpenStack component needs to know of the site: names and marks. */
import type { Site } from "../site";

export { protectionOf, type Site, siteOf } from "../site";

/** Name of the nodes' network and its subnet. */
export function nodesNetworkName(site: Pick<Site, "name">): string {
  return `${site.name}-nodes`;
}

/** Neutron's tags: how `openstack network list --tags ...` finds what belongs to a site. */
export function tags(site: Site): string[] {
  return Object.entries(metadata(site)).map(([key, value]) => `${key}=${value}`);
}

/** The same as key and value, for services that have metadata instead of tags. */
export function metadata(site: Site): Record<string, string> {
  return { site: site.name, owner: site.owner };
}
