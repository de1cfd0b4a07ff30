/** The hardware on Google Cloud: from an empty project to a Kubernetes cluster with storage, databases, addresses and names. */
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { GcpConfig } from "../../config/schema";
import type { Infrastructure } from "../contract";
import { challengeZone, dnsRecords } from "../dns-records";
import { siteOf } from "../site";
import { Addresses } from "./addresses";
import { Apis } from "./apis";
import { ArtifactRegistry } from "./artifact-registry";
import { Budget } from "./budget";
import { CloudSql } from "./cloud-sql";
import { Cluster } from "./cluster";
import { ClusterBackup } from "./cluster-backup";
import { Dns } from "./dns";
import { createFiles } from "./files";
import { fileServerTag } from "./files/server";
import { Firewall } from "./firewall";
import { firewallRules } from "./firewall-rules";
import { identities } from "./identities";
import { loadBalancerAnnotations } from "./load-balancer";
import { labels } from "./names";
import { Network } from "./network";
import { NodeAccount } from "./node-account";
import { nodePools } from "./node-labels";
import { ObjectStore } from "./object-store";
import { PrivateConnection } from "./private-connection";
import { requiredApis } from "./required-apis";
import { diskDriver, storageClasses } from "./storage-classes";
import { VaultKey } from "./vault-key";
import { WorkloadIdentity } from "./workload-identity";
import { cloudDnsZones } from "./zones";

/** @param hosts Names of the platform below the zone, all of which lead to the ingress. */
export function createGcp(config: GcpConfig, hosts: string[]): Infrastructure {
  const { addresses: wanted, cloudSql, dns, network: ranges, storage } = config;
  const { project, region, zones } = config.gcp;
  const site = siteOf(config);
  const { provider, randomProvider } = createProviders(config);
  const opts = { provider };
  const both = { providers: [provider, randomProvider] };

  const addresses = new Addresses(
    "addresses",
    { site, project, region, nat: wanted.nat, ingress: wanted.ingress },
    opts,
  );
  const network = new Network(
    "network",
    { site, cidr: ranges.cidr, pods: ranges.pods, services: ranges.services, natAddresses: addresses.nat },
    opts,
  );
  const fileServer = storage.fileServer?.kind === "vm" ? fileServerTag(site) : undefined;
  const rules = firewallRules({
    cluster: site.name,
    nodes: ranges.cidr,
    pods: ranges.pods,
    controlPlane: ranges.controlPlane,
    fileServer,
  });
  const firewall = new Firewall("firewall", { site, networkLink: network.networkLink, rules }, opts);
  const nodes = new NodeAccount("nodes", { site, project }, opts);
  const cluster = new Cluster(
    "cluster",
    {
      site,
      project,
      region,
      zones,
      cluster: config.cluster,
      controlPlane: ranges.controlPlane,
      podsPerNode: ranges.podsPerNode,
      administrators: ranges.administrators,
      backupAgent: config.clusterBackup !== undefined,
      networkLink: network.networkLink,
      subnetLink: network.subnetLink,
      firewallRules: firewall.names,
      nodeAccount: nodes.email,
    },
    opts,
  );
  const google = privateConnection(config, network, opts);
  const files = createFiles({ site, config, network, google }, opts);
  const sql =
    cloudSql && google
      ? new CloudSql(
          "sql",
          {
            site,
            region,
            sql: cloudSql,
            maintenance: config.cluster.maintenance,
            networkId: google.networkId,
            rangeName: google.rangeName,
          },
          both,
        )
      : undefined;
  const objects = new ObjectStore("objects", { site, project, region, ...config.objectStore }, opts);
  const repositories = config.artifactRegistry;
  const registry =
    repositories.length > 0
      ? new ArtifactRegistry("registry", { site, project, region, repositories, nodeAccount: nodes.email }, opts)
      : undefined;
  const vaultKey = config.vaultUnseal ? new VaultKey("vault", { site, project, region }, both) : undefined;
  const dnsZones = cloudDnsZones(config);
  const names =
    dnsZones.length > 0
      ? new Dns("dns", { site, zones: dnsZones, ttl: dns.ttl, hosts, address: addresses.ingress }, opts)
      : undefined;
  const identity = new WorkloadIdentity(
    "identity",
    {
      site,
      project,
      region,
      identities: identities(config),
      workloadPool: cluster.workloadPool,
      zones: names?.zones ?? {},
      buckets: objects.buckets,
      repositories: registry?.names ?? {},
      vaultKey: vaultKey?.keyId,
    },
    opts,
  );
  if (config.clusterBackup) {
    const { retainDays, schedule } = config.clusterBackup;
    new ClusterBackup("backup", { site, region, cluster: cluster.identifier, schedule, retainDays }, opts);
  }
  if (config.gcp.budget) new Budget("budget", { site, project, budget: config.gcp.budget }, opts);

  return {
    cluster: {
      name: cluster.clusterName,
      kubeconfig: cluster.kubeconfig,
      identifier: cluster.identifier,
      version: cluster.version,
      nodePools: nodePools(config),
    },
    ingress: { address: addresses.ingress, loadBalancerAnnotations, kind: "service", checksNodes: true },
    storage: {
      classes: storageClasses(storage.classes),
      ...files,
      // GKE brings the controller.
      snapshots: { driver: diskDriver, parameters: {}, controller: "exists" },
    },
    objectStore: {
      endpoint: objects.endpoint,
      region,
      buckets: objects.buckets,
      credentials: { accessKey: objects.accessKey, secretKey: objects.secretKey },
      pathStyle: true,
    },
    dns: { zone: dns.zone, provider: dns.provider, nameServers: names?.nameServers },
    dnsRecords: pulumi
      .output(addresses.ingress)
      .apply((address) => dnsRecords({ ...dns, hosts, address, challengeZone: challengeZone(config) })),
    database: sql?.database,
    identity: { serviceAccounts: identity.serviceAccounts },
    sealKey: vaultKey?.seal,
    imageRepositories: registry?.addresses,
  };
}

/**
 * Credentials are those of `gcloud auth application-default login`, or of GOOGLE_APPLICATION_CREDENTIALS.
 *
 * The provider of all resources waits until Google's APIs are on, and so does each of them. Quotas are asked of the site's project, not of
 * whoever runs this: some of the APIs refuse people's credentials otherwise.
 */
function createProviders(config: GcpConfig): { provider: gcp.Provider; randomProvider: random.Provider } {
  const { project, region } = config.gcp;
  const settings = {
    project,
    region,
    userProjectOverride: true,
    billingProject: project,
    defaultLabels: labels(siteOf(config)),
    addPulumiAttributionLabel: false,
  };
  const first = new gcp.Provider("gcp-apis", settings);
  const apis = new Apis("apis", { project, apis: requiredApis(config) }, { provider: first });
  const provider = new gcp.Provider("gcp", settings, { dependsOn: apis.services });
  return { provider, randomProvider: new random.Provider("infra") };
}

/** For Cloud SQL and Filestore. */
function privateConnection(
  config: GcpConfig,
  { networkId, networkName }: Network,
  opts: pulumi.ComponentResourceOptions,
): PrivateConnection | undefined {
  if (config.cloudSql === undefined && config.storage.fileServer?.kind !== "filestore") return undefined;
  return new PrivateConnection(
    "google",
    { site: siteOf(config), networkId, networkName, producer: "google", range: config.network.googleServices },
    opts,
  );
}
