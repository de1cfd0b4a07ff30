import type { Cases } from "../case";
import { service } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./load-balancer-keeps-address";

const key = "loadbalancer.openstack.org/keep-floatingip";
const monitor = "loadbalancer.openstack.org/enable-health-monitor";
const kept = { [key]: "true" };
const of = (annotations: Record<string, string>, spec: object = {}) =>
  service({ type: "LoadBalancer", loadBalancerIP: "192.0.2.10", ...spec }, annotations);
const chart = (service: object) => ({ type: helmServiceType, props: { values: { controller: { service } } } });
const notKept = `metadata.annotations["${key}"] is not "true"`;
const notMonitored = `metadata.annotations["${monitor}"] is not "true", though the traffic policy is Local`;

export const loadBalancerKeepsAddressCases: Cases<Settings> = {
  good: [
    { name: "reserved and kept", of: of(kept) },
    { name: "Local with health checks", of: of({ ...kept, [monitor]: "true" }, { externalTrafficPolicy: "Local" }) },
    {
      name: "Cluster without health checks",
      of: of({ ...kept, [monitor]: "false" }, { externalTrafficPolicy: "Cluster" }),
    },
    { name: "another type of Service", of: service({ type: "ClusterIP" }) },
    {
      name: "a cloud that needs no annotations",
      of: of({}, { externalTrafficPolicy: "Local" }),
      settings: { annotation: "", healthMonitor: "" },
    },
    {
      name: "an internal balancer",
      of: of({ "service.beta.kubernetes.io/openstack-internal-load-balancer": "true" }, { loadBalancerIP: undefined }),
    },
    { name: "a chart's Service", of: chart({ type: "LoadBalancer", annotations: kept, loadBalancerIP: "192.0.2.10" }) },
  ],
  bad: [
    { name: "no address", of: of(kept, { loadBalancerIP: undefined }), says: ["spec.loadBalancerIP is not set"] },
    { name: "an empty address", of: of(kept, { loadBalancerIP: "" }), says: ["spec.loadBalancerIP is not set"] },
    { name: "not kept", of: of({}), says: [notKept] },
    { name: "kept said in a wrong way", of: of({ [key]: "yes" }), says: [notKept] },
    {
      name: "Local without health checks",
      of: of({ ...kept, [monitor]: "false" }, { externalTrafficPolicy: "Local" }),
      says: [notMonitored],
    },
    {
      name: "Local and nothing said of health checks",
      of: of(kept, { externalTrafficPolicy: "Local" }),
      says: [notMonitored],
    },
    {
      name: "no address even where no annotation is needed",
      of: of({}, { loadBalancerIP: null }),
      settings: { annotation: "" },
      says: ["spec.loadBalancerIP is not set"],
    },
    {
      name: "a chart's Service",
      of: chart({ type: "LoadBalancer", loadBalancerIP: "192.0.2.10" }),
      says: [`values.controller.service.annotations["${key}"] is not "true"`],
    },
    {
      name: "an unknown address hides nothing",
      of: of({}, { loadBalancerIP: "$unknown" }),
      says: ["? spec.loadBalancerIP", notKept],
    },
  ],
};
