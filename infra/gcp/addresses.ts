import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { protectionOf, type Site } from "../site";
import { existingAddress } from "./existing-address";
import { cloudName } from "./names";

export interface AddressesArgs {
  site: Site;
  project: string;
  region: string;
  /** Number of addresses that the nodes reach the world through. */
  nat: number;
  /** Address of the ingress that the project has already. Default: one is reserved. */
  ingress?: string;
}

/**
 * The site's public addresses, reserved apart from what uses them: DNS names and other people's firewalls point at them, so they outlive
 * load balancers and clusters.
 */
export class Addresses extends pulumi.ComponentResource {
  /** Where users reach the platform. */
  readonly ingress: pulumi.Output<string>;
  /** Self links of the addresses that the nodes reach the world through. */
  readonly nat: pulumi.Output<string>[];

  constructor(name: string, args: AddressesArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Addresses", name, args, opts);

    this.ingress =
      args.ingress === undefined
        ? this.reserve(args, "ingress", `Ingress of ${args.site.name}`).address
        : this.found(args, args.ingress);
    this.nat = Array.from(
      { length: args.nat },
      (_, index) => this.reserve(args, `nat-${index}`, `Nodes of ${args.site.name} to the world`).selfLink,
    );
    this.registerOutputs({ ingress: this.ingress, nat: this.nat });
  }

  private reserve({ site }: AddressesArgs, purpose: string, description: string): gcp.compute.Address {
    return new gcp.compute.Address(
      purpose,
      { name: cloudName([site.name, purpose]), description, addressType: "EXTERNAL", networkTier: "PREMIUM" },
      { parent: this, ...protectionOf(site, `address/${purpose}`) },
    );
  }

  private found({ project, region }: AddressesArgs, address: string): pulumi.Output<string> {
    return gcp.compute
      .getAddressesOutput({ project, region, filter: `address = "${address}"` }, { parent: this })
      .apply(({ addresses }) => existingAddress(address, { project, region }, addresses));
  }
}
