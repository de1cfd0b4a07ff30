/** What every OpenStack component needs to know of the site: names, marks, and whether its data must outlive the stack. */
import type * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";

/** The site, as components take it in their args. */
export interface Site {
  /** Prefix of every name in the cloud. */
  name: string;
  /** Team that answers for it. */
  owner: string;
  lifecycle: OpenstackConfig["lifecycle"];
}

export function siteOf(config: OpenstackConfig): Site {
  return { name: config.site, owner: config.owner, lifecycle: config.lifecycle };
}

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

/**
 * Options of a resource that holds data, or an address that others have written down: in production it can neither be deleted by a
 * slip (protect) nor with the stack (retainOnDelete: `pulumi destroy` leaves it in the cloud). A disposable site keeps nothing.
 */
export function dataProtection(lifecycle: Site["lifecycle"]): pulumi.CustomResourceOptions {
  return lifecycle === "production" ? { protect: true, retainOnDelete: true } : {};
}
