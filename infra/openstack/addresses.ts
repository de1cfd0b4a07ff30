import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { dataProtection, type Site, tags } from "./site";

export interface AddressesArgs {
  site: Site;
  /** Name of the network that the addresses come from. */
  externalNetwork: string;
}

/**
 * The site's public addresses, reserved apart from what uses them: DNS names and other people's firewalls point at them, so they outlive
 * load balancers and clusters.
 */
export class Addresses extends pulumi.ComponentResource {
  /** Where users reach the platform. */
  readonly ingress: pulumi.Output<string>;

  constructor(name: string, args: AddressesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Addresses", name, args, opts);
    const { site } = args;

    const ingress = new openstack.networking.FloatingIp(
      "ingress",
      { pool: args.externalNetwork, description: `Ingress of ${site.name}`, tags: tags(site) },
      {
        parent: this,
        // The cloud controller attaches it to its load balancer and lets go of it again; that is no drift.
        ignoreChanges: ["portId", "fixedIp"],
        ...dataProtection(site.lifecycle),
      },
    );

    this.ingress = ingress.address;
    this.registerOutputs({ ingress: this.ingress });
  }
}
