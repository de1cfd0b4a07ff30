/** The hardware under the platform, whichever cloud it is. */
import * as pulumi from "@pulumi/pulumi";
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
      throw new pulumi.RunError(`cloud: "${config.cloud}" can be checked, but not yet be applied by this version.`);
  }
}
