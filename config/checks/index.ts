/** What a schema cannot say: facts of the configuration that must fit each other. Pure; each check lists what it finds. */
import type { Problem } from "../problems";
import type { Config, ExistingConfig, GcpConfig, OpenstackConfig } from "../schema";
import { landingHost } from "./names";
import { ranges } from "./network";
import { flavors, image, magnumPools, serverVolumes } from "./openstack";
import { quotas } from "./quotas";
import { storageClasses } from "./storage";

type Check<C> = (config: C) => Problem[];

const everywhere: Check<Config>[] = [ranges, storageClasses, landingHost, quotas];
const onOpenstack: Check<OpenstackConfig>[] = [magnumPools, flavors, image, serverVolumes];
const onGcp: Check<GcpConfig>[] = [];
const onExisting: Check<ExistingConfig>[] = [];

/** @returns Every problem found; empty when the configuration makes sense. */
export function check(config: Config): Problem[] {
  return [...ofCloud(config), ...everywhere.flatMap((one) => one(config))];
}

function ofCloud(config: Config): Problem[] {
  switch (config.cloud) {
    case "openstack":
      return onOpenstack.flatMap((one) => one(config));
    case "gcp":
      return onGcp.flatMap((one) => one(config));
    case "existing":
      return onExisting.flatMap((one) => one(config));
  }
}
