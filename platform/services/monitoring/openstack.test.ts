import { listed } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { monitoring } from ".";
import { asked, openstackExporter } from "./openstack";

const site = (exporter: boolean) => exampleSite({ services: { monitoring: { openstackExporter: exporter } } });
const names = (exporter: boolean) => monitoring.instances(site(exporter)).map(({ name }) => name);

test("it is there when the site says so", () => {
  expect(names(false)).toEqual(["monitoring", "node-exporter"]);
  expect(names(true)).toEqual(["monitoring", "node-exporter", "openstack-exporter"]);
});

test("its alerts are there when it is", () => {
  expect(monitoring.alerts(site(false))).toEqual({
    none: "The chart brings rules for Prometheus, Alertmanager, their operator and kube-state-metrics.",
  });
  expect(listed(monitoring.alerts(site(true))).map(({ name }) => name)).toEqual([
    "ProjectQuotaNearlyUsed",
    "LoadBalancerNotOnline",
    "LoadBalancerPoolDegraded",
    "ProjectNotSeen",
  ]);
});

test("so is its dashboard, beside those of the chart", () => {
  expect(monitoring.dashboards(site(false))).toEqual({
    none: "The chart brings those of its parts, of the nodes and of the cluster.",
  });
  expect(listed(monitoring.dashboards(site(true))).map(({ name, panels }) => [name, panels.length])).toEqual([
    ["openstack", 2],
  ]);
});

test("it asks for one project, with a credential that is no value", () => {
  expect(openstackExporter.values(exampleGiven)).toMatchObject({
    cloud: exampleGiven.cloudLogins?.["metrics"],
    credential: { secretName: "openstack-exporter-login", idKey: "id", secretKey: "secret" },
    services: ["compute", "volume", "network", "load-balancer"],
  });
  expect(openstackExporter.secret?.declared.keys).toMatchObject({
    id: { source: { kind: "wired", name: "cloud/metrics/id" } },
    secret: { source: { kind: "wired", name: "cloud/metrics/secret" } },
  });
});

test("without a login it is a mistake of ours", () => {
  expect(() => openstackExporter.values({ ...exampleGiven, cloudLogins: {} })).toThrow(
    "there is no login for the exporter of OpenStack",
  );
});

test("nobody comes in but Prometheus", () => {
  expect(openstackExporter.openings).toEqual({
    cloud: { kind: "to-anywhere", pods: { "app.kubernetes.io/name": "openstack-exporter" } },
  });
  expect(openstackExporter.metrics).toEqual([
    { job: "openstack", pods: { "app.kubernetes.io/name": "openstack-exporter" }, port: 9180 },
  ]);
});

test("what only administrators may ask is not asked", () => {
  for (const metric of ["nova-agent_state", "nova-running_vms", "nova-total_vms", "cinder-pool_capacity_free_gb"])
    expect(asked.without).toContain(metric);
  expect(new Set(asked.without).size).toBe(asked.without.length);
});

test("what alerts are made of is asked", () => {
  // The metric by whose name the exporter asks, for each that an alert reads.
  const needed = ["nova-limits_vcpus_max", "cinder-limits_volume_max_gb", "neutron-quota_network"];
  for (const metric of [...needed, "loadbalancer-total_loadbalancers", "loadbalancer-total_pools"])
    expect(asked.without).not.toContain(metric);
});
