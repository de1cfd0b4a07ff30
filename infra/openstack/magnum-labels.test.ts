import { validConfig, type validInput } from "../../config/testing";
import { magnumLabels } from "./magnum-labels";

type Input = ReturnType<typeof validInput>;

const common = {
  auto_healing_enabled: "true",
  auto_scaling_enabled: "false",
  kube_dashboard_enabled: "false",
  monitoring_enabled: "false",
  octavia_provider: "amphora",
  octavia_lb_algorithm: "ROUND_ROBIN",
};
const capi = {
  ...common,
  boot_volume_size: "100",
  master_lb_floating_ip_enabled: "true",
  api_master_lb_allowed_cidrs: "10.10.0.0/24,192.0.2.0/24",
};
const heat = {
  ...common,
  kube_tag: "v1.34.2",
  container_runtime: "containerd",
  auto_healing_controller: "magnum-auto-healer",
  cloud_provider_enabled: "true",
  cinder_csi_enabled: "true",
  master_lb_allowed_cidrs: "10.10.0.0/24,192.0.2.0/24",
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
])("labels: %s", (_, change, labels) => {
  expect(magnumLabels(validConfig(change))).toEqual(labels);
});
