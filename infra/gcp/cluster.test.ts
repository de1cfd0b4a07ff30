/** The cluster and its pools under mocks. */
import type { GcpInput } from "../../config/schema";
import { find, type Made, make } from "./testing";

const clusterOf = async (change?: (input: GcpInput) => void) =>
  find(await make(change), "container/cluster:Cluster", "cluster");

const pool = (more: object = {}) => ({ name: "core", machineType: "n2-standard-4", count: 3, ...more });

test("a private, shielded cluster with its own data plane, that only administrators reach", async () => {
  const cluster = await clusterOf((input) => (input.cluster.securityGroup = "gke-security-groups@example.org"));
  expect(cluster.inputs).toEqual({
    name: "test",
    description: "Kubernetes of test",
    location: "europe-west2",
    nodeLocations: ["europe-west2-b"],
    network: "https://www.googleapis.com/compute/v1/projects/mock-project/global/networks/test-nodes",
    subnetwork:
      "https://www.googleapis.com/compute/v1/projects/mock-project/regions/mock-region/subnetworks/test-nodes",
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: "kubernetes-pods",
      servicesSecondaryRangeName: "kubernetes-services",
    },
    defaultMaxPodsPerNode: 110,
    datapathProvider: "ADVANCED_DATAPATH",
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: false,
      masterIpv4CidrBlock: "172.16.0.0/28",
    },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: [{ cidrBlock: "192.0.2.0/24", displayName: "administrators" }],
      gcpPublicCidrsAccessEnabled: false,
    },
    minMasterVersion: "1.34.4-gke.1193000",
    releaseChannel: { channel: "REGULAR" },
    maintenancePolicy: {
      recurringWindow: {
        startTime: "2024-01-03T00:00:00Z",
        endTime: "2024-01-03T12:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=WE",
      },
    },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    workloadIdentityConfig: { workloadPool: "test-project.svc.id.goog" },
    authenticatorGroupsConfig: { securityGroup: "gke-security-groups@example.org" },
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      gkeBackupAgentConfig: { enabled: false },
      horizontalPodAutoscaling: { disabled: false },
      httpLoadBalancing: { disabled: false },
    },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
    monitoringConfig: {
      enableComponents: ["SYSTEM_COMPONENTS", "KUBELET", "CADVISOR", "SCHEDULER", "APISERVER"],
      managedPrometheus: { enabled: true },
    },
    resourceLabels: { site: "test", owner: "team" },
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    nodeConfig: {
      serviceAccount: "test-nodes@mock-project.iam.gserviceaccount.com",
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    },
    deletionProtection: false,
  });
  expect(cluster.ignoreChanges).toEqual(["initialNodeCount", "nodeConfig"]);
  expect(cluster.deleteBeforeReplace).toBe(true);
  expect(cluster.customTimeouts).toEqual({ create: "60m", update: "120m", delete: "60m" });
  // Nodes that cannot reach the world, or whose account may not do its work yet, never become ready.
  expect(cluster.dependsOn).toContain("gcp:compute/routerNat:RouterNat::network");
  expect(cluster.dependsOn).toContain("gcp:projects/iAMMember:IAMMember::nodes");
});

test.each([
  ["regional", "europe-west2", ["europe-west2-a", "europe-west2-b"]],
  ["zonal", "europe-west2-a", ["europe-west2-b"]],
] as const)("%s: the control plane is in %s, further nodes in %j", async (kind, location, nodeLocations) => {
  const made = await make((input) => {
    input.gcp.zones = ["europe-west2-a", "europe-west2-b"];
    input.cluster.kind = kind;
  });
  expect(find(made, "container/cluster:Cluster", "cluster").inputs).toMatchObject({ location, nodeLocations });
  expect(find(made, "container/nodePool:NodePool", "core").inputs).toMatchObject({
    location,
    nodeLocations: ["europe-west2-a", "europe-west2-b"],
  });
});

test("without Google's monitoring only its system's metrics are left", async () => {
  const { inputs } = await clusterOf((input) => (input.cluster.managedPrometheus = false));
  expect(inputs).toMatchObject({
    monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
  });
});

describe("node pools", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make(
      (input) =>
        (input.cluster.nodePools = [
          pool({ name: "fixed" }),
          pool({ name: "elastic", min: 2, max: 9 }),
          pool({
            max: 6,
            labels: { infrastructure: "ok" },
            taints: [{ key: "nublado.lsst.io/permitted", value: "true", effect: "NoExecute" }],
            tags: ["vpn"],
            diskSize: 300,
            diskType: "pd-ssd",
          }),
        ]),
    );
  });

  test("labels, taints, tags and all that nodes are given, said explicitly", () => {
    expect(find(made, "container/nodePool:NodePool", "core").inputs).toEqual({
      name: "core",
      cluster: "test",
      location: "europe-west2",
      nodeLocations: ["europe-west2-b"],
      initialNodeCount: 3,
      autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
      maxPodsPerNode: 110,
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: {
        machineType: "n2-standard-4",
        diskSizeGb: 300,
        diskType: "pd-ssd",
        imageType: "COS_CONTAINERD",
        labels: { infrastructure: "ok", cluster_name: "test", node_pool: "core" },
        taints: [{ key: "nublado.lsst.io/permitted", value: "true", effect: "NO_EXECUTE" }],
        tags: ["gke-test", "gke-test-core", "vpn"],
        resourceLabels: { site: "test", owner: "team" },
        metadata: { "disable-legacy-endpoints": "true" },
        serviceAccount: "test-nodes@mock-project.iam.gserviceaccount.com",
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
      },
    });
  });

  test("only an autoscaled pool may differ in its count", () => {
    const fixed = find(made, "container/nodePool:NodePool", "fixed");
    expect(fixed.inputs).toMatchObject({ nodeCount: 3 });
    expect(fixed.inputs).not.toHaveProperty("autoscaling");
    expect(fixed.inputs).not.toHaveProperty("initialNodeCount");
    expect(fixed.ignoreChanges).toEqual(["initialNodeCount"]);
    const elastic = find(made, "container/nodePool:NodePool", "elastic");
    expect(elastic.inputs).toMatchObject({ initialNodeCount: 3, autoscaling: { totalMinNodeCount: 2 } });
    expect(elastic.inputs).not.toHaveProperty("nodeCount");
    expect(elastic.ignoreChanges).toEqual(["initialNodeCount", "nodeCount"]);
  });

  test("in several zones the start is per zone, the bounds are of all zones", async () => {
    const spread = await make((input) => {
      input.gcp.zones = ["europe-west2-a", "europe-west2-b", "europe-west2-c"];
      input.cluster.nodePools = [pool({ count: 4, max: 9 })];
    });
    expect(find(spread, "container/nodePool:NodePool", "core").inputs).toMatchObject({
      initialNodeCount: 2,
      autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 9 },
    });
    expect(spread.infrastructure).toMatchObject({ cluster: { nodePools: [{ name: "core", count: 6 }] } });
  });
});
