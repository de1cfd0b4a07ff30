import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { existingRouter } from "./existing";
import { nodesNetworkName, type Site, tags } from "./site";

export interface NetworkArgs {
  site: Site;
  /** Range of the nodes' subnet. */
  cidr: string;
  /** Name servers handed to the nodes; none: the cloud's own. */
  dnsServers: string[];
  /** Name of the network with the floating IPs. */
  externalNetwork: string;
  /** MTU of the network. @default the cloud's */
  mtu?: number;
  /** Name of a router that is there already. @default one of our own */
  router?: string;
}

/** The nodes' network: one subnet behind a router to the outside. */
export class Network extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  /** Known only when the router serves the subnet: whoever uses it can reach the outside. */
  readonly subnetId: pulumi.Output<string>;
  readonly externalNetworkId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Network", name, args, opts);
    const { mtu, site } = args;
    const child = { parent: this };
    const marks = { tags: tags(site) };

    const external = openstack.networking.getNetworkOutput({ name: args.externalNetwork, external: true }, child);
    const network = new openstack.networking.Network(
      name,
      { name: nodesNetworkName(site), adminStateUp: true, mtu, ...marks },
      child,
    );
    const subnet = new openstack.networking.Subnet(
      name,
      {
        name: nodesNetworkName(site),
        networkId: network.id,
        cidr: args.cidr,
        ipVersion: 4,
        dnsNameservers: args.dnsServers,
        ...marks,
      },
      child,
    );
    const routerId =
      args.router === undefined
        ? this.router(name, site, external.id)
        : this.existingRouter(args.router, args.externalNetwork, external.id);
    const routerInterface = new openstack.networking.RouterInterface(
      name,
      { routerId, subnetId: subnet.id },
      // The subnet's gateway address can belong to one router at a time.
      { ...child, deleteBeforeReplace: true },
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

  private router(name: string, site: Site, externalNetworkId: pulumi.Input<string>): pulumi.Output<string> {
    const router = new openstack.networking.Router(
      name,
      { name: `${site.name}-router`, adminStateUp: true, externalNetworkId, tags: tags(site) },
      { parent: this },
    );
    return router.id;
  }

  private existingRouter(
    router: string,
    externalNetwork: string,
    externalId: pulumi.Output<string>,
  ): pulumi.Output<string> {
    return externalId.apply((id) => existingRouter(router, { name: externalNetwork, id }, { parent: this }));
  }
}
