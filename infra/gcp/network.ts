import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { cloudName } from "./names";
import type { Site } from "../site";
import { waitingFor } from "./waiting";

export interface NetworkArgs {
  site: Site;
  /** Range of the nodes' subnet. */
  cidr: string;
  /** Secondary range of the pods. */
  pods: string;
  /** Secondary range of the Services. */
  services: string;
  /** Self links of the addresses through which the nodes reach the world. */
  natAddresses: pulumi.Input<string>[];
}

/** Names of the secondary ranges, as the cluster refers to them. */
export const secondaryRanges = { pods: "kubernetes-pods", services: "kubernetes-services" } as const;

/** The site's own network: one subnet, whose machines have no public address and reach the world through Cloud NAT. */
export class Network extends pulumi.ComponentResource {
  readonly networkName: pulumi.Output<string>;
  /** ID, like projects/PROJECT/global/networks/NAME. */
  readonly networkId: pulumi.Output<string>;
  readonly networkLink: pulumi.Output<string>;
  /** Self link; known only when the NAT serves the subnet: whoever uses it can reach the outside. */
  readonly subnetLink: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Network", name, args, opts);
    const { site } = args;
    const child = { parent: this };

    const network = new gcp.compute.Network(
      name,
      {
        name: cloudName([site.name, "nodes"]),
        description: `Network of ${site.name}`,
        autoCreateSubnetworks: false,
        // So that a VPN in another region reaches the nodes too.
        routingMode: "GLOBAL",
      },
      child,
    );
    const subnet = new gcp.compute.Subnetwork(
      name,
      {
        name: cloudName([site.name, "nodes"]),
        network: network.selfLink,
        ipCidrRange: args.cidr,
        secondaryIpRanges: [
          { rangeName: secondaryRanges.pods, ipCidrRange: args.pods },
          { rangeName: secondaryRanges.services, ipCidrRange: args.services },
        ],
        // Google's APIs and registries are reached without the NAT.
        privateIpGoogleAccess: true,
      },
      child,
    );
    const router = new gcp.compute.Router(
      name,
      { name: cloudName([site.name, "router"]), network: network.selfLink },
      child,
    );
    const nat = new gcp.compute.RouterNat(
      name,
      {
        name: cloudName([site.name, "nat"]),
        router: router.name,
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: args.natAddresses,
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        // Users of one node download many things at once; the fixed 64 ports of a node would soon be taken.
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        minPortsPerVm: 64,
        maxPortsPerVm: 4096,
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      child,
    );

    this.networkName = network.name;
    this.networkId = network.id;
    this.networkLink = network.selfLink;
    this.subnetLink = waitingFor(subnet.selfLink, [nat.name]);
    this.registerOutputs({
      networkName: this.networkName,
      networkId: this.networkId,
      networkLink: this.networkLink,
      subnetLink: this.subnetLink,
    });
  }
}
