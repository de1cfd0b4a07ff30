import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GcpConfig } from "../../config/schema";
import { protectionOf, type Site } from "../site";
import { kubeconfig } from "./kubeconfig";
import { clusterWindow } from "./maintenance-window";
import { secondaryRanges } from "./network";
import { labels } from "./names";
import { NodePools } from "./node-pools";
import { waitingFor } from "./waiting";

export interface ClusterArgs {
  site: Site;
  project: string;
  region: string;
  /** Zones of the nodes; the first is that of a zonal control plane. */
  zones: string[];
  /** Version, channel, window and pools. */
  cluster: GcpConfig["cluster"];
  /** Range of the control plane, a /28. */
  controlPlane: string;
  podsPerNode: number;
  /** Ranges that may reach the Kubernetes API. */
  administrators: string[];
  /** True when Backup for GKE needs its agent in the cluster. */
  backupAgent: boolean;
  networkLink: pulumi.Input<string>;
  subnetLink: pulumi.Input<string>;
  /** Of the network's firewall rules. */
  firewallRules: pulumi.Output<string>[];
  /** Email of the nodes' service account. */
  nodeAccount: pulumi.Input<string>;
}

/** A private GKE cluster with its node pools. */
export class Cluster extends pulumi.ComponentResource {
  readonly clusterName: string;
  /** Secret by contract, although it holds no credential (kubeconfig.ts). Known only when there are nodes to work on, and ways to them. */
  readonly kubeconfig: pulumi.Output<string>;
  /** projects/PROJECT/locations/LOCATION/clusters/NAME. */
  readonly identifier: pulumi.Output<string>;
  /** Version of the control plane, like "v1.34.4". */
  readonly version: pulumi.Output<string>;
  /** Pool of identities for pods, known only when the cluster has made it. */
  readonly workloadPool: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Cluster", name, args, opts);
    const { site, zones } = args;
    this.clusterName = site.name;

    const cluster = this.cluster(name, args);
    const pools = new NodePools(
      "node-pools",
      {
        site,
        cluster: cluster.name,
        location: location(args),
        zones,
        pools: args.cluster.nodePools,
        podsPerNode: args.podsPerNode,
        nodeAccount: args.nodeAccount,
      },
      { parent: this },
    );

    this.identifier = cluster.id;
    this.version = cluster.masterVersion.apply((version) => `v${version.split("-")[0]}`);
    this.workloadPool = waitingFor(pulumi.output(workloadPool(args)), [cluster.name]);
    // Without nodes neither releases nor their removal come to an end, so the platform waits for the pools, and they for the platform.
    // So with the firewall: without it webhooks cannot be asked, also about what is deleted, nor files be unmounted.
    this.kubeconfig = waitingFor(
      pulumi.secret(
        pulumi
          .all([cluster.endpoint, cluster.masterAuth.clusterCaCertificate])
          .apply(([endpoint, authority]) =>
            kubeconfig({ name: this.clusterName, endpoint, certificateAuthority: authority }),
          ),
      ),
      [...pools.names, ...args.firewallRules],
    );
    this.registerOutputs({
      clusterName: this.clusterName,
      identifier: this.identifier,
      version: this.version,
      workloadPool: this.workloadPool,
      kubeconfig: this.kubeconfig,
    });
  }

  private cluster(name: string, args: ClusterArgs): gcp.container.Cluster {
    const { cluster, site } = args;
    const protection = protectionOf(site, "cluster/cluster");
    return new gcp.container.Cluster(
      name,
      {
        name: site.name,
        description: `Kubernetes of ${site.name}`,
        location: location(args),
        nodeLocations: nodeLocations(args),
        network: args.networkLink,
        subnetwork: args.subnetLink,
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: {
          clusterSecondaryRangeName: secondaryRanges.pods,
          servicesSecondaryRangeName: secondaryRanges.services,
        },
        defaultMaxPodsPerNode: args.podsPerNode,
        // Enforces network policies itself; GKE's older addon for them stays off.
        datapathProvider: "ADVANCED_DATAPATH",
        privateClusterConfig: {
          enablePrivateNodes: true,
          // The API has a public address too, for administrators without a VPN.
          enablePrivateEndpoint: false,
          masterIpv4CidrBlock: args.controlPlane,
        },
        masterAuthorizedNetworksConfig: {
          cidrBlocks: args.administrators.map((cidrBlock) => ({ cidrBlock, displayName: "administrators" })),
          gcpPublicCidrsAccessEnabled: false,
        },
        // The channel upgrades from there; the nodes follow the control plane.
        minMasterVersion: cluster.kubernetesVersion,
        releaseChannel: { channel: cluster.channel },
        maintenancePolicy: { recurringWindow: clusterWindow(cluster.maintenance) },
        enableShieldedNodes: true,
        enableLegacyAbac: false,
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
        workloadIdentityConfig: { workloadPool: workloadPool(args) },
        authenticatorGroupsConfig:
          cluster.securityGroup === undefined ? undefined : { securityGroup: cluster.securityGroup },
        addonsConfig: {
          gcePersistentDiskCsiDriverConfig: { enabled: true },
          gkeBackupAgentConfig: { enabled: args.backupAgent },
          horizontalPodAutoscaling: { disabled: false },
          // Not for its Ingresses, but the load balancers of Services (load-balancer.ts) are its work too.
          httpLoadBalancing: { disabled: false },
        },
        loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
        monitoringConfig: {
          enableComponents: cluster.managedPrometheus
            ? ["SYSTEM_COMPONENTS", "KUBELET", "CADVISOR", "SCHEDULER", "APISERVER"]
            : ["SYSTEM_COMPONENTS"],
          managedPrometheus: { enabled: cluster.managedPrometheus },
        },
        resourceLabels: labels(site),
        // GKE cannot make a cluster without a pool. It lives for a minute, with the account that ours have.
        initialNodeCount: 1,
        removeDefaultNodePool: true,
        nodeConfig: {
          serviceAccount: args.nodeAccount,
          shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        },
        deletionProtection: protection.protect ?? false,
      },
      {
        parent: this,
        // The first pool's, which is gone.
        ignoreChanges: ["initialNodeCount", "nodeConfig"],
        // Network, addresses and names are of one cluster at a time.
        deleteBeforeReplace: true,
        customTimeouts: { create: "60m", update: "120m", delete: "60m" },
        ...protection,
      },
    );
  }
}

/** Region or zone of the control plane. */
function location({ cluster, region, zones }: ClusterArgs): string {
  const [first = region] = zones;
  return cluster.kind === "regional" ? region : first;
}

/** Zones of the nodes; a zonal cluster's own zone is not named. */
function nodeLocations({ cluster, zones }: ClusterArgs): string[] {
  return cluster.kind === "regional" ? zones : zones.slice(1);
}

function workloadPool({ project }: ClusterArgs): string {
  return `${project}.svc.id.goog`;
}
