/** The hardware on Google Cloud: GKE, Cloud SQL, Cloud Storage, Filestore or NetApp Volumes, Cloud DNS. */
import { z } from "zod";
import {
  autoscaling,
  cidr,
  cron,
  defaultClass,
  existingFileServer,
  gib,
  name,
  networkKeys,
  poolKeys,
  reclaim,
} from "./values";

const projectId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    "a project ID: 6 to 30 lower-case letters, digits and dashes, starting with a letter",
  );
const region = z.string().regex(/^[a-z]+-[a-z]+\d{1,2}$/, "a region like europe-west2");
const zoneName = z.string().regex(/^[a-z]+-[a-z]+\d{1,2}-[a-z]$/, "a zone like europe-west2-b");

const connection = z
  .strictObject({
    project: projectId.describe("ID of the project, which exists and has a billing account."),
    region: region.describe("Region of network, addresses and data."),
    zones: z.array(zoneName).min(1).describe("Zones of the nodes, in that region."),
    budget: z
      .strictObject({
        billingAccount: z
          .string()
          .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, "a billing account like 012345-6789AB-CDEF01")
          .describe("Billing account of the project."),
        amount: z.int().positive().describe("Money per month, in currency."),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, "a currency like GBP")
          .default("USD")
          .describe("Currency of the billing account."),
        thresholds: z
          .array(z.number().positive().max(2))
          .min(1)
          .default([0.7, 0.8, 0.9, 1])
          .describe("Shares of the amount at which mail is sent; 1 is all of it."),
      })
      .optional()
      .describe("Budget with alerts. Default: none."),
  })
  .describe("The GCP project.");

const network = z
  .strictObject({
    cidr: cidr.describe("Range of the nodes' subnet."),
    pods: cidr.describe("Secondary range of the pods."),
    services: cidr.describe("Secondary range of the Services' cluster addresses."),
    controlPlane: cidr.describe("Range of the control plane, a /28."),
    googleServices: cidr
      .optional()
      .describe(
        "Range that Cloud SQL and Filestore take their addresses from, a /24 or larger. Default: Google picks a /20.",
      ),
    netapp: cidr
      .optional()
      .describe("Range that NetApp Volumes takes its addresses from, a /24 or larger. Default: Google picks a /24."),
    podsPerNode: z
      .int()
      .min(8)
      .max(256)
      .default(110)
      .describe("Most pods of one node; GKE reserves twice as many addresses."),
    ...networkKeys,
  })
  .describe("Ranges and who may reach what.");

const nodePool = z.strictObject({
  ...poolKeys,
  machineType: z.string().min(1).describe("Machine type of its nodes, like n2-standard-8."),
  count: z.int().min(1).describe("Number of nodes at the start, in all zones together."),
  ...autoscaling,
  diskSize: gib.min(10).default(200).describe("Boot disk of each node, GiB; images lie there."),
  diskType: z.enum(["pd-standard", "pd-balanced", "pd-ssd"]).default("pd-balanced").describe("Kind of boot disk."),
  imageType: z.enum(["COS_CONTAINERD", "UBUNTU_CONTAINERD"]).default("COS_CONTAINERD").describe("Image of its nodes."),
  tags: z
    .array(z.string().regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, "lower-case letters, digits and dashes"))
    .default([])
    .describe("Further network tags; gke-<cluster> and gke-<cluster>-<pool> are always set."),
});

const cluster = z
  .strictObject({
    kind: z
      .enum(["regional", "zonal"])
      .default("regional")
      .describe("regional: the control plane stands in three zones."),
    kubernetesVersion: z
      .string()
      .regex(/^1\.\d+\.\d+-gke\.\d+$/, 'a GKE version like "1.34.4-gke.1193000"')
      .describe("Pinned version (`gcloud container get-server-config`); the channel upgrades from there."),
    channel: z.enum(["RAPID", "REGULAR", "STABLE", "EXTENDED"]).default("REGULAR").describe("Release channel."),
    maintenance: z
      .strictObject({
        day: z.enum(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]).describe("Day of the week."),
        start: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like "00:00"')
          .default("00:00")
          .describe("Begin, UTC."),
        hours: z
          .int()
          .min(12, "a weekly window has 12 hours or more, because GKE asks for 48 in 32 days")
          .max(24)
          .default(12)
          .describe("Length in hours, 12 to 24."),
      })
      .describe("Weekly window in which GKE may upgrade."),
    nodePools: z.array(nodePool).min(1).describe("All pools of nodes; the default pool of GKE is removed."),
    securityGroup: z
      .string()
      .regex(
        /^gke-security-groups@([a-z0-9-]+\.)+[a-z]+$/,
        "gke-security-groups@your.domain; GKE accepts no other name",
      )
      .optional()
      .describe("Google group whose nested groups RBAC may name (gke-security-groups@your.domain). Default: none."),
    managedPrometheus: z.boolean().default(true).describe("Metrics of the system in Google's own monitoring."),
  })
  .describe("The Kubernetes cluster, made by GKE: private nodes, Dataplane V2, shielded, workload identity.");

const addresses = z
  .strictObject({
    ingress: z
      .ipv4()
      .optional()
      .describe("Static address of the platform that the project has already. Default: one is reserved."),
    nat: z.int().min(1).max(16).default(1).describe("Static addresses through which the nodes reach the world."),
  })
  .prefault({})
  .describe("Public addresses.");

const quotaRule = z.strictObject({
  uid: z.int().min(0).describe("User ID."),
  mib: z.int().positive().describe("MiB the user may fill."),
});

const schedule = { hourly: z.int().min(0), daily: z.int().min(0), weekly: z.int().min(0) };

const fileServer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("netapp").describe("NetApp Volumes: the one with quotas per user."),
    serviceLevel: z.enum(["FLEX", "STANDARD", "PREMIUM", "EXTREME"]).default("PREMIUM").describe("Service level."),
    snapshots: z
      .strictObject({
        hourly: schedule.hourly.default(24).describe("Hourly ones to keep."),
        daily: schedule.daily.default(7).describe("Daily ones to keep."),
        weekly: schedule.weekly.default(5).describe("Weekly ones to keep."),
      })
      .prefault({})
      .describe("Snapshots on the volume."),
    backups: z
      .strictObject({
        daily: schedule.daily.min(2).default(7).describe("Daily ones to keep, two or more."),
        weekly: schedule.weekly.default(5).describe("Weekly ones to keep."),
        monthly: z.int().min(0).default(12).describe("Monthly ones to keep."),
      })
      .prefault({})
      .describe("Backups in a vault outside the volume."),
    exports: z
      .array(
        z.strictObject({
          name: name.describe("Name by which services refer to it."),
          size: gib.min(100).describe("GiB."),
          readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
          rootAccess: z
            .boolean()
            .default(false)
            .describe("root on a node is root in the files, which the making of home directories for others needs."),
          largeCapacity: z
            .boolean()
            .default(false)
            .describe("A large-capacity volume with several addresses, 15 TiB or more; it cannot be changed later."),
          userQuota: z.int().positive().optional().describe("MiB each user may fill. Default: no bound."),
          userQuotas: z.array(quotaRule).default([]).describe("Other bounds for single users."),
        }),
      )
      .min(1)
      .describe("Volumes served to the nodes."),
  }),
  z.strictObject({
    kind: z.literal("filestore").describe("Filestore: simpler, without quotas per user."),
    tier: z
      .enum(["BASIC_HDD", "BASIC_SSD", "ZONAL", "REGIONAL", "ENTERPRISE"])
      .default("BASIC_HDD")
      .describe("Service tier."),
    exports: z
      .array(
        z.strictObject({
          name: name.describe("Name by which services refer to it."),
          size: gib.min(1024).describe("GiB; Filestore begins at 1024, BASIC_SSD at 2560."),
          readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
        }),
      )
      .min(1)
      .describe("One instance for each."),
  }),
  z.strictObject({
    kind: z.literal("vm").describe("An NFS server VM of our own on persistent disks."),
    machineType: z.string().min(1).describe("Machine type of the VM."),
    image: z
      .string()
      .min(1)
      .default("ubuntu-os-cloud/ubuntu-2404-lts-amd64")
      .describe("Image family (project/family) with cloud-init and apt."),
    snapshotDays: z.int().min(1).default(7).describe("Days to keep the daily snapshots of the disks."),
    exports: z
      .array(
        z.strictObject({
          name: name.describe("Name by which services refer to it."),
          size: gib.min(10).describe("GiB of its disk."),
          diskType: z.enum(["pd-standard", "pd-balanced", "pd-ssd"]).default("pd-balanced").describe("Kind of disk."),
          readOnly: z.boolean().default(false).describe("Mounted read-only everywhere."),
        }),
      )
      .min(1)
      .describe("Folders served to the nodes, each on a disk of its own."),
  }),
  existingFileServer,
]);

const storage = z
  .strictObject({
    classes: z
      .array(
        z.strictObject({
          name: name.describe("Name of the StorageClass."),
          diskType: z.enum(["pd-standard", "pd-balanced", "pd-ssd"]).describe("Kind of persistent disk."),
          regional: z
            .boolean()
            .default(false)
            .describe("Each volume lies in two zones, so that its pod can move; the pools need nodes in both."),
          reclaim,
          default: defaultClass,
        }),
      )
      .min(1)
      .describe("StorageClasses for the claims of pods."),
    fileServer: fileServer.optional().describe("Files that many pods share by NFS: home directories, datasets."),
  })
  .describe("Volumes and files.");

const objectStore = z
  .strictObject({
    buckets: z.array(name).min(1).describe("Purposes; bucket names are <project>-<site>-<purpose>."),
    deleteAfter: z
      .record(name, z.int().positive())
      .default({})
      .describe("Purpose to the days after which its objects are deleted. Default: never."),
  })
  .describe("Cloud Storage buckets, with versions.");

const cloudSql = z
  .strictObject({
    version: z
      .enum(["POSTGRES_15", "POSTGRES_16", "POSTGRES_17"])
      .default("POSTGRES_16")
      .describe("PostgreSQL version."),
    tier: z.string().min(1).default("db-custom-4-16384").describe("Size: db-custom-<cores>-<MiB>."),
    diskSize: gib.min(10).default(100).describe("GiB at the start; it grows by itself."),
    highAvailability: z.boolean().default(true).describe("A standby in another zone."),
    pointInTimeRecovery: z.boolean().default(true).describe("Back to any moment of the last seven days."),
    backups: z.int().min(1).max(365).default(14).describe("Daily backups to keep."),
    databases: z.array(name).min(1).describe("Services with a database of their own, each with its user and password."),
  })
  .optional()
  .describe("Cloud SQL for PostgreSQL with a private address. Default: none.");

/** The keys of a site on GCP, besides those of every site. */
export const gcpKeys = {
  cloud: z.literal("gcp").describe("What the platform stands on: openstack, gcp or existing."),
  gcp: connection,
  network,
  cluster,
  addresses,
  storage,
  objectStore,
  cloudSql,
  artifactRegistry: z
    .array(name)
    .default([])
    .describe("Artifact Registry repositories for images of our own, like sciplat-lab."),
  vaultUnseal: z.boolean().default(false).describe("A KMS key with which Vault unseals itself."),
  clusterBackup: z
    .strictObject({
      schedule: cron.default("0 3 * * *").describe("Cron line, UTC."),
      retainDays: z.int().min(1).max(365).default(14).describe("Days to keep a backup, 365 at most."),
    })
    .optional()
    .describe("Backup for GKE of all namespaces, volumes and secrets. Default: none."),
};
