/** Virtual labs: JupyterHubs, each with its own namespace, quota, images and users. */
import { z } from "zod";
import { dmtn084, labSizes } from "../sizing";
import { jupyterhubVersions } from "../versions";
import { duration, exactVersion, groups, host, memory, name, quota, resources } from "./values";

const size = resources.extend({ name: name.describe("Name of the size, as users see it.") });

const image = z.strictObject({
  name: z.string().min(1).describe("Like quay.io/jupyter/scipy-notebook, without tag."),
  tag: z
    .string()
    .regex(/^(?!latest$)[\w][\w.-]{0,127}$/, "an exact tag, not latest")
    .describe("Exact tag."),
  title: z.string().optional().describe("What users read in the list. Default: name and tag."),
});

const mount = z.strictObject({
  export: z.string().min(1).describe("Name of one of storage.fileServer.exports."),
  path: z.string().startsWith("/").describe("Where it is mounted in the notebook."),
  readOnly: z.boolean().default(true).describe("Mounted read-only."),
});

/** What all labs share, and what one lab may say otherwise. */
const common = {
  version: exactVersion.describe(
    `Version of the chart jupyterhub (zero-to-jupyterhub): ${jupyterhubVersions.join(" or ")}.`,
  ),
  sizes: z.array(size).min(1).describe("Sizes that users choose from."),
  homeQuota: memory.describe("What one home directory may hold."),
  idleCull: duration.describe("Idle time after which a server is stopped."),
  nodePool: z.string().min(1).describe("Node pool that users' servers run on."),
  prepull: z
    .boolean()
    .describe(
      "Whether a small pod on every node of the pool fetches the lab's first image beforehand; it counts among the pods of the node.",
    ),
};

const lab = z.strictObject({
  name: name.describe("Short name: namespace lab-<name>."),
  title: z.string().min(1).describe("Name that users read."),
  host: host.optional().describe("Host name below dns.zone. Default: <name>."),
  users: z.int().min(1).describe("Users at work at the same time, for whom there must be room."),
  images: z
    .array(image)
    .min(1)
    .describe("Images of the notebooks; the first is the default and is fetched beforehand."),
  groups: groups.default([]).describe("Groups whose members may log in. Default: everyone who can log in."),
  admins: groups.default([]).describe("Groups whose members look after the lab."),
  teaching: z
    .array(
      z.strictObject({
        name: name.describe("Name of the course."),
        teachers: groups.min(1).describe("Groups that see the students' servers."),
        students: groups.min(1).describe("Groups that take part."),
      }),
    )
    .default([])
    .describe("Courses."),
  mounts: z.array(mount).default([]).describe("Shared files in the notebooks."),
  quota: quota
    .optional()
    .describe(
      "Bounds of all users' servers and homes together; what the hub itself needs comes on top. Default: room for users of the largest size, as far as the nodes have it.",
    ),
  storageQuota: memory
    .optional()
    .describe("What all homes of the lab may ask for together. Default: the quota's storage, or users x homeQuota."),
  version: common.version.optional(),
  sizes: common.sizes.optional(),
  homeQuota: common.homeQuota.optional(),
  idleCull: common.idleCull.optional(),
  nodePool: common.nodePool.optional(),
  prepull: common.prepull.optional(),
});

export const virtualLabs = z
  .strictObject({
    version: common.version.default("4.3.5"),
    sizes: common.sizes.default(labSizes),
    homeQuota: common.homeQuota.default(dmtn084.home),
    homes: z
      .string()
      .min(1)
      .describe("Where homes lie: the name of an export, or of a StorageClass (one volume for each user)."),
    idleCull: common.idleCull.default("1h"),
    nodePool: common.nodePool.optional(),
    prepull: common.prepull.default(true),
    labs: z.array(lab).min(1).describe("The labs."),
  })
  .describe("Virtual labs; what stands above labs holds for each that does not say otherwise.");
