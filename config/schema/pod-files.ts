/** A file server of our own as pods in the cluster. */
import { z } from "zod";
import { cidr, gib, name, resources } from "./values";

const served = z.strictObject({
  name: name.describe("Name by which services refer to it."),
  size: gib.describe("GiB of its volume. It can grow, not shrink."),
  class: name.optional().describe("One of storage.classes, of block volumes. Default: the default class."),
  address: z
    .ipv4()
    .describe(
      "Cluster address (network.services) at which its server is mounted: one of the first of that range, which Kubernetes keeps for such, and that nobody has: `kubectl get services -A`.",
    ),
  readOnly: z.boolean().default(false).describe("Nobody writes: the server refuses it, and it is mounted read-only."),
  rootAccess: z
    .boolean()
    .default(false)
    .describe(
      "root on a client is root in the files, which the making of home directories for others needs. Who the clients are, `clients` says.",
    ),
});

/**
 * Kind `pod`. The addresses are written down and not read back from the cluster: hardware layer, StorageClasses, volumes and Phalanx then
 * know them at the first preview, as they know those of every other kind, and a Service that is made again is found where it was.
 */
export const podFileServer = z.strictObject({
  kind: z.literal("pod").describe("NFS servers of our own in the cluster: a pod and a volume for each export."),
  clients: z
    .array(cidr)
    .min(1)
    .optional()
    .describe(
      "Ranges from which the nodes mount, all within network.cidr and network.pods. Default: network.cidr. Where nodes reach pods by tunnels (Calico with VXLAN or IPIP, flannel) they come from the tunnels' addresses, which lie in network.pods: name the part of it that tunnels have, or all of it.",
    ),
  exports: z.array(served).min(1).describe("What is served to the nodes."),
  resources: resources
    .default({ cpu: { request: "250m", limit: "2" }, memory: { request: "512Mi", limit: "2Gi" } })
    .describe("Cores and memory of each server."),
});
