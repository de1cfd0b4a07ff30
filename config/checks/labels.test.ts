import type { OpenstackInput } from "../schema";
import { validConfig } from "../testing";
import { magnumLabels } from "../../infra/openstack/magnum-labels";
import { knownLabels } from "./magnum-labels";
import { onOpenstack } from "./testing";

const heat = (labels: Record<string, string>) => (input: OpenstackInput) =>
  Object.assign(input.cluster, { driver: "heat", labels });
const capi = (labels: Record<string, string>) => (input: OpenstackInput) => (input.cluster.labels = labels);

describe("labels that the driver knows", () => {
  onOpenstack([
    ["of capi", capi({ extra_network_names: "cephfs", csi_cinder_fstype: "xfs", monitoring_enabled: "true" }), []],
    [
      "of ROE's recipe with heat",
      heat({
        auto_healing_controller: "magnum-auto-healer",
        auto_healing_enabled: "true",
        autoscaler_tag: "v1.23.0",
        cinder_csi_enabled: "true",
        cinder_csi_plugin_tag: "v1.23.0.1-shpc",
        cloud_provider_tag: "v1.23.0",
        cloud_provider_enabled: "true",
        admission_control_list: "NodeRestriction",
        boot_volume_size: "50",
      }),
      [],
    ],
    [
      "of the other driver, a slip, and one that nobody knows",
      capi({ kube_tag: "v1.34.2", boot_volume_typ: "ssd", whatever: "x" }),
      [
        {
          path: "cluster.labels.kube_tag",
          message: "driver capi does not know this label, only driver heat does, so it has no effect: remove it",
        },
        {
          path: "cluster.labels.boot_volume_typ",
          message: 'driver capi does not know this label, so it has no effect: did you mean "boot_volume_type"?',
        },
        {
          path: "cluster.labels.whatever",
          message: "driver capi does not know this label, so it has no effect: remove it",
        },
      ],
    ],
    [
      "of capi with heat, and a name that every object has",
      heat({ extra_network_names: "cephfs", constructor: "x" }),
      [
        {
          path: "cluster.labels.extra_network_names",
          message: "driver heat does not know this label, only driver capi does, so it has no effect: remove it",
        },
        {
          path: "cluster.labels.constructor",
          message: "driver heat does not know this label, so it has no effect: remove it",
        },
      ],
    ],
  ]);

  test.each(["capi", "heat"] as const)("those that the program sets are known to %s", (driver) => {
    const labels = magnumLabels(validConfig((input) => Object.assign(input.cluster, { driver })));
    expect(Object.keys(labels).filter((label) => !(label in knownLabels[driver]))).toEqual([]);
  });
});

describe("labels that say the same as another key", () => {
  const against = (label: string, value: string, key: string, said: string) => [
    {
      path: `cluster.labels.${label}`,
      message: `"${value}" is not what ${key} says, "${said}": change that, and remove the label`,
    },
  ];
  onOpenstack([
    [
      "the disk",
      capi({ boot_volume_size: "50" }),
      against("boot_volume_size", "50", "cluster.dockerVolumeSize", "100"),
    ],
    ["the same disk", capi({ boot_volume_size: "100" }), []],
    [
      "the load balancer",
      capi({ octavia_provider: "ovn" }),
      against("octavia_provider", "ovn", "openstack.loadBalancerProvider", "amphora"),
    ],
    [
      "the autoscaler, which no pool lets work",
      capi({ auto_scaling_enabled: "true" }),
      against("auto_scaling_enabled", "true", "max of the node pools", "false"),
    ],
    ["the autoscaler for the default workers", capi({ auto_scaling_enabled: "true", max_node_count: "4" }), []],
    [
      "the world, for the API",
      capi({ api_master_lb_allowed_cidrs: "0.0.0.0/0" }),
      against("api_master_lb_allowed_cidrs", "0.0.0.0/0", "network.administrators", "10.10.0.0/24,192.0.2.0/24"),
    ],
    [
      "the world, for the API, with heat",
      heat({ master_lb_allowed_cidrs: "0.0.0.0/0" }),
      against("master_lb_allowed_cidrs", "0.0.0.0/0", "network.administrators", "192.0.2.0/24"),
    ],
    [
      "the driver's class keeps what ours deletes",
      capi({ csi_cinder_reclaim_policy: "Retain" }),
      against("csi_cinder_reclaim_policy", "Retain", "reclaim of the default class", "Delete"),
    ],
    [
      "another zone",
      capi({ csi_cinder_availability_zone: "east" }),
      against("csi_cinder_availability_zone", "east", "openstack.availabilityZone", "nova"),
    ],
    [
      "another version, with heat",
      heat({ kube_tag: "v1.30.0" }),
      against("kube_tag", "v1.30.0", "cluster.kubernetesVersion", "v1.34.2"),
    ],
    [
      "other pods, with heat",
      heat({ calico_ipv4pool: "10.100.0.0/16" }),
      against("calico_ipv4pool", "10.100.0.0/16", "network.pods", "172.16.0.0/13"),
    ],
  ]);
});

describe("how load balancers choose a member", () => {
  const path = "cluster.labels.octavia_lb_algorithm";
  const ovn = (algorithm: string) => (input: OpenstackInput) => {
    input.openstack.loadBalancerProvider = "ovn";
    input.cluster.labels = { octavia_lb_algorithm: algorithm };
  };
  onOpenstack([
    ["amphora with its own", capi({ octavia_lb_algorithm: "LEAST_CONNECTIONS" }), []],
    ["ovn with its only", ovn("SOURCE_IP_PORT"), []],
    [
      "amphora with ovn's",
      capi({ octavia_lb_algorithm: "SOURCE_IP_PORT" }),
      [
        {
          path,
          message:
            '"SOURCE_IP_PORT" does not go with openstack.loadBalancerProvider "amphora", which does not take it: remove the label',
        },
      ],
    ],
    [
      "ovn with another",
      ovn("ROUND_ROBIN"),
      [
        {
          path,
          message:
            '"ROUND_ROBIN" does not go with openstack.loadBalancerProvider "ovn", which takes SOURCE_IP_PORT only: remove the label',
        },
      ],
    ],
  ]);
});
