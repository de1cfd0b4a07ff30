/** The file server of a site on OpenStack. */
import { z } from "zod";
import { podFileServer } from "./pod-files";
import { cidr, existingFileServer, gib, name } from "./values";

/** What the machine takes for a folder: names of users. */
const folder = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a folder's name of letters, digits, dots, dashes and underscores");

const rootAccess = z
  .boolean()
  .default(false)
  .describe("root on a node is root in the files, which the making of home directories for others needs.");

const served = z.strictObject({
  name: name.describe("Name by which services refer to it."),
  volume: z.string().describe("Key of storage.volumes that holds the files."),
  readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
  rootAccess,
  quota: gib
    .optional()
    .describe("GiB that each folder directly in it, like a user's home, may fill. Default: no bound."),
  quotas: z.record(folder, gib).default({}).describe("Other bounds for single folders: their name to GiB."),
  snapshots: z
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe("Daily snapshots to keep; 0: none. They lie in the volume, where only administrators see them."),
});

const share = z.strictObject({
  name: name.describe("Name by which services refer to it."),
  size: gib.describe("GiB. It can grow, not shrink."),
  readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
  rootAccess,
});

const cephfs = z.strictObject({
  network: z.string().min(1).describe("Name of the network on which Ceph is reached: the VM gets a second port there."),
  range: cidr.describe("Range of that network."),
  mtu: z.int().min(1280).max(9000).optional().describe("MTU of the second port. Default: the network's."),
  routes: z
    .array(
      z.strictObject({
        to: cidr.describe("Range of Ceph's monitors or servers."),
        via: z.ipv4().describe("Router on the network that leads there."),
      }),
    )
    .default([])
    .describe("Ways that lead through the second port. Default: none but its own network."),
  shareType: z.string().min(1).optional().describe("Manila share type (`openstack share type list`), for shares."),
  shares: z
    .array(share)
    .default([])
    .describe("CephFS shares to make with Manila. The VM mounts them and serves them like the exports."),
});

/** Where files that many pods share come from. */
export const fileServer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("vm").describe("An NFS server VM of our own on volumes of this file."),
    flavor: z.string().min(1).describe("Flavor of the VM."),
    image: z.string().min(1).describe("A cloud image with cloud-init and systemd (Ubuntu 22.04 or newer)."),
    rootDisk: gib.default(20).describe("GiB."),
    exports: z
      .array(served)
      .min(1)
      .describe(
        "Folders served to the nodes. One that is removed is let go of by clients and server before its volume goes.",
      ),
    cephfs: cephfs.optional().describe("A second network port, to CephFS, and shares there. Default: none."),
  }),
  podFileServer,
  existingFileServer,
]);
