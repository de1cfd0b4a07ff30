/** A cluster that somebody else made: what the other clouds create is described here instead. */
import { z } from "zod";
import { podFileServer } from "./pod-files";
import {
  cidr,
  cpu,
  defaultClass,
  existingFileServer,
  kubernetesVersion,
  memory,
  name,
  networkKeys,
  poolKeys,
  reclaim,
  snapshotController,
} from "./values";

const connection = z
  .strictObject({
    kubeconfig: z
      .string()
      .min(1)
      .optional()
      .describe("Path of a kubeconfig file. Default: the stack secret `kubeconfig`, which needs no file."),
    context: z.string().min(1).optional().describe("Context in it. Default: its current one."),
  })
  .default({})
  .describe("How the cluster is reached.");

const network = z
  .strictObject({
    cidr: cidr.describe("Range of the nodes."),
    pods: cidr.describe("Range of the pods (`kubectl cluster-info dump | grep -m1 cluster-cidr`)."),
    services: cidr.describe("Range of the Services' cluster addresses."),
    podsPerNode: z.int().min(8).max(250).default(110).describe("Most pods of one node (kubelet's maxPods)."),
    ...networkKeys,
  })
  .describe("Ranges of the cluster.");

const cluster = z
  .strictObject({
    name: name.optional().describe("Name of the cluster. Default: the site's."),
    kubernetesVersion: kubernetesVersion.describe("Version of Kubernetes that runs."),
    nodePools: z
      .array(
        z.strictObject({
          ...poolKeys,
          count: z.int().min(1).describe("Number of nodes."),
          max: z.int().min(1).optional().describe("Most nodes, if an autoscaler makes more."),
          cpu: cpu.describe("Cores of one node."),
          memory: memory.describe("Memory of one node."),
        }),
      )
      .min(1)
      .describe("Its nodes, so that what shall run on them can be checked. labels select them."),
  })
  .describe("The Kubernetes cluster as it stands.");

const addresses = z
  .strictObject({
    ingress: z
      .ipv4()
      .describe("Public address that leads to the ingress controller: the load balancer's, or that of the nodes."),
    kind: z
      .enum(["service", "daemonset"])
      .default("service")
      .describe(
        "service: the cluster has load balancers. daemonset: the controller takes ports 80 and 443 of each node.",
      ),
  })
  .describe("Public addresses.");

const storage = z
  .strictObject({
    classes: z
      .array(
        z.strictObject({
          name: name.describe("Name of the StorageClass."),
          provisioner: z.string().min(1).describe("CSI driver, like cinder.csi.openstack.org."),
          parameters: z.record(z.string(), z.string()).default({}).describe("Parameters of the driver."),
          reclaim,
          default: defaultClass,
          create: z.boolean().default(true).describe("false: the class is there already and stays as it is."),
        }),
      )
      .min(1)
      .describe("StorageClasses for the claims of pods."),
    snapshots: z
      .strictObject({
        driver: z.string().min(1).describe("CSI driver that makes snapshots, like cinder.csi.openstack.org."),
        parameters: z.record(z.string(), z.string()).default({}).describe("Parameters of the driver."),
        controller: snapshotController("exists"),
      })
      .optional()
      .describe("Snapshots of volumes. Default: none are made."),
    fileServer: z
      .discriminatedUnion("kind", [podFileServer, existingFileServer])
      .optional()
      .describe("Files that many pods share by NFS: home directories, datasets."),
  })
  .describe("Volumes and files.");

const objectStore = z
  .strictObject({
    endpoint: z.url().describe("S3 address. Its keys are the stack secrets s3-access-key and s3-secret-key."),
    region: z.string().min(1).default("us-east-1").describe("Region, as S3 clients sign it."),
    pathStyle: z.boolean().default(true).describe("true: endpoint/bucket (Ceph, Swift). false: bucket.endpoint."),
    buckets: z.record(name, z.string().min(3)).describe("Purpose to name of the bucket, which must exist."),
  })
  .optional()
  .describe("S3 buckets. Default: none, and then nothing that needs one.");

/** The keys of a site on a cluster that exists, besides those of every site. */
export const existingKeys = {
  cloud: z.literal("existing").describe("What the platform stands on: openstack, gcp or existing."),
  existing: connection,
  network,
  cluster,
  addresses,
  storage,
  objectStore,
};
