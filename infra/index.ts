/** The hardware under the platform, whichever cloud it is. */
import type { Config } from "../config/schema";
import type { Infrastructure } from "./contract";
import { createExisting } from "./existing";
import { createOpenstack } from "./openstack";

/** @param hosts Names of the platform below the zone, all of which lead to the ingress. */
export function createInfrastructure(config: Config, hosts: string[]): Infrastructure {
  switch (config.cloud) {
    case "openstack":
      return createOpenstack(config, hosts);
    case "existing":
      return createExisting(config, hosts);
    case "gcp":
      return loadGcp().createGcp(config, hosts);
  }
}

/** Only when it is wanted: Google's SDK is larger than all other code together, and a stack elsewhere must not pay for it. */
function loadGcp(): typeof import("./gcp") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("./gcp") as typeof import("./gcp");
}
