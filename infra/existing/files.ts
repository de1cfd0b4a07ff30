/** Files of an NFS server that somebody else runs. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { SharedFiles } from "../contract";

/** Its exports as the platform mounts them; none for any other kind of file server. */
export function existingFiles(fileServer: Config["storage"]["fileServer"]): SharedFiles[] {
  if (fileServer?.kind !== "existing") return [];
  const { server, exports } = fileServer;
  return exports.map((one) => ({ ...one, server: pulumi.output(server) }));
}
