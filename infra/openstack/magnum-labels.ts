/** The labels of a Magnum cluster template: the site's driver decides which exist and what they are called. */
import type { OpenstackConfig } from "../../config/schema";
import { isAutoscaled } from "./node-pools";

/** Labels for the cluster template. The site's own (`cluster.labels`) win over ours. */
export function magnumLabels(config: OpenstackConfig): Record<string, string> {
  const drivers = { heat: heatLabels, capi: capiLabels };
  return { ...commonLabels(config), ...drivers[config.cluster.driver](config), ...config.cluster.labels };
}

/** Ranges that may reach the API: the administrators, and the nodes themselves. */
function apiRanges({ network }: OpenstackConfig): string {
  return [network.cidr, ...network.administrators].join(",");
}

function commonLabels(config: OpenstackConfig): Record<string, string> {
  return {
    auto_healing_enabled: "true",
    auto_scaling_enabled: String(config.cluster.nodePools.some(isAutoscaled)),
    kube_dashboard_enabled: "false",
    monitoring_enabled: "false",
    octavia_provider: config.openstack.loadBalancerProvider,
    // ovn refuses every other way of balancing, and amphora refuses this one.
    octavia_lb_algorithm: config.openstack.loadBalancerProvider === "ovn" ? "SOURCE_IP_PORT" : "ROUND_ROBIN",
  };
}

/** The Heat driver (Magnum up to 2026.1): Kubernetes comes as containers of a tag, on a general image. */
function heatLabels(config: OpenstackConfig): Record<string, string> {
  const { cluster, network } = config;
  const podRange = { calico: "calico_ipv4pool", flannel: "flannel_network_cidr", cilium: "cilium_ipv4pool" };
  return {
    kube_tag: cluster.kubernetesVersion,
    container_runtime: "containerd",
    auto_healing_controller: "magnum-auto-healer",
    cloud_provider_enabled: "true",
    cinder_csi_enabled: "true",
    master_lb_allowed_cidrs: apiRanges(config),
    [podRange[cluster.networkDriver]]: network.pods,
    service_cluster_ip_range: network.services,
  };
}

/** The Cluster API driver (magnum-capi-helm): the version is the image's, the ranges of pods and Services are the site's chart's. */
function capiLabels(config: OpenstackConfig): Record<string, string> {
  return {
    boot_volume_size: String(config.cluster.dockerVolumeSize),
    master_lb_floating_ip_enabled: "true",
    api_master_lb_allowed_cidrs: apiRanges(config),
  };
}
