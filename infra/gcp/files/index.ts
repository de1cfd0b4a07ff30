/** Files that many pods share, by whichever service the site has chosen. */
import type * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../../config/schema";
import type { Infrastructure } from "../../contract";
import { existingFiles } from "../../existing/files";
import type { Site } from "../../site";
import type { Network } from "../network";
import { PrivateConnection } from "../private-connection";
import { FilestoreFiles } from "./filestore";
import { NetappFiles } from "./netapp";
import { FileServer } from "./server";

export interface FilesArgs {
  site: Site;
  config: GcpConfig;
  network: Network;
  /** Google's connection to the network; there whenever Filestore is. */
  google?: PrivateConnection;
}

/** No file systems when the site has no file server; a machine only when it is one of ours. */
export type Files = Pick<Infrastructure["storage"], "sharedFiles" | "fileServer">;

export function createFiles(
  { config, google, network, site }: FilesArgs,
  opts: pulumi.ComponentResourceOptions,
): Files {
  const server = config.storage.fileServer;
  const { region, zones } = config.gcp;
  const { networkId, networkName, subnetLink } = network;
  const clients = config.network.cidr;
  switch (server?.kind) {
    case "netapp": {
      const connection = new PrivateConnection(
        "netapp",
        { site, networkId, networkName, producer: "netapp", range: config.network.netapp },
        opts,
      );
      const args = { site, region, zones, server, clients, networkId: connection.networkId };
      return { sharedFiles: new NetappFiles("files", args, opts).sharedFiles };
    }
    case "filestore": {
      if (google === undefined) throw new Error("Filestore needs Google's private connection");
      const { rangeName } = google;
      const args = { site, region, zones, server, clients, networkName, rangeName };
      return { sharedFiles: new FilestoreFiles("files", args, opts).sharedFiles };
    }
    case "vm": {
      const [zone = ""] = zones;
      const { address, sharedFiles } = new FileServer("files", { site, zone, server, clients, subnetLink }, opts);
      return { sharedFiles, fileServer: { address } };
    }
    default:
      return { sharedFiles: existingFiles(server) };
  }
}
