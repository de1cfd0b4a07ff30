/**
 * What the platform may know of the hardware, and nothing else.
 *
 * Every hardware layer (infra/openstack, infra/gcp, infra/existing) returns one `Infrastructure`; `platform/` is written against
 * this file alone, so the same platform stands on any of them.
 */
import type * as pulumi from "@pulumi/pulumi";

/** A set of equal nodes. */
export interface NodePool {
  /** Name as the cloud knows it. */
  name: string;
  /** Number of nodes asked for (the autoscaler may have changed it since). */
  count: number;
  /** Cores of one node. */
  cpu: number;
  /** Memory of one node in MiB. */
  memory: number;
  /** What the nodes of this pool, and no others, carry. */
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute" }[];
}

/** What the nodes of a pool shall carry and the cloud does not give them, so that the platform does. */
export interface NodeMarks extends Pick<NodePool, "labels" | "taints"> {
  /** Name of the pool. */
  pool: string;
  /** The label that the cloud does give its nodes: key and value. */
  selector: [key: string, value: string];
  annotations: Record<string, string>;
}

export interface Cluster {
  name: string;
  /** Secret. */
  kubeconfig: pulumi.Output<string>;
  /** Stays the same as long as it is the same cluster: keeps the Kubernetes provider from replacing everything. */
  identifier: pulumi.Output<string>;
  /** Kubernetes version, like "v1.34.2". */
  version: pulumi.Output<string>;
  nodePools: NodePool[];
  /** Pools whose nodes the platform has to mark. @default none */
  marks?: NodeMarks[];
  /** True: somebody else made it, and it outlives the stack. @default false */
  exists?: boolean;
}

export interface Ingress {
  /** Reserved public address of the platform. */
  address: pulumi.Output<string>;
  /** Annotations that make the cloud's load balancer take that address, and keep it when the Service goes. */
  loadBalancerAnnotations: Record<string, string>;
  /** How the ingress controller is exposed: a Service of type LoadBalancer, or ports on the nodes. */
  kind: "service" | "daemonset";
  /** True: the balancer finds out which nodes have one of the controller's pods, and sends to no others. @default false */
  checksNodes?: boolean;
}

export interface StorageClassSpec {
  name: string;
  provisioner: string;
  parameters: Record<string, string>;
  reclaim: "Retain" | "Delete";
  expandable: boolean;
  default: boolean;
  /** True: somebody else made it; the platform uses it, and neither makes nor changes it. @default false */
  exists?: boolean;
}

/** How snapshots of volumes are made. */
export interface SnapshotSpec {
  /** CSI driver. */
  driver: string;
  parameters: Record<string, string>;
  /** "install": the cluster has no snapshot controller yet, nor the definitions that belong to it. */
  controller: "install" | "exists";
}

/** A file system that pods mount by NFS. */
export interface SharedFiles {
  name: string;
  server: pulumi.Output<string>;
  path: string;
  /** GiB. */
  size: number;
  readOnly: boolean;
  /** What the server speaks. @default "4.2" */
  nfsVersion?: "3" | "4.1" | "4.2";
}

/** A machine of the layer's own that serves the shared files. */
export interface FileServerMachine {
  /** Its node exporter is at port 9100, and lets the cluster's nodes and pods in. */
  address: pulumi.Output<string>;
}

export interface ObjectStore {
  /** S3 endpoint, like "https://s3.example.org". */
  endpoint: pulumi.Output<string>;
  region: string;
  /** Purpose -> bucket name. */
  buckets: Record<string, pulumi.Output<string>>;
  /** Secret. */
  credentials: { accessKey: pulumi.Output<string>; secretKey: pulumi.Output<string> };
  /** Purpose to a key pair of its own, for those that have one; others use `credentials`. Secret. */
  keys?: Record<string, { accessKey: pulumi.Output<string>; secretKey: pulumi.Output<string> }>;
  /** True: `endpoint/bucket`, false: `bucket.endpoint`. */
  pathStyle: boolean;
}

/** A login of its own for what acts in the cloud in the site's name. */
export interface CloudCredential {
  /** Address of Keystone. */
  authUrl: pulumi.Output<string>;
  region: string;
  /** Id of the project. */
  project: pulumi.Output<string>;
  /** Id of the application credential. */
  id: pulumi.Output<string>;
  /** Secret. */
  secret: pulumi.Output<string>;
}

export interface Dns {
  /** Zone of the platform, fully qualified, like "rsp.example.org.". */
  zone: string;
  provider: "designate" | "clouddns" | "rfc2136" | "route53" | "none";
  /** Zone that the layer made to the name servers that the zone above must name (NS records), where the cloud chooses them. */
  nameServers?: Record<string, pulumi.Output<string[]>>;
}

/** A login at OpenStack that may change the project's zones, and outlives the run. */
export interface DnsLogin {
  /** Keystone. */
  authUrl: pulumi.Input<string>;
  region: string;
  /** ID of an application credential. */
  id: pulumi.Input<string>;
  /** Secret. */
  secret: pulumi.Input<string>;
}

/** One row of the `dnsRecords` stack output. */
export interface DnsRecord {
  /** Lower case, fully qualified, with the closing dot. */
  name: string;
  type: "A" | "AAAA" | "CNAME" | "TXT";
  /** Seconds. */
  ttl: number;
  values: string[];
}

/** PostgreSQL that the layer made. */
export interface Database {
  /** Address as pods reach it. */
  host: pulumi.Output<string>;
  port: number;
  /** Cloud SQL's name of it, for its proxy: "project:region:instance". */
  connectionName?: pulumi.Output<string>;
  /** By service; each has a database and a user of its own. The password is secret. */
  databases: Record<
    string,
    { name: pulumi.Output<string>; user: pulumi.Output<string>; password: pulumi.Output<string> }
  >;
}

/** What services of the platform are in the cloud without any key. */
export interface Identity {
  /**
   * Service to the cloud's account (email; annotation `iam.gke.io/gcp-service-account`), and to the Kubernetes service accounts
   * ("namespace/name") that may act as it: the platform must use these names.
   */
  serviceAccounts: Record<string, { email: pulumi.Output<string>; kubernetes: string[] }>;
}

/** A key of the cloud with which Vault unseals itself (seal "gcpckms"). */
export interface SealKey {
  kind: "gcp-kms";
  project: string;
  location: string;
  keyRing: pulumi.Output<string>;
  key: pulumi.Output<string>;
}

export interface Infrastructure {
  cluster: Cluster;
  ingress: Ingress;
  storage: {
    classes: StorageClassSpec[];
    sharedFiles: SharedFiles[];
    /** Missing: what serves them is no machine of the layer's own. */
    fileServer?: FileServerMachine;
    /** Missing: the volumes' driver cannot make any. */
    snapshots?: SnapshotSpec;
  };
  /** Missing: the layer has none. */
  objectStore?: ObjectStore;
  dns: Dns;
  /** For proofs of names by Designate. Missing: none was asked for. */
  dnsLogin?: DnsLogin;
  /** Records that exist, or (provider "none") that somebody must make. */
  dnsRecords: pulumi.Output<DnsRecord[]>;
  /** Missing: the layer makes none. */
  database?: Database;
  /** Missing: the cloud has no such thing. */
  identity?: Identity;
  /** By purpose (cloudController, csi, backup, metrics). Missing: the cloud has no such thing, or the site wants none. */
  cloudCredentials?: Record<string, CloudCredential>;
  /** Missing: Vault is unsealed by people. */
  sealKey?: SealKey;
  /** Repository to what stands before the names of its images, like "registry.example.org/project/lab". Missing: the layer makes none. */
  imageRepositories?: Record<string, pulumi.Output<string>>;
  /** Secret. Key for SSH to the machines that the layer made, if it made any. */
  sshPrivateKey?: pulumi.Output<string>;
}
