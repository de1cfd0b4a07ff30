/** What every hardware layer's components need to know of the site, and whether its data must outlive the stack. */
import type * as pulumi from "@pulumi/pulumi";
import type { GuardedName } from "../config/guarded";
import type { Config } from "../config/schema";

/** The site, as components take it in their args. */
export interface Site {
  /** Prefix of every name in the cloud. */
  name: string;
  /** Team that answers for it. */
  owner: string;
  lifecycle: Config["lifecycle"];
  /** Resources that are not protected. @default none */
  allowReplace?: readonly string[];
}

export function siteOf(config: Pick<Config, "site" | "owner" | "lifecycle" | "allowReplace">): Site {
  const { site, owner, lifecycle, allowReplace } = config;
  return { name: site, owner, lifecycle, ...(allowReplace.length > 0 ? { allowReplace } : {}) };
}

/**
 * Options of a resource that holds data, or an address that others have written down: in production it can neither be deleted by a
 * slip (protect) nor with the stack (retainOnDelete: `pulumi destroy` leaves it in the cloud). A disposable site keeps nothing.
 */
export function dataProtection(lifecycle: Site["lifecycle"]): pulumi.CustomResourceOptions {
  return lifecycle === "production" ? { protect: true, retainOnDelete: true } : {};
}

/** The same for a resource that `allowReplace` may name, which lifts it: what may be replaced must not be left behind in the cloud. */
export function protectionOf(site: Site, resource: GuardedName): pulumi.CustomResourceOptions {
  return site.allowReplace?.includes(resource) ? {} : dataProtection(site.lifecycle);
}
