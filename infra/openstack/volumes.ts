import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";
import { metadata, protectionOf, type Site } from "./site";

export interface VolumesArgs {
  site: Site;
  /** Purpose of the volume to its size (GiB) and Cinder type. */
  volumes: OpenstackConfig["storage"]["volumes"];
  availabilityZone: string;
}

/** The site's data volumes. They grow in place, while mounted; Cinder cannot shrink them. */
export class Volumes extends pulumi.ComponentResource {
  /** Purpose to volume id. */
  readonly ids: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: VolumesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Volumes", name, args, opts);
    const { availabilityZone, site } = args;

    this.ids = Object.fromEntries(
      Object.entries(args.volumes).map(([purpose, { size, type }]) => {
        const volume = new openstack.blockstorage.Volume(
          purpose,
          {
            name: `${site.name}-${purpose}`,
            size,
            volumeType: type,
            availabilityZone,
            enableOnlineResize: true,
            metadata: metadata(site),
          },
          { parent: this, ...protectionOf(site, `volume/${purpose}`) },
        );
        return [purpose, volume.id];
      }),
    );
    this.registerOutputs({ ids: this.ids });
  }
}
