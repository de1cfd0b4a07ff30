import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { clusterName } from "../../config/cluster-generations";
import type { OpenstackConfig } from "../../config/schema";
import { nodeGroupLabels } from "./magnum-labels";
import { pluginCommand, renderKubeconfig } from "./kubeconfig";
import { isAutoscaled } from "./node-pools";
import { protectionOf, type Site } from "./site";

type ClusterConfig = OpenstackConfig["cluster"];
type Pool = ClusterConfig["nodePools"][number];

export interface ClusterArgs {
  site: Site;
  /** Ending of its names, where it takes the place of another. @default none */
  generation?: string;
  /** Sizes, image, version and driver. */
  cluster: ClusterConfig;
  /** Labels of the template (magnum-labels.ts). */
  labels: Record<string, string>;
  /** Name servers of the nodes; none: Magnum's default. */
  dnsServers: string[];
  networkId: pulumi.Input<string>;
  subnetId: pulumi.Input<string>;
  externalNetworkId: pulumi.Input<string>;
  /** Entry of clouds.yaml, for those who reach the cluster. */
  cloud: string;
  /** Name of the SSH key in Nova. */
  keyName: pulumi.Input<string>;
}

/** A Kubernetes cluster made by Magnum: template, cluster, and further node groups. */
export class Cluster extends pulumi.ComponentResource {
  readonly clusterName: string;
  /** Holds no credential: the exec plugin in it has Magnum sign a certificate when one is needed. Secret only as on every layer. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Magnum's UUID of the cluster. */
  readonly identifier: pulumi.Output<string>;
  /** Kubernetes version as Magnum reports it. */
  readonly version: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Cluster", name, args, opts);
    this.clusterName = clusterName(args.site.name, args.generation);

    const template = this.template(name, args);
    const cluster = this.cluster(name, args, template);
    this.nodeGroups(args, cluster);

    this.identifier = cluster.id;
    this.version = cluster.coeVersion.apply((version) => version || args.cluster.kubernetesVersion);
    // Not waiting for the further node groups: a new one must not make the kubeconfig, and with it the platform's preview, unknown.
    this.kubeconfig = pulumi.secret(this.access(args, cluster));
    this.registerOutputs({
      clusterName: this.clusterName,
      identifier: this.identifier,
      version: this.version,
      kubeconfig: this.kubeconfig,
    });
  }

  /**
   * The provider's own kubeconfig has a client certificate that is made once and never again, good for as long as the site's Magnum says
   * (five years by default); of it only address and authority are used.
   */
  private access(args: ClusterArgs, cluster: openstack.containerinfra.Cluster): pulumi.Output<string> {
    return pulumi
      .all([cluster.id, cluster.kubeconfig])
      .apply(([uuid, known]) =>
        renderKubeconfig({ name: this.clusterName, uuid, cloud: args.cloud, command: pluginCommand, ...apiOf(known) }),
      );
  }

  /**
   * Magnum refuses to change a template that a cluster uses, so any change makes a new template, upgrades the cluster to it in place
   * (`clusterTemplateId` is the one property that Magnum takes for that), and then removes the old one.
   */
  private template(name: string, args: ClusterArgs): openstack.containerinfra.ClusterTemplate {
    const { cluster } = args;
    return new openstack.containerinfra.ClusterTemplate(
      name,
      {
        name: `${this.clusterName}-${cluster.kubernetesVersion}`,
        coe: "kubernetes",
        serverType: "vm",
        image: cluster.image,
        flavor: cluster.workers.flavor,
        masterFlavor: cluster.control.flavor,
        networkDriver: cluster.networkDriver,
        volumeDriver: "cinder",
        // The Heat driver's; Cluster API takes the label boot_volume_size instead and ignores it.
        dockerVolumeSize: cluster.dockerVolumeSize,
        externalNetworkId: args.externalNetworkId,
        // Only the API's load balancer gets a public address; the nodes have none.
        floatingIpEnabled: false,
        masterLbEnabled: true,
        dnsNameserver: args.dnsServers.length > 0 ? args.dnsServers.join(",") : undefined,
        labels: args.labels,
      },
      { parent: this, replaceOnChanges: ["*"] },
    );
  }

  private cluster(
    name: string,
    args: ClusterArgs,
    template: openstack.containerinfra.ClusterTemplate,
  ): openstack.containerinfra.Cluster {
    const { cluster, site } = args;
    return new openstack.containerinfra.Cluster(
      name,
      {
        name: this.clusterName,
        clusterTemplateId: template.id,
        masterCount: cluster.control.count,
        nodeCount: cluster.workers.count,
        keypair: args.keyName,
        fixedNetwork: args.networkId,
        fixedSubnet: args.subnetId,
        floatingIpEnabled: false,
        createTimeout: cluster.createTimeout,
      },
      {
        parent: this,
        // For the provider any difference in these means a new cluster. Labels come from the template, and sites add their own to the
        // cluster; a new key cannot reach nodes that exist.
        ignoreChanges: ["labels", "keypair"],
        // Load balancers and volumes carry the cluster's name: two of one name would fight over them.
        deleteBeforeReplace: true,
        // A little longer than Magnum's own limit, so that Magnum's reason is what one reads.
        customTimeouts: { create: `${cluster.createTimeout + 5}m`, update: "60m", delete: "60m" },
        ...protectionOf(site, `cluster/${name}`),
      },
    );
  }

  /** One after the other: Magnum loses node groups that are made at the same time (bug 2097946). */
  private nodeGroups(args: ClusterArgs, cluster: openstack.containerinfra.Cluster): void {
    const { createTimeout, dockerVolumeSize, nodePools } = args.cluster;
    const groups: openstack.containerinfra.NodeGroup[] = [];
    for (const pool of nodePools) {
      groups.push(
        new openstack.containerinfra.NodeGroup(
          // As it has always been for the first cluster; a second one may have pools of the same names.
          args.generation === undefined ? pool.name : `${args.generation}-${pool.name}`,
          {
            name: pool.name,
            clusterId: cluster.id,
            flavorId: pool.flavor,
            dockerVolumeSize,
            labels: nodeGroupLabels(args.cluster, args.labels, pool),
            nodeCount: pool.count,
            minNodeCount: fewest(args.cluster, pool),
            // None for a pool of fixed size: the provider sets limits before it resizes, and Magnum refuses (409) one that the old size
            // does not keep.
            maxNodeCount: pool.max,
            mergeLabels: true,
          },
          {
            parent: this,
            dependsOn: groups.slice(-1),
            // The name must be unique in the cluster.
            deleteBeforeReplace: true,
            // Magnum does not tell mergeLabels again: after an import it would mean a new group. Labels too would mean a new one for
            // any difference; those of the Heat driver are read when a node is made.
            ignoreChanges: ["labels", "mergeLabels", ...keptCounts(args.cluster, pool)],
            customTimeouts: { create: `${createTimeout + 5}m`, update: "60m", delete: "60m" },
          },
        ),
      );
    }
  }
}

/**
 * With Cluster API a pool begins with the fewest nodes it may have as soon as any pool is autoscaled: for one of fixed size, all. For the
 * reason above it stays what it was at the beginning; node-pools.ts keeps the autoscaler from going below the size of today.
 */
function fewest({ driver }: ClusterConfig, pool: Pool): number {
  return driver === "capi" && !isAutoscaled(pool) ? pool.count : (pool.min ?? 1);
}

/** What is not set again when it differs: what the autoscaler changes, and what Magnum would refuse. */
function keptCounts({ driver }: ClusterConfig, pool: Pool): string[] {
  if (isAutoscaled(pool)) return ["nodeCount"];
  return driver === "capi" ? ["minNodeCount"] : [];
}

/** The provider's map keeps Terraform's keys, like `cluster_ca_certificate`, although the SDK's types say `clusterCaCertificate`. */
function apiOf(kubeconfig: object): { server: string; authority: string } {
  const { host: server, cluster_ca_certificate: authority } = kubeconfig as Record<string, unknown>;
  if (typeof server !== "string" || typeof authority !== "string") {
    throw new Error("Magnum's cluster has no kubeconfig: look at its status with `openstack coe cluster show`.");
  }
  return { server, authority };
}
