/** The hardware on OpenStack: Magnum, Neutron, Cinder, Octavia, Swift or Ceph RGW. */
import { z } from "zod";
import { dmtn084 } from "../sizing";
import { fileServer } from "./openstack-files";
import {
  autoscaling,
  cidr,
  defaultClass,
  gib,
  kubernetesVersion,
  name,
  networkKeys,
  poolKeys,
  reclaim,
  snapshotController,
} from "./values";

const flavor = z.strictObject({
  cpu: z.int().positive().describe("Cores."),
  memory: z.int().positive().describe("MiB."),
  disk: z.int().min(0).optional().describe("GiB of its own disk; 0: boots from a volume."),
});

/** Roles are the site's to name; these are what they are called where nobody changed it. */
const applicationCredential = (roles: string[], meaning: string) =>
  z
    .strictObject({
      roles: z.array(z.string().min(1)).min(1).default(roles).describe("Its roles, each one that the login has."),
    })
    .optional()
    .describe(meaning);

const credentials = z
  .strictObject({
    cloudController: applicationCredential(
      ["member", "load-balancer_member"],
      "For a cloud controller that the site runs besides Magnum's: load balancers and their addresses.",
    ),
    csi: applicationCredential(["member"], "For a CSI driver that the site runs besides Magnum's: volumes."),
    backup: applicationCredential(["member"], "For backups: snapshots of volumes, and buckets."),
    metrics: applicationCredential(
      ["reader"],
      "For the exporter of services.monitoring.openstackExporter, which has one without being named here; to be named where the cloud asks for further roles, like load-balancer_observer.",
    ),
  })
  .default({})
  .describe(
    "Application credentials, one for each purpose that is named here, that can make no others; they are the output cloudCredentials. " +
      "What runs in Magnum's clusters needs none: Magnum gives it the login's roles by a trust, or a credential of its own.",
  );

const connection = z
  .strictObject({
    cloud: z
      .string()
      .min(1)
      .describe("Entry of clouds.yaml that holds address and credentials. Nothing secret is written here."),
    region: z.string().min(1).default("RegionOne").describe("Region of the cloud."),
    availabilityZone: z.string().min(1).default("nova").describe("Availability zone of machines and volumes."),
    externalNetwork: z.string().min(1).describe("Name of the network that floating IPs come from."),
    loadBalancerProvider: z
      .enum(["amphora", "ovn"])
      .default("amphora")
      .describe("Octavia provider of the site. ovn balances TCP and UDP only, by source address and port."),
    managementCluster: z
      .array(cidr)
      .default([])
      .describe(
        "Ranges from which the site's management cluster reaches the API of ours (driver capi). Without them a cluster hangs where that comes from elsewhere than the nodes' network.",
      ),
    credentials,
    flavors: z
      .record(z.string(), flavor)
      .describe(
        "Sizes of the flavors used below, so that what runs on the nodes can be checked before anything is made (`openstack flavor list`).",
      ),
  })
  .describe("The OpenStack project.");

const network = z
  .strictObject({
    cidr: cidr.describe("Range of the nodes' subnet."),
    pods: cidr
      .default("172.16.0.0/13")
      .describe(
        "Range of the pods. With driver capi it must be what the site's chart says; the default is the chart's.",
      ),
    services: cidr.default("172.24.0.0/13").describe("Range of the Services' cluster addresses; as for pods."),
    podsPerNode: z.int().min(8).max(250).default(110).describe("Most pods of one node (kubelet's maxPods)."),
    dnsServers: z.array(z.ipv4()).default([]).describe("Name servers handed to the nodes. Default: the cloud's own."),
    mtu: z.int().min(1280).max(9000).optional().describe("MTU of the nodes' network. Default: the cloud's."),
    router: z
      .string()
      .min(1)
      .optional()
      .describe("Name of a router that is there already. Default: one of our own to externalNetwork."),
    ...networkKeys,
  })
  .describe("Ranges and who may reach what.");

const nodePool = z.strictObject({
  ...poolKeys,
  flavor: z.string().min(1).describe("Flavor of its nodes."),
  count: z.int().min(1).describe("Number of nodes. Magnum refuses 0 (bug 2098002)."),
  ...autoscaling,
  antiAffinity: z
    .boolean()
    .default(false)
    .describe(
      "Its nodes on different hypervisors, as far as there are any. Magnum's Heat driver does so for every pool, whatever stands here, as its administrators say (`nodes_affinity_policy`, soft-anti-affinity unless changed); its Cluster API driver cannot.",
    ),
});

const control = z
  .strictObject({
    flavor: z.string().min(1).describe("Flavor of the control plane's nodes."),
    count: z.literal([1, 3, 5]).default(1).describe("Their number: 1, or 3 or 5 to survive the loss of one or two."),
  })
  .describe("The control plane.");

const workers = z
  .strictObject({
    flavor: z.string().min(1).describe("Flavor of its nodes."),
    count: z.int().min(1).describe("Number of nodes."),
  })
  .describe("The default worker group, which Magnum does not let one delete.");

const likeTheFirst = "Default: as the cluster's own.";

const next = z
  .strictObject({
    generation: name.describe("Ending of its name in Magnum, <site>-<generation>; another one each time."),
    active: z
      .boolean()
      .default(false)
      .describe("True: the platform moves onto it, with the address and the names. False: it is only made."),
    image: z.string().min(1).optional().describe(`Image of its nodes. ${likeTheFirst}`),
    kubernetesVersion: kubernetesVersion.optional().describe(`Version of Kubernetes. ${likeTheFirst}`),
    driver: z.enum(["heat", "capi"]).optional().describe(`Magnum driver. ${likeTheFirst}`),
    networkDriver: z.enum(["calico", "cilium", "flannel"]).optional().describe(`Network plugin. ${likeTheFirst}`),
    control: control.optional(),
    workers: workers.optional(),
    nodePools: z.array(nodePool).optional().describe(`Further node groups. ${likeTheFirst}`),
    dockerVolumeSize: gib.optional().describe(`Disk for images and containers of each node, GiB. ${likeTheFirst}`),
    labels: z.record(z.string(), z.string()).optional().describe(`Further Magnum labels. ${likeTheFirst}`),
  })
  .optional()
  .describe("A second cluster beside the first, to take its place (blue and green): docs/openstack.md says how.");

const cluster = z
  .strictObject({
    generation: name
      .optional()
      .describe("Ending of its name in Magnum, where it took the place of another (next.generation before)."),
    next,
    image: z.string().min(1).describe("Image of the nodes, as the site's Magnum wants it."),
    kubernetesVersion: kubernetesVersion.describe("Version of Kubernetes. With driver capi it is the image's."),
    driver: z
      .enum(["heat", "capi"])
      .default("capi")
      .describe("Magnum driver of the site; decides which labels have a meaning."),
    networkDriver: z.enum(["calico", "cilium", "flannel"]).default("calico").describe("Network plugin of the pods."),
    control,
    workers,
    nodePools: z.array(nodePool).default([]).describe("Further node groups, made one at a time (Magnum bug 2097946)."),
    dockerVolumeSize: gib.default(dmtn084.nodeDisk).describe("Disk for images and containers of each node, GiB."),
    createTimeout: z.int().min(5).default(60).describe("Minutes until the creation of the cluster counts as failed."),
    labels: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        "Further Magnum labels. They stand in the template: a change makes a new template and upgrades the cluster to it.",
      ),
  })
  .describe("The Kubernetes cluster, made by Magnum.");

const addresses = z
  .strictObject({
    ingress: z
      .ipv4()
      .optional()
      .describe(
        "Floating IP of the platform that the project has already; it is used and never deleted. Default: one is allocated.",
      ),
  })
  .default({})
  .describe("Public addresses: reserved ones, or none to have them allocated.");

const storageClass = z.strictObject({
  name: name.describe("Name of the StorageClass."),
  volumeType: z.string().min(1).describe("Cinder volume type."),
  reclaim,
  default: defaultClass,
  create: z
    .boolean()
    .default(true)
    .describe(
      "false: the class is there already and stays as it is. Driver capi makes one for each volume type, of the type's name, which ours may not have.",
    ),
});

const volume = z.strictObject({
  size: gib.describe("GiB. It can grow, not shrink."),
  type: z.string().min(1).describe("Cinder volume type."),
});

const storage = z
  .strictObject({
    classes: z.array(storageClass).min(1).describe("StorageClasses for the claims of pods."),
    volumes: z
      .record(name, volume)
      .default({})
      .describe("Data volumes; protected unless lifecycle is disposable. Name to size and type."),
    snapshotController: snapshotController("install"),
    fileServer: fileServer.optional().describe("Files that many pods share by NFS: home directories, datasets."),
  })
  .describe("Volumes and files.");

const days = z.int().min(1).max(3650);

const objectStore = z
  .strictObject({
    buckets: z.array(name).min(1).describe("Purposes; bucket names are <site>-<purpose>."),
    versions: z
      .array(name)
      .default([])
      .describe("Purposes whose buckets keep what is overwritten or deleted. Needs Swift's object_versioning."),
    quota: z
      .record(name, gib)
      .default({})
      .describe("Purpose to the GiB that its bucket holds at most. Default: what the project may."),
    lifecycle: z
      .record(
        name,
        z.strictObject({
          deleteAfter: days.optional().describe("Days after which objects are deleted. Default: never."),
          oldVersions: days
            .optional()
            .describe("Days that what was overwritten or deleted is kept; with `versions`. Default: for ever."),
        }),
      )
      .default({})
      .describe(
        "Purpose to what becomes of its bucket's objects with time; uploads that were never finished go after 7 days. Set by `science-platform buckets`. For Ceph's gateway: Swift has nothing of the kind.",
      ),
    keys: z
      .array(name)
      .default([])
      .describe("Purposes with a key pair of their own, which can be taken away without the others."),
    endpoint: z.url().optional().describe("S3 address. Default: the one of the object store in the cloud's catalog."),
  })
  .describe("S3 buckets.");

/** The keys of a site on OpenStack, besides those of every site. */
export const openstackKeys = {
  cloud: z.literal("openstack").describe("What the platform stands on: openstack, gcp or existing."),
  openstack: connection,
  network,
  cluster,
  addresses,
  storage,
  objectStore,
};
