/** The site's own Magnum labels: known to its driver, and not against another key of the configuration. */
import { closest, formatPath } from "../problems";
import type { OpenstackConfig } from "../schema";
import type { Check } from "./context";
import { type Driver, knownLabels } from "./magnum-labels";
import { lookup } from "./words";

const pathOf = (label: string) => formatPath(["cluster", "labels", label]);

/** A label that the driver does not know has no effect, and nothing says so. */
export const labelsKnown: Check<OpenstackConfig> = ({ cluster: { driver, labels } }) =>
  Object.keys(labels)
    .filter((label) => !Object.hasOwn(knownLabels[driver], label))
    .map((label) => ({ path: pathOf(label), message: unknownLabel(label, driver) }));

function unknownLabel(label: string, driver: Driver): string {
  const other = driver === "capi" ? "heat" : "capi";
  if (Object.hasOwn(knownLabels[other], label))
    return `driver ${driver} does not know this label, only driver ${other} does, so it has no effect: remove it`;
  const nearest = closest(label, Object.keys(knownLabels[driver]));
  const hint = nearest ? `did you mean "${nearest}"?` : "remove it";
  return `driver ${driver} does not know this label, so it has no effect: ${hint}`;
}

/** Labels that say the same as another key: the key, and what it makes of the label. */
type Same = { key: string; value: string };

function saidElsewhere({ cluster, network, openstack, storage }: OpenstackConfig): Record<string, Same> {
  const pods = { key: "network.pods", value: network.pods };
  const zone = { key: "openstack.availabilityZone", value: openstack.availabilityZone };
  const reclaim = storage.classes.find((one) => one.default)?.reclaim;
  const grows = cluster.nodePools.some(({ max }) => max !== undefined) || cluster.labels.max_node_count !== undefined;
  return {
    octavia_provider: { key: "openstack.loadBalancerProvider", value: openstack.loadBalancerProvider },
    auto_scaling_enabled: { key: "max of the node pools", value: String(grows) },
    boot_volume_size: { key: "cluster.dockerVolumeSize", value: String(cluster.dockerVolumeSize) },
    fixed_subnet_cidr: { key: "network.cidr", value: network.cidr },
    kube_tag: { key: "cluster.kubernetesVersion", value: cluster.kubernetesVersion },
    calico_ipv4pool: pods,
    cilium_ipv4pool: pods,
    flannel_network_cidr: pods,
    service_cluster_ip_range: { key: "network.services", value: network.services },
    availability_zone: zone,
    csi_cinder_availability_zone: zone,
    ...(reclaim ? { csi_cinder_reclaim_policy: { key: "reclaim of the default class", value: reclaim } } : {}),
    api_master_lb_allowed_cidrs: {
      key: "network.administrators",
      value: [network.cidr, ...network.administrators].join(","),
    },
    // The Heat driver adds the nodes' range by itself.
    master_lb_allowed_cidrs: { key: "network.administrators", value: network.administrators.join(",") },
  };
}

/** The site's labels win over the program's, so one that says otherwise than its key would make that key a lie. */
export const labelsAgree: Check<OpenstackConfig> = (config) => {
  const same = saidElsewhere(config);
  const { driver, labels } = config.cluster;
  return Object.entries(labels).flatMap(([label, value]) => {
    // With Heat the disk for images is another than the one that nodes boot from.
    if (!Object.hasOwn(knownLabels[driver], label) || (driver === "heat" && label === "boot_volume_size")) return [];
    const said = lookup(same, label);
    return said === undefined || said.value === value
      ? []
      : [
          {
            path: pathOf(label),
            message: `"${value}" is not what ${said.key} says, "${said.value}": change that, and remove the label`,
          },
        ];
  });
};

/** ovn refuses every other way of balancing, and amphora refuses this one. */
export const balancing: Check<OpenstackConfig> = ({ cluster, openstack: { loadBalancerProvider: provider } }) => {
  const algorithm = cluster.labels.octavia_lb_algorithm;
  if (algorithm === undefined || (provider === "ovn") === (algorithm === "SOURCE_IP_PORT")) return [];
  const wanted = provider === "ovn" ? "takes SOURCE_IP_PORT only" : "does not take it";
  return [
    {
      path: pathOf("octavia_lb_algorithm"),
      message: `"${algorithm}" does not go with openstack.loadBalancerProvider "${provider}", which ${wanted}: remove the label`,
    },
  ];
};
