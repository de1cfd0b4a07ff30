/** Files of an NFS server that the hardware layer does not make: somebody else's, or the platform's own in the cluster. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { SharedFiles } from "../contract";

/** Its exports as the platform mounts them; none for a file server that the layer makes. */
export function existingFiles(fileServer: Config["storage"]["fileServer"]): SharedFiles[] {
  switch (fileServer?.kind) {
    case "existing":
      return fileServer.exports.map((one) => ({ ...one, server: pulumi.output(fileServer.server) }));
    case "pod":
      // Nodes know no names of the cluster, but its addresses. The path is what platform/services/file-server serves.
      return fileServer.exports.map(({ name, size, readOnly, address }) => ({
        ...{ name, size, readOnly },
        server: pulumi.output(address),
        path: `/${name}`,
      }));
    default:
      return [];
  }
}
