import { validConfig, type validInput } from "../../config/testing";
import { magnumLabels, nodeGroupLabels } from "./magnum-labels";

type Input = ReturnType<typeof validInput>;

const common = {
  auto_healing_enabled: "true",
  auto_scaling_enabled: "false",
  kube_dashboard_enabled: "false",
  master_lb_floating_ip_enabled: "true",
  monitoring_enabled: "false",
  octavia_provider: "amphora",
  octavia_lb_algorithm: "ROUND_ROBIN",
};
const capi = {
  ...common,
  boot_volume_size: "100",
  csi_cinder_availability_zone: "nova",
  csi_cinder_reclaim_policy: "Delete",
  api_master_lb_allowed_cidrs: "10.10.0.0/24,192.0.2.0/24",
};
const heat = {
  ...common,
  kube_tag: "v1.34.2",
  container_runtime: "containerd",
  admission_control_list:
    "NodeRestriction,NamespaceLifecycle,LimitRanger,ServiceAccount,ResourceQuota,TaintNodesByCondition,Priority," +
    "DefaultTolerationSeconds,DefaultStorageClass,StorageObjectInUseProtection,PersistentVolumeClaimResize," +
    "MutatingAdmissionWebhook,ValidatingAdmissionWebhook,RuntimeClass",
  auto_healing_controller: "magnum-auto-healer",
  availability_zone: "nova",
  cloud_provider_enabled: "true",
  cinder_csi_enabled: "true",
  master_lb_allowed_cidrs: "192.0.2.0/24",
  service_cluster_ip_range: "172.24.0.0/13",
};

test.each<[string, (input: Input) => void, Record<string, string>]>([
  ["capi", () => undefined, capi],
  [
    "capi with ovn",
    (input) => (input.openstack.loadBalancerProvider = "ovn"),
    { ...capi, octavia_provider: "ovn", octavia_lb_algorithm: "SOURCE_IP_PORT" },
  ],
  [
    "capi with a pool that may grow",
    (input) => Object.assign(input.cluster.nodePools[0] as object, { max: 4 }),
    { ...capi, auto_scaling_enabled: "true" },
  ],
  [
    "capi in another zone, with volumes that are kept",
    (input) => {
      input.openstack.availabilityZone = "az-2";
      Object.assign(input.storage.classes[0] as object, { reclaim: "Retain" });
    },
    { ...capi, csi_cinder_availability_zone: "az-2", csi_cinder_reclaim_policy: "Retain" },
  ],
  [
    "a label of the site's own wins",
    (input) => (input.cluster.labels = { monitoring_enabled: "true", extra_network_names: "cephfs" }),
    { ...capi, monitoring_enabled: "true", extra_network_names: "cephfs" },
  ],
  ["heat with calico", (input) => (input.cluster.driver = "heat"), { ...heat, calico_ipv4pool: "172.16.0.0/13" }],
  [
    "heat with flannel",
    (input) => Object.assign(input.cluster, { driver: "heat", networkDriver: "flannel" }),
    { ...heat, flannel_network_cidr: "172.16.0.0/13" },
  ],
  [
    "heat on a flavor without a disk, in another zone",
    (input) => {
      Object.assign(input.cluster, { driver: "heat" });
      Object.assign(input.openstack, {
        availabilityZone: "az-2",
        flavors: { small: { cpu: 2, memory: 4096, disk: 0 }, large: { cpu: 8, memory: 65536, disk: 50 } },
      });
    },
    { ...heat, availability_zone: "az-2", boot_volume_size: "50", calico_ipv4pool: "172.16.0.0/13" },
  ],
  [
    "heat with fewer pods on a node",
    (input) => {
      input.cluster.driver = "heat";
      input.network.podsPerNode = 64;
    },
    { ...heat, calico_ipv4pool: "172.16.0.0/13", kubelet_options: "--max-pods=64" },
  ],
  ["capi, which cannot", (input) => (input.network.podsPerNode = 64), capi],
])("labels: %s", (_, change, labels) => {
  expect(magnumLabels(validConfig(change))).toEqual(labels);
});

test("who makes the cluster may reach its API", () => {
  const config = validConfig((input) => (input.openstack.managementCluster = ["198.51.100.0/28"]));
  expect(magnumLabels(config).api_master_lb_allowed_cidrs).toBe("10.10.0.0/24,192.0.2.0/24,198.51.100.0/28");
});

describe("labels of a node group", () => {
  const pool = {
    labels: { purpose: "notebook", "example.org/disk": "fast" },
    taints: [
      { key: "only", value: "labs", effect: "NoSchedule" as const },
      { key: "empty", value: "", effect: "NoExecute" as const },
    ],
  };
  const of = (driver: "heat" | "capi", more: Partial<typeof pool>, options?: string) => {
    const config = validConfig((input) => {
      Object.assign(input.cluster, { driver, labels: options === undefined ? {} : { kubelet_options: options } });
      Object.assign(input.cluster.nodePools[0] as object, more);
    });
    const [first] = config.cluster.nodePools;
    return first && nodeGroupLabels(config.cluster, magnumLabels(config), first);
  };

  test.each<[string, ReturnType<typeof of>, string | undefined]>([
    [
      "both",
      of("heat", pool),
      "--node-labels=purpose=notebook,example.org/disk=fast --register-with-taints=only=labs:NoSchedule,empty=:NoExecute",
    ],
    ["labels only", of("heat", { labels: pool.labels }), "--node-labels=purpose=notebook,example.org/disk=fast"],
    [
      "the site's own options stay",
      of("heat", { taints: pool.taints.slice(0, 1) }, "--max-pods=50"),
      "--max-pods=50 --register-with-taints=only=labs:NoSchedule",
    ],
    ["none", of("heat", {}, "--max-pods=50"), undefined],
    ["a driver that hands none to the nodes", of("capi", pool), undefined],
  ])("%s", (_, labels, options) => {
    expect(labels).toEqual(options === undefined ? undefined : { kubelet_options: options });
  });
});
