import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../config/schema";
import type { Site } from "../site";
import { labels } from "./names";
import { nodeLabels, nodeTags, nodeTaints } from "./node-labels";
import { autoscaling, isAutoscaled, nodesPerZone } from "./pool-size";

type Pool = GcpConfig["cluster"]["nodePools"][number];

export interface NodePoolsArgs {
  site: Site;
  /** Name of the cluster. */
  cluster: pulumi.Input<string>;
  /** Region or zone of its control plane. */
  location: string;
  /** Zones of the nodes. */
  zones: string[];
  pools: Pool[];
  podsPerNode: number;
  /** Email of the nodes' service account. */
  nodeAccount: pulumi.Input<string>;
}

/** The cluster's nodes. */
export class NodePools extends pulumi.ComponentResource {
  /** Of the pools, each known only when its nodes are there. */
  readonly names: pulumi.Output<string>[];

  constructor(name: string, args: NodePoolsArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:NodePools", name, args, opts);

    this.names = args.pools.map((pool) => this.pool(pool, args).name);
    this.registerOutputs({ names: this.names });
  }

  private pool(pool: Pool, args: NodePoolsArgs): gcp.container.NodePool {
    const { site, zones } = args;
    const start = nodesPerZone(pool, zones.length);
    return new gcp.container.NodePool(
      pool.name,
      {
        name: pool.name,
        cluster: args.cluster,
        location: args.location,
        nodeLocations: zones,
        ...(isAutoscaled(pool) ? { initialNodeCount: start, autoscaling: autoscaling(pool) } : { nodeCount: start }),
        maxPodsPerNode: args.podsPerNode,
        management: { autoRepair: true, autoUpgrade: true },
        // One new node at a time; nobody's notebook goes before its new place is there.
        upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
        nodeConfig: {
          machineType: pool.machineType,
          diskSizeGb: pool.diskSize,
          diskType: pool.diskType,
          imageType: pool.imageType,
          labels: nodeLabels(site.name, pool),
          taints: nodeTaints(pool),
          tags: nodeTags(site.name, pool),
          resourceLabels: labels(site),
          metadata: { "disable-legacy-endpoints": "true" },
          serviceAccount: args.nodeAccount,
          // What the account may do is said by its roles.
          oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
          shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
          // Pods get the identity of their own account, not that of the node.
          workloadMetadataConfig: { mode: "GKE_METADATA" },
        },
      },
      {
        parent: this,
        // The name must be unique in the cluster.
        deleteBeforeReplace: true,
        // The start count is of the first day only, and any difference would replace the pool.
        ignoreChanges: isAutoscaled(pool) ? ["initialNodeCount", "nodeCount"] : ["initialNodeCount"],
        customTimeouts: { create: "60m", update: "120m", delete: "60m" },
      },
    );
  }
}
