import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { cloudName } from "./names";
import { waitingFor } from "./waiting";

export interface PrivateConnectionArgs {
  site: Site;
  networkName: pulumi.Input<string>;
  networkId: pulumi.Input<string>;
  /** Whose services: Google's own (Cloud SQL, Filestore) or NetApp's. */
  producer: "google" | "netapp";
  /** Range that the services get their addresses from. Default: Google picks a free one. */
  range?: string;
}

const producers = {
  google: { service: "servicenetworking.googleapis.com", prefixLength: 20 },
  netapp: { service: "netapp.servicenetworking.goog", prefixLength: 24 },
} as const;

/** Private addresses for services that Google or NetApp run in networks of their own: a range for them, and a peering of the networks. */
export class PrivateConnection extends pulumi.ComponentResource {
  /** ID of the network; known only when the connection stands. */
  readonly networkId: pulumi.Output<string>;
  /** Name of the range. */
  readonly rangeName: pulumi.Output<string>;

  constructor(name: string, args: PrivateConnectionArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:PrivateConnection", name, args, opts);
    const { service, prefixLength } = producers[args.producer];
    const [address, length] = args.range?.split("/") ?? [];

    const range = new gcp.compute.GlobalAddress(
      name,
      {
        name: cloudName([args.site.name, args.producer, "services"]),
        description: `Addresses for ${service}`,
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        address,
        prefixLength: length === undefined ? prefixLength : Number(length),
        network: args.networkId,
      },
      { parent: this },
    );
    const connection = new gcp.servicenetworking.Connection(
      name,
      {
        network: args.networkId,
        service,
        reservedPeeringRanges: [range.name],
        // Google keeps a deleted database's address for days and refuses to end the connection until then; it goes with the network.
        deletionPolicy: "ABANDON",
        // One that was left behind so is taken up again, with the range of now.
        updateOnCreationFail: true,
      },
      { parent: this },
    );
    const marks: pulumi.Output<unknown>[] = [connection.service];
    if (args.producer === "netapp") {
      // The volumes' routes are custom ones, which a peering does not exchange by itself.
      const routes = new gcp.compute.NetworkPeeringRoutesConfig(
        name,
        {
          network: args.networkName,
          peering: connection.peering,
          importCustomRoutes: true,
          exportCustomRoutes: true,
        },
        { parent: this },
      );
      marks.push(routes.importCustomRoutes);
    }

    this.networkId = waitingFor(pulumi.output(args.networkId), marks);
    this.rangeName = waitingFor(range.name, marks);
    this.registerOutputs({ networkId: this.networkId, rangeName: this.rangeName });
  }
}
