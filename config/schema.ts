/**
 * The whole configuration of a site. Every key is documented here and nowhere else: the JSON Schema for editors (config/stack.schema.json)
 * is made from this file by `npm run schema`.
 */
import { z } from "zod";

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    "lower-case letters, digits and dashes, starting with a letter, at most 40 characters",
  );
const cidr = z.cidrv4("an IPv4 range like 10.20.0.0/24");
const gib = z.int().positive();
const labels = z.record(z.string(), z.string());
/** Kubernetes quantities: "500m" or "2" cores; "512Mi" or "8Gi" memory. */
const cpu = z.string().regex(/^\d+(m|\.\d+)?$/, 'cores like "2", "0.5" or "500m"');
const memory = z.string().regex(/^\d+(Ki|Mi|Gi|Ti)$/, 'memory like "512Mi" or "8Gi"');

const nodePool = z.strictObject({
  name: name.describe("Name of the node pool; nodes carry it as label science-platform/node-pool."),
  flavor: z.string().describe("Flavor of its nodes."),
  count: z.int().min(1).describe("Number of nodes. Magnum refuses 0 (bug 2098002)."),
  min: z.int().min(1).optional().describe("Fewest nodes the autoscaler keeps. Default: 1."),
  max: z
    .int()
    .min(1)
    .optional()
    .describe("Most nodes the autoscaler makes. Without it the pool is not autoscaled and keeps count."),
});

const flavor = z.strictObject({
  cpu: z.int().positive().describe("Cores."),
  memory: z.int().positive().describe("MiB."),
});

const openstack = z.strictObject({
  kind: z.literal("openstack"),
  cloud: z
    .string()
    .describe("Entry of clouds.yaml that holds address and credentials. Nothing secret is written here."),
  region: z.string().default("RegionOne"),
  externalNetwork: z.string().describe("Name of the network that floating IPs come from."),
  loadBalancerProvider: z
    .enum(["amphora", "ovn"])
    .default("amphora")
    .describe("Octavia provider of the site. ovn balances TCP and UDP only, by source address and port."),
  flavors: z
    .record(z.string(), flavor)
    .describe(
      "Sizes of the flavors used below, so that what runs on the nodes can be checked before anything is made (`openstack flavor list`).",
    ),
});

const network = z.strictObject({
  cidr: cidr.describe("Range of the nodes' subnet."),
  pods: cidr
    .default("172.16.0.0/13")
    .describe("Range of the pods. With driver capi it must be what the site's chart says; the default is the chart's."),
  services: cidr.default("172.24.0.0/13").describe("Range of the Services' cluster addresses; as for pods."),
  dnsServers: z.array(z.ipv4()).default([]).describe("Name servers handed to the nodes. Default: the cloud's own."),
  administrators: z.array(cidr).min(1).describe("Ranges that may reach the Kubernetes API (6443) and SSH (22)."),
});

const cluster = z.strictObject({
  image: z.string().describe("Image of the nodes, as the site's Magnum wants it."),
  kubernetesVersion: z.string().regex(/^v1\.\d+\.\d+$/, 'a version like "v1.34.2"'),
  driver: z
    .enum(["heat", "capi"])
    .default("capi")
    .describe("Magnum driver of the site; decides which labels have a meaning."),
  networkDriver: z.enum(["calico", "cilium", "flannel"]).default("calico"),
  control: z.strictObject({
    flavor: z.string(),
    count: z.literal([1, 3, 5]).default(1),
  }),
  workers: z
    .strictObject({ flavor: z.string(), count: z.int().min(1) })
    .describe("The default worker group, which Magnum does not let one delete."),
  nodePools: z.array(nodePool).default([]).describe("Further node groups, made one at a time (Magnum bug 2097946)."),
  dockerVolumeSize: gib.default(50).describe("Disk for images and containers of each node, GiB."),
  createTimeout: z.int().min(5).default(60).describe("Minutes until the creation of the cluster counts as failed."),
  labels: labels
    .default({})
    .describe(
      "Further Magnum labels. They stand in the template: a change makes a new template and upgrades the cluster to it.",
    ),
});

const storageClass = z.strictObject({
  name,
  volumeType: z.string().describe("Cinder volume type."),
  reclaim: z
    .enum(["Retain", "Delete"])
    .describe("What happens to the volume when its claim is deleted. Explicit on purpose."),
  default: z.boolean().default(false),
});

const volume = z.strictObject({ size: gib.describe("GiB."), type: z.string().describe("Cinder volume type.") });

const fileServer = z.strictObject({
  flavor: z.string(),
  image: z.string().describe("A cloud image with cloud-init and systemd (Ubuntu 22.04 or newer)."),
  rootDisk: gib.default(20).describe("GiB."),
  exports: z
    .array(
      z.strictObject({
        name,
        volume: z.string().describe("Key of storage.volumes that holds the files."),
        readOnly: z.boolean().default(false),
      }),
    )
    .min(1)
    .describe(
      "Folders served to the nodes. To take one away: remove the export, apply, then remove the volume; so clients and server let go of it first.",
    ),
});

const storage = z.strictObject({
  classes: z.array(storageClass).min(1),
  volumes: z.record(name, volume).default({}).describe("Data volumes; protected unless lifecycle is disposable."),
  fileServer: fileServer.optional().describe("An NFS server VM of our own on these volumes."),
});

const resources = z.strictObject({
  cpu: z.strictObject({ request: cpu, limit: cpu }),
  memory: z.strictObject({ request: memory, limit: memory }),
});

const platform = z.strictObject({
  charts: z
    .discriminatedUnion("source", [
      z.strictObject({ source: z.literal("upstream") }),
      z.strictObject({ source: z.literal("directory"), path: z.string() }),
    ])
    .default({ source: "upstream" })
    .describe(
      "Where Helm charts come from: the repositories of platform/catalog.ts, or a directory of charts of the same names.",
    ),
  quota: z
    .strictObject({ cpu, memory, pods: z.int().positive(), storage: memory, claims: z.int().positive() })
    .default({ cpu: "8", memory: "16Gi", pods: 50, storage: "500Gi", claims: 20 })
    .describe(
      "ResourceQuota of each service's namespace: limits of cores and memory, pods, requested storage, volume claims.",
    ),
  containerDefaults: resources
    .default({ cpu: { request: "50m", limit: "500m" }, memory: { request: "64Mi", limit: "256Mi" } })
    .describe("LimitRange: what a container gets that asks for nothing."),
  ingress: z.strictObject({
    replicas: z.int().min(1).default(2),
    resources: resources.default({
      cpu: { request: "100m", limit: "1" },
      memory: { request: "128Mi", limit: "512Mi" },
    }),
  }),
  landingPage: z
    .strictObject({
      host: z.string().describe("Host name below dns.zone, without the zone."),
      title: z.string().default("Science platform"),
      replicas: z.int().min(1).default(2),
      resources: resources.default({
        cpu: { request: "10m", limit: "100m" },
        memory: { request: "32Mi", limit: "64Mi" },
      }),
    })
    .optional(),
});

export const schema = z.strictObject({
  site: name.describe("Short name of the site: prefix of every resource's name in the cloud."),
  owner: z.string().min(1).describe("Team that answers for the site; a label on everything."),
  lifecycle: z
    .enum(["production", "disposable"])
    .describe("production protects and retains whatever holds data; disposable lets `destroy` remove everything."),
  cloud: z.discriminatedUnion("kind", [openstack]),
  network,
  cluster,
  storage,
  objectStore: z.strictObject({
    buckets: z.array(name).min(1).describe("Purposes; bucket names are <site>-<purpose>."),
    endpoint: z.url().optional().describe("S3 address. Default: the one of the object store in the cloud's catalog."),
  }),
  dns: z.strictObject({
    provider: z.enum(["designate", "none"]).describe("none: records are only an output, for somebody else to make."),
    zone: z.string().regex(/^([a-z0-9-]+\.)+$/, 'a zone with its closing dot, like "rsp.example.org."'),
    email: z.email().describe("Contact written into the zone's SOA record."),
    ttl: z.int().min(1).default(300).describe("Seconds."),
  }),
  platform,
});

/** The parsed configuration: every default filled in, frozen. */
export type Config = z.infer<typeof schema>;
/** The configuration as people write it. */
export type ConfigInput = z.input<typeof schema>;
