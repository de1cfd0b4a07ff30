import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { type Site, tags } from "./site";

export interface NetworkArgs {
  site: Site;
  /** Range of the nodes' subnet. */
  cidr: string;
  /** Name servers handed to the nodes; none: the cloud's own. */
  dnsServers: string[];
  /** Name of the network with the floating IPs. */
  externalNetwork: string;
}

/** The nodes' network: one subnet behind a router to the outside. */
export class Network extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  /** Known only when the router serves the subnet: whoever uses it can reach the outside. */
  readonly subnetId: pulumi.Output<string>;
  readonly externalNetworkId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Network", name, args, opts);
    const { site } = args;
    const child = { parent: this };
    const marks = { tags: tags(site) };

    const external = openstack.networking.getNetworkOutput({ name: args.externalNetwork, external: true }, child);
    const network = new openstack.networking.Network(
      name,
      { name: `${site.name}-nodes`, adminStateUp: true, ...marks },
      child,
    );
    const subnet = new openstack.networking.Subnet(
      name,
      {
        name: `${site.name}-nodes`,
        networkId: network.id,
        cidr: args.cidr,
        ipVersion: 4,
        dnsNameservers: args.dnsServers,
        ...marks,
      },
      child,
    );
    const router = new openstack.networking.Router(
      name,
      { name: `${site.name}-router`, adminStateUp: true, externalNetworkId: external.id, ...marks },
      child,
    );
    const routerInterface = new openstack.networking.RouterInterface(
      name,
      { routerId: router.id, subnetId: subnet.id },
      child,
    );

    this.networkId = network.id;
    this.subnetId = pulumi.all([subnet.id, routerInterface.id]).apply(([id]) => id);
    this.externalNetworkId = external.id;
    this.registerOutputs({
      networkId: this.networkId,
      subnetId: this.subnetId,
      externalNetworkId: this.externalNetworkId,
    });
  }
}
