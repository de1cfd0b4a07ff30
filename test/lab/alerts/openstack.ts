/** Cases of the alerts of the OpenStack project. Data only. */
import type { Case } from "./case";

const project = 'tenant="site",tenant_id="1a2b"';
const quota = (quotaName: string, part: string) => ({
  labels: { tenant: "site", quota: quotaName },
  summary: `The project site has used ${part} of its quota of ${quotaName}.`,
});
const cores = (used: string, most: string) => ({
  [`openstack_nova_limits_vcpus_used{${project}}`]: used,
  [`openstack_nova_limits_vcpus_max{${project}}`]: most,
});
const addresses = (type: string, values: string) => ({
  [`openstack_neutron_quota_floatingip{type="${type}",${project}}`]: values,
});

const balancer = (operating: string, provisioning: string) => ({
  name: "kube_service_ingress",
  operating_status: operating,
  provisioning_status: provisioning,
  vip_address: "10.10.0.9",
});
const pool = (operating: string) => ({ name: "pool_http", operating_status: operating, provisioning_status: "ACTIVE" });
const series = (metric: string, labels: Record<string, string>) =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}}`;
const balancers = (labels: Record<string, string>) => series("openstack_loadbalancer_loadbalancer_status", labels);
const pools = (labels: Record<string, string>) => series("openstack_loadbalancer_pool_status", labels);

export const openstackCases: readonly Case[] = [
  {
    alert: "ProjectQuotaNearlyUsed",
    title: "95 of 100 cores",
    series: cores("95x30", "100x30"),
    at: "16m",
    told: [quota("cores", "95%")],
  },
  {
    alert: "ProjectQuotaNearlyUsed",
    title: "memory and volumes",
    series: {
      [`openstack_nova_limits_memory_used{${project}}`]: "92x30",
      [`openstack_nova_limits_memory_max{${project}}`]: "100x30",
      [`openstack_cinder_limits_volume_used_gb{${project}}`]: "960x30",
      [`openstack_cinder_limits_volume_max_gb{${project}}`]: "1000x30",
    },
    at: "16m",
    told: [quota("memory", "92%"), quota("volumes' gigabytes", "96%")],
  },
  {
    alert: "ProjectQuotaNearlyUsed",
    title: "floating IPs, those that are being made too",
    series: { ...addresses("used", "8x30"), ...addresses("reserved", "2x30"), ...addresses("limit", "10x30") },
    at: "16m",
    told: [quota("floating IPs", "100%")],
  },
  {
    alert: "ProjectQuotaNearlyUsed",
    title: "nine tenths, and a quota without bound",
    series: {
      ...cores("90x30", "100x30"),
      ...addresses("used", "80x30"),
      ...addresses("limit", "-1x30"),
    },
    at: "16m",
    told: [],
  },
  {
    alert: "LoadBalancerNotOnline",
    title: "it is in error",
    series: { [balancers(balancer("ERROR", "ACTIVE"))]: "3x20" },
    at: "11m",
    told: [
      {
        labels: balancer("ERROR", "ACTIVE"),
        summary: "The load balancer kube_service_ingress (10.10.0.9) is ERROR, ACTIVE.",
      },
    ],
  },
  {
    alert: "LoadBalancerNotOnline",
    title: "online, without a monitor, or with a member down",
    series: {
      [balancers(balancer("ONLINE", "ACTIVE"))]: "0x20",
      [balancers(balancer("NO_MONITOR", "ACTIVE"))]: "4x20",
      [balancers(balancer("DEGRADED", "ACTIVE"))]: "-1x20",
    },
    at: "11m",
    told: [],
  },
  {
    alert: "LoadBalancerPoolDegraded",
    title: "a member does not answer",
    series: { [pools(pool("DEGRADED"))]: "0x20" },
    at: "11m",
    told: [
      {
        labels: pool("DEGRADED"),
        summary: "The pool pool_http of a load balancer is DEGRADED: a member does not answer.",
      },
    ],
  },
  {
    alert: "LoadBalancerPoolDegraded",
    title: "all members answer",
    series: { [pools(pool("ONLINE"))]: "0x20" },
    at: "11m",
    told: [],
  },
  {
    alert: "ProjectNotSeen",
    title: "one service of the cloud is not seen",
    series: { openstack_nova_up: "1x40", openstack_cinder_up: "0x40" },
    at: "31m",
    told: [{ labels: {}, summary: "Numbers of the OpenStack project are missing." }],
  },
  {
    alert: "ProjectNotSeen",
    title: "all are seen",
    series: { openstack_nova_up: "1x40", openstack_cinder_up: "1x40" },
    at: "31m",
    told: [],
  },
];
