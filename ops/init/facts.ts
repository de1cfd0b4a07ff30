/** What a cloud or cluster says of itself. Everything may be missing: init works without, with guesses that say so. */
import type { Flavor, Image } from "../openstack/lookup";
import type { Quota } from "../openstack/quotas";

/** What a project may still take. */
export interface Quotas {
  /** Cores. */
  cores?: Quota;
  /** MiB. */
  memory?: Quota;
  /** Machines. */
  machines?: Quota;
  /** GiB of all volumes. */
  storage?: Quota;
  floatingIps?: Quota;
}

export interface OpenstackFacts {
  externalNetworks?: string[];
  /** Ranges of all subnets that the project sees. */
  subnets?: string[];
  flavors?: Flavor[];
  /** Those that machines can be made of. */
  images?: Image[];
  volumeTypes?: string[];
  /** What Cinder takes when nobody names one. */
  defaultVolumeType?: string;
  loadBalancerProviders?: string[];
  zones?: string[];
  /** Whether the catalog has Designate. */
  dns?: boolean;
  objectStore?: boolean;
  quotas?: Quotas;
}

/** Nodes of one kind. */
export interface NodeGroup {
  name: string;
  count: number;
  /** Kubernetes quantities, of one node. */
  cpu: string;
  memory: string;
  /** The label that selects them, where there is one. */
  labels: Record<string, string>;
}

export interface ClusterFacts {
  /** Like "v1.34.2". */
  version?: string;
  nodes?: NodeGroup[];
  /** Narrowest range that holds the addresses of all nodes. */
  cidr?: string;
  pods?: string;
  /** Address of the Service kubernetes, the first of its range. */
  serviceAddress?: string;
  classes?: ClusterClass[];
}

/** A StorageClass that is there. */
export interface ClusterClass {
  name: string;
  provisioner: string;
  parameters: Record<string, string>;
  reclaim: "Retain" | "Delete";
  default: boolean;
}

/** Facts, and what could not be looked up and why. */
export interface Lookup<F> {
  facts: F;
  notes: string[];
}
