/**
 * The whole configuration of a site. Every key is documented in this folder and nowhere else: the JSON Schema for editors
 * (config/stack.schema.json) and docs/configuration.md are made from it by `npm run schema`.
 */
import { z } from "zod";
import { kindsOfGuarded } from "../guarded";
import { database, identity, secrets } from "./access";
import { existingKeys } from "./existing";
import { gcpKeys } from "./gcp";
import { certificates, dns } from "./names";
import { openstackKeys } from "./openstack";
import { phalanx, platform, policies } from "./platform";
import { services } from "./services";
import { name } from "./values";

/** What every site has, whatever it stands on. */
const commonKeys = {
  site: name.describe("Short name of the site: prefix of every resource's name in the cloud."),
  owner: z.string().min(1).describe("Team that answers for the site; a label on everything."),
  lifecycle: z
    .enum(["production", "disposable"])
    .describe("production protects and retains whatever holds data; disposable lets `destroy` remove everything."),
  allowReplace: z
    .array(
      z
        .string()
        .regex(
          new RegExp(`^(${kindsOfGuarded.join("|")})/[a-z][a-z0-9-]*$`),
          'a resource as `science-platform preview` names it, like "cluster/cluster" or "volume/homes"',
        ),
    )
    .default([])
    .describe(
      "Resources that a change may replace or delete although they hold data or are known to others. They are not protected while they stand here, so take them out again afterwards.",
    ),
  dns,
  certificates,
  secrets,
  identity,
  database,
  platform,
  services,
  phalanx,
  policies,
};

/** The forms of a configuration, by what stands at `cloud`. */
export const clouds = {
  openstack: z.strictObject({ ...commonKeys, ...openstackKeys }),
  gcp: z.strictObject({ ...commonKeys, ...gcpKeys }),
  existing: z.strictObject({ ...commonKeys, ...existingKeys }),
};

export const schema = z.discriminatedUnion("cloud", [clouds.openstack, clouds.gcp, clouds.existing]);

/** The parsed configuration: every default filled in, frozen. */
export type Config = z.infer<typeof schema>;
export type OpenstackConfig = z.infer<typeof clouds.openstack>;
export type GcpConfig = z.infer<typeof clouds.gcp>;
export type ExistingConfig = z.infer<typeof clouds.existing>;

/** The configuration as people write it. */
export type ConfigInput = z.input<typeof schema>;
export type OpenstackInput = z.input<typeof clouds.openstack>;
export type GcpInput = z.input<typeof clouds.gcp>;
export type ExistingInput = z.input<typeof clouds.existing>;
