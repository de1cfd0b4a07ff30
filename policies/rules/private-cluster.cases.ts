import type { Cases } from "../case";
import type { Settings } from "./private-cluster";

const gke = (more: object = {}) => ({
  type: "gcp:container/cluster:Cluster",
  props: {
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
    masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }] },
    workloadIdentityConfig: { workloadPool: "project.svc.id.goog" },
    ...more,
  },
});
const pool = (more: object = {}) => ({
  type: "gcp:container/nodePool:NodePool",
  props: { nodeConfig: { workloadMetadataConfig: { mode: "GKE_METADATA" } }, ...more },
});
const magnum = (more: object = {}) => ({
  type: "openstack:containerinfra/clusterTemplate:ClusterTemplate",
  props: { floatingIpEnabled: false, labels: { api_master_lb_allowed_cidrs: "10.10.0.0/24,192.0.2.0/24" }, ...more },
});

export const privateClusterCases: Cases<Settings> = {
  good: [
    { name: "GKE", of: gke() },
    {
      name: "GKE with a private API only",
      of: gke({
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        masterAuthorizedNetworksConfig: null,
      }),
    },
    { name: "GKE on autopilot", of: gke({ enableAutopilot: true, workloadIdentityConfig: null }) },
    { name: "a node pool", of: pool() },
    { name: "a template of Magnum", of: magnum() },
    { name: "a template of Magnum without ranges", of: magnum({ labels: {} }) },
    {
      name: "a cluster of Magnum leaves it to the template",
      of: { type: "openstack:containerinfra/cluster:Cluster", props: { name: "x" } },
    },
  ],
  bad: [
    {
      name: "GKE with public nodes",
      of: gke({ privateClusterConfig: null }),
      says: ["privateClusterConfig.enablePrivateNodes is not set"],
    },
    {
      name: "GKE that says so",
      of: gke({ privateClusterConfig: { enablePrivateNodes: false } }),
      says: ["privateClusterConfig.enablePrivateNodes is false"],
    },
    {
      name: "an API that is open to all",
      of: gke({ masterAuthorizedNetworksConfig: null }),
      says: ["masterAuthorizedNetworksConfig is not set: the API is open to the whole world"],
    },
    {
      name: "an API that is opened to all",
      of: gke({ masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }] } }),
      says: ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock opens the API to the whole world"],
    },
    {
      name: "no workload identity",
      of: gke({ workloadIdentityConfig: {} }),
      says: ["workloadIdentityConfig.workloadPool is not set"],
    },
    {
      name: "old ways to log in",
      of: gke({ enableLegacyAbac: true, masterAuth: { clientCertificateConfig: { issueClientCertificate: true } } }),
      says: [
        "enableLegacyAbac is true",
        "masterAuth.clientCertificateConfig.issueClientCertificate is true: a certificate that cannot be revoked",
      ],
    },
    {
      name: "pods that get the node's login",
      of: pool({ nodeConfig: {} }),
      says: ["nodeConfig.workloadMetadataConfig.mode is not set"],
    },
    {
      name: "and a pool with public addresses",
      of: pool({
        nodeConfig: { workloadMetadataConfig: { mode: "GCE_METADATA" } },
        networkConfig: { enablePrivateNodes: false },
      }),
      says: [
        "networkConfig.enablePrivateNodes is false: its nodes get public addresses",
        'nodeConfig.workloadMetadataConfig.mode is "GCE_METADATA"',
      ],
    },
    {
      name: "Magnum with public nodes",
      of: magnum({ floatingIpEnabled: true }),
      says: ["floatingIpEnabled is true: each node gets a public address"],
    },
    {
      name: "Magnum's default",
      of: magnum({ floatingIpEnabled: undefined }),
      says: ["floatingIpEnabled is not set, which means true: each node gets a public address"],
    },
    {
      name: "Magnum with an API for all",
      of: magnum({ labels: { master_lb_allowed_cidrs: "10.10.0.0/24,0.0.0.0/0" } }),
      says: ["labels.master_lb_allowed_cidrs opens the API to the whole world"],
    },
    {
      name: "unknown ranges hide nothing",
      of: gke({ masterAuthorizedNetworksConfig: "$unknown", workloadIdentityConfig: {} }),
      says: ["? masterAuthorizedNetworksConfig", "workloadIdentityConfig.workloadPool is not set"],
    },
  ],
};
