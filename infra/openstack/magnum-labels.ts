/** The labels of a Magnum cluster template and of its node groups: the site's driver decides which exist and what they are called. */
import type { OpenstackConfig } from "../../config/schema";
import { isAutoscaled } from "./node-pools";

type Pool = OpenstackConfig["cluster"]["nodePools"][number];

/** Labels for the cluster template. The site's own (`cluster.labels`) win over ours. */
export function magnumLabels(config: OpenstackConfig): Record<string, string> {
  const drivers = { heat: heatLabels, capi: capiLabels };
  return { ...commonLabels(config), ...drivers[config.cluster.driver](config), ...config.cluster.labels };
}

/**
 * Labels for one node group, over those of the template: how the Heat driver makes the kubelets register with the pool's labels and taints.
 * They are read when a node is made. The Cluster API driver hands nothing of the kind to its nodes.
 *
 * @param template Labels of the template.
 * @returns undefined when the group needs none of its own.
 */
export function nodeGroupLabels(
  { driver }: Pick<OpenstackConfig["cluster"], "driver">,
  template: Record<string, string>,
  pool: Pool,
): Record<string, string> | undefined {
  const labels = Object.entries(pool.labels).map(([key, value]) => `${key}=${value}`);
  const taints = pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
  if (driver !== "heat" || labels.length + taints.length === 0) return undefined;
  const options = [
    // They would not reach the group otherwise.
    template["kubelet_options"],
    labels.length > 0 ? `--node-labels=${labels.join(",")}` : undefined,
    taints.length > 0 ? `--register-with-taints=${taints.join(",")}` : undefined,
  ];
  return { kubelet_options: options.filter((option) => option !== undefined).join(" ") };
}

function commonLabels(config: OpenstackConfig): Record<string, string> {
  return {
    auto_healing_enabled: "true",
    auto_scaling_enabled: String(config.cluster.nodePools.some(isAutoscaled)),
    // The Heat driver would do as for the nodes, which have no public addresses.
    master_lb_floating_ip_enabled: "true",
    kube_dashboard_enabled: "false",
    monitoring_enabled: "false",
    octavia_provider: config.openstack.loadBalancerProvider,
    // ovn refuses every other way of balancing, and amphora refuses this one.
    octavia_lb_algorithm: config.openstack.loadBalancerProvider === "ovn" ? "SOURCE_IP_PORT" : "ROUND_ROBIN",
  };
}

/** Those of the recipe that ROE's first clusters were made by: without PodSecurityPolicy, which Kubernetes has had no plugin for since 1.25. */
const admissionPlugins = [
  "NodeRestriction",
  "NamespaceLifecycle",
  "LimitRanger",
  "ServiceAccount",
  "ResourceQuota",
  "TaintNodesByCondition",
  "Priority",
  "DefaultTolerationSeconds",
  "DefaultStorageClass",
  "StorageObjectInUseProtection",
  "PersistentVolumeClaimResize",
  "MutatingAdmissionWebhook",
  "ValidatingAdmissionWebhook",
  "RuntimeClass",
];

/** Pods that a kubelet runs at the most unless it is told otherwise. */
const kubeletPods = 110;

/** GiB of the system's disk where the flavor has none; images and containers have a disk of their own (dockerVolumeSize). */
const heatBootVolume = 50;

/** True when a node's flavor has no disk, so that it boots from a volume. */
function bootsFromVolume({ cluster, openstack }: OpenstackConfig): boolean {
  const used = [cluster.control, cluster.workers, ...cluster.nodePools].map(({ flavor }) => flavor);
  return used.some((flavor) => openstack.flavors[flavor]?.disk === 0);
}

/**
 * The Heat driver (Magnum up to 2026.1): Kubernetes comes as containers of a tag, on a general image. Tags of what comes with it
 * (cloud_provider_tag, cinder_csi_plugin_tag, autoscaler_tag) are those of the site's Magnum unless `cluster.labels` says others.
 */
function heatLabels(config: OpenstackConfig): Record<string, string> {
  const { cluster, network, openstack } = config;
  const podRange = { calico: "calico_ipv4pool", flannel: "flannel_network_cidr", cilium: "cilium_ipv4pool" };
  return {
    kube_tag: cluster.kubernetesVersion,
    container_runtime: "containerd",
    admission_control_list: admissionPlugins.join(","),
    auto_healing_controller: "magnum-auto-healer",
    availability_zone: openstack.availabilityZone,
    ...(bootsFromVolume(config) ? { boot_volume_size: String(heatBootVolume) } : {}),
    cloud_provider_enabled: "true",
    cinder_csi_enabled: "true",
    // The driver adds the nodes' range by itself.
    master_lb_allowed_cidrs: network.administrators.join(","),
    [podRange[cluster.networkDriver]]: network.pods,
    service_cluster_ip_range: network.services,
    ...kubeletOptions(config),
  };
}

/** Options of every node's kubelet, where it would not do by itself what is asked for. */
function kubeletOptions({ network: { podsPerNode } }: OpenstackConfig): { kubelet_options?: string } {
  return podsPerNode === kubeletPods ? {} : { kubelet_options: `--max-pods=${podsPerNode}` };
}

/**
 * The Cluster API driver (magnum-capi-helm): the version is the image's, the ranges of pods and Services are the site's chart's. It makes
 * a StorageClass of each volume type by itself, so what it makes must agree with ours of the same name.
 */
function capiLabels({ cluster, network, openstack, storage }: OpenstackConfig): Record<string, string> {
  const reclaim = storage.classes.find((one) => one.default)?.reclaim ?? "Retain";
  return {
    boot_volume_size: String(cluster.dockerVolumeSize),
    csi_cinder_availability_zone: openstack.availabilityZone,
    csi_cinder_reclaim_policy: reclaim,
    // Who makes the cluster must reach its API, or it is never ready.
    api_master_lb_allowed_cidrs: [network.cidr, ...network.administrators, ...openstack.managementCluster].join(","),
  };
}
