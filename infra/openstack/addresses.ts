import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { existingAddress } from "./existing";
import { protectionOf, type Site, tags } from "./site";

export interface AddressesArgs {
  site: Site;
  /** Name of the network that the addresses come from. */
  externalNetwork: string;
  /** Floating IP of the platform that the project has already. @default one is allocated */
  ingress?: string;
}

/**
 * The site's public addresses, reserved apart from what uses them: DNS names and other people's firewalls point at them, so they outlive
 * load balancers and clusters. One that the project has already is used as it is, and stays when the site goes.
 */
export class Addresses extends pulumi.ComponentResource {
  /** Where users reach the platform. */
  readonly ingress: pulumi.Output<string>;

  constructor(name: string, args: AddressesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Addresses", name, args, opts);
    const { ingress, site } = args;

    this.ingress =
      ingress === undefined ? this.allocate(args) : pulumi.output(existingAddress(site, ingress, { parent: this }));
    this.registerOutputs({ ingress: this.ingress });
  }

  private allocate({ externalNetwork, site }: AddressesArgs): pulumi.Output<string> {
    const ingress = new openstack.networking.FloatingIp(
      "ingress",
      { pool: externalNetwork, description: `Ingress of ${site.name}`, tags: tags(site) },
      {
        parent: this,
        // The cloud controller attaches it to its load balancer and lets go of it again; that is no drift.
        ignoreChanges: ["portId", "fixedIp"],
        ...protectionOf(site, "address/ingress"),
      },
    );
    return ingress.address;
  }
}
