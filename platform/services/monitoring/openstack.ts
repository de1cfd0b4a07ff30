/** Numbers of the OpenStack project: the exporter, and what somebody must be told of. Pure. */
import { catalog } from "../../catalog";
import type { Alert, Dashboard } from "../../foundation/watch";
import type { ContainerResources, Values } from "../../foundation/values";
import { cloudKey } from "../../secrets/cloud-key";
import type { Given, Instance } from "../service";

const pods = { "app.kubernetes.io/name": "openstack-exporter" };
const port = 9180;

/** Of openstack.credentials. */
const purpose = "metrics";
const secretName = "openstack-exporter-login";
const keys = { id: "id", secret: "secret" } as const;

const resources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { cpu: "400m", memory: "256Mi" } },
};

/** What is asked of each service of the cloud, and what is not: the rest is for administrators, or told by others. */
export const asked = {
  services: ["compute", "volume", "network", "load-balancer"],
  without: [
    ...["flavors", "availability_zones", "security_groups", "total_vms", "agent_state", "running_vms"].map(of("nova")),
    ...["server_local_gb", "quota_cores"].map(of("nova")),
    ...["volumes", "snapshots", "agent_state", "volume_status", "pool_capacity_free_gb"].map(of("cinder")),
    ...["floating_ips", "networks", "security_groups", "subnets", "port", "routers", "agent_state"].map(of("neutron")),
    ...["vpn_endpoint_groups", "vpn_ike_policies", "vpn_ipsec_policies", "vpn_services"].map(of("neutron")),
    ...["vpn_siteconnections", "network_ip_availabilities_total", "subnets_total"].map(of("neutron")),
    ...["total_amphorae"].map(of("loadbalancer")),
  ],
} as const;

function of(service: string): (metric: string) => string {
  return (metric) => `${service}-${metric}`;
}

export const openstackExporter: Instance = {
  name: catalog.openstackExporter.namespace,
  settings: {},
  chart: catalog.openstackExporter,
  values: exporterValues,
  resources,
  secret: {
    name: secretName,
    declared: {
      service: "openstack-exporter",
      delivery: "platform",
      keys: {
        [keys.id]: {
          description: "Application credential that may read the project's numbers.",
          source: { kind: "wired", name: cloudKey(purpose, "id") },
        },
        [keys.secret]: {
          description: "Secret of that.",
          source: { kind: "wired", name: cloudKey(purpose, "secret") },
        },
      },
    },
  },
  namespace: { owner: "operators" },
  metrics: [{ job: "openstack", pods, port }],
  // Addresses and ports of the cloud's services are what its catalog says.
  openings: { cloud: { kind: "to-anywhere", pods } },
  hosts: [],
  readiness: [],
  backup: { kind: "nothing", why: "It keeps nothing." },
};

/** @throws Error when the layer has made no login, which infra/openstack does where the exporter is on. */
function exporterValues({ cloudLogins, priority }: Given): Values {
  const login = cloudLogins?.[purpose];
  if (login === undefined) throw new Error("there is no login for the exporter of OpenStack");
  return {
    priorityClassName: priority.service,
    cloud: { authUrl: login.authUrl, region: login.region, project: login.project },
    credential: { secretName, idKey: keys.id, secretKey: keys.secret },
    services: [...asked.services],
    disabledMetrics: [...asked.without],
  };
}

/** Part of a quota that is used. One without bound is told as -1. */
const used = (quota: string, expr: string, bound: string) =>
  `label_replace(${expr} / (${bound} > 0), "quota", "${quota}", "", "")`;

const quotas = [
  used("cores", "openstack_nova_limits_vcpus_used", "openstack_nova_limits_vcpus_max"),
  used("memory", "openstack_nova_limits_memory_used", "openstack_nova_limits_memory_max"),
  used("volumes' gigabytes", "openstack_cinder_limits_volume_used_gb", "openstack_cinder_limits_volume_max_gb"),
  used(
    "floating IPs",
    'sum by (tenant) (openstack_neutron_quota_floatingip{type=~"used|reserved"})',
    'sum by (tenant) (openstack_neutron_quota_floatingip{type="limit"})',
  ),
].map((one) => `sum by (tenant, quota) (${one})`);

/** What Octavia calls well: NO_MONITOR is all that it can say without a health monitor. */
const well = "ONLINE|NO_MONITOR";

export const projectAlerts: readonly Alert[] = [
  {
    name: "ProjectQuotaNearlyUsed",
    expr: `(${quotas.join(" or ")}) > 0.9`,
    for: "15m",
    severity: "warning",
    summary:
      "The project {{ $labels.tenant }} has used {{ $value | humanizePercentage }} of its quota of {{ $labels.quota }}.",
    action:
      "New nodes, volumes or addresses will be refused, also by the autoscaler. Ask the cloud for more, or delete what nobody needs (openstack quota show --usage).",
  },
  {
    name: "LoadBalancerNotOnline",
    expr: `openstack_loadbalancer_loadbalancer_status{operating_status!~"${well}|DEGRADED"} or openstack_loadbalancer_loadbalancer_status{provisioning_status="ERROR"}`,
    for: "10m",
    severity: "critical",
    summary:
      "The load balancer {{ $labels.name }} ({{ $labels.vip_address }}) is {{ $labels.operating_status }}, {{ $labels.provisioning_status }}.",
    action:
      "openstack loadbalancer status show tells which part. One in ERROR is repaired by openstack loadbalancer failover; else ask the cloud.",
  },
  {
    name: "LoadBalancerPoolDegraded",
    expr: `openstack_loadbalancer_pool_status{operating_status!~"${well}"}`,
    for: "10m",
    severity: "warning",
    summary:
      "The pool {{ $labels.name }} of a load balancer is {{ $labels.operating_status }}: a member does not answer.",
    action:
      "openstack loadbalancer member list names it: a node that is down, or one that the security groups no longer let the balancer reach.",
  },
  {
    name: "ProjectNotSeen",
    expr: '{__name__=~"openstack_(nova|cinder|neutron|loadbalancer)_up"} == 0 or absent(openstack_nova_up)',
    for: "30m",
    severity: "warning",
    summary: "Numbers of the OpenStack project are missing.",
    action:
      "The log of the exporter (namespace openstack-exporter) says why: the credential was deleted, ended with its user, or lacks a role.",
  },
];

export const projectDashboards: readonly Dashboard[] = [
  {
    name: "openstack",
    title: "OpenStack project",
    panels: [
      {
        title: "Quota used",
        expr: quotas.join(" or "),
        legend: "{{quota}}",
        unit: "percentunit",
      },
      {
        title: "Pools of load balancers, by what the cloud thinks of them",
        expr: "count by (operating_status) (openstack_loadbalancer_pool_status)",
        legend: "{{operating_status}}",
        unit: "short",
      },
    ],
  },
];
