/** For tests: answers, and a project of the Somerville cloud's kind. */
import type { Answers } from "./answers";
import type { ClusterFacts, OpenstackFacts } from "./facts";

/** Everything that is required on every cloud. */
export const common: Answers = {
  site: "edi",
  owner: "rsp-uk",
  domain: "edi.example.org",
  email: "ops@example.org",
  users: 20,
  administrators: ["192.0.2.0/24"],
};

export const onOpenstack: Answers = { ...common, cloud: "openstack", osCloud: "somerville" };
export const onGcp: Answers = { ...common, cloud: "gcp", project: "my-project", region: "europe-west2" };
export const onExisting: Answers = { ...common, cloud: "existing", ingressAddress: "198.51.100.10" };

const image = (name: string) => ({ id: name, name, status: "active" });

export const openstackFacts: OpenstackFacts = {
  externalNetworks: ["external"],
  subnets: ["10.10.0.0/16"],
  flavors: [
    { id: "1", name: "qserv-worker-v2", cpu: 8, memory: 65536, disk: 50 },
    { id: "2", name: "qserv-utility", cpu: 4, memory: 16384, disk: 50 },
    { id: "3", name: "medium", cpu: 4, memory: 16384, disk: 0 },
    { id: "4", name: "small", cpu: 2, memory: 8192, disk: 0 },
    { id: "5", name: "tiny", cpu: 1, memory: 4096, disk: 0 },
  ],
  images: [image("ubuntu-jammy"), image("ubuntu-jammy-kube-v1.33.2"), image("ubuntu-jammy-kube-v1.34.2")],
  volumeTypes: ["ceph-hdd"],
  loadBalancerProviders: ["amphora", "ovn"],
  zones: ["nova"],
  dns: true,
  objectStore: true,
  quotas: {
    cores: { limit: 100, used: 10 },
    memory: { limit: 1024 * 1024, used: 0 },
    machines: { limit: Infinity, used: 3 },
    storage: { limit: 10000, used: 500 },
    floatingIps: { limit: 10, used: 1 },
  },
};

export const clusterFacts: ClusterFacts = {
  version: "v1.33.5",
  nodes: [
    { name: "platform", count: 3, cpu: "8", memory: "32083Mi", labels: { "capi.stackhpc.com/node-group": "platform" } },
    { name: "nodes", count: 2, cpu: "16", memory: "64166Mi", labels: {} },
  ],
  cidr: "10.0.0.0/23",
  pods: "10.244.0.0/16",
  serviceAddress: "10.43.0.1",
  classes: [
    { name: "fast", provisioner: "rbd.csi.ceph.com", parameters: { pool: "k8s" }, reclaim: "Delete", default: true },
    { name: "slow", provisioner: "rbd.csi.ceph.com", parameters: {}, reclaim: "Retain", default: false },
  ],
};
