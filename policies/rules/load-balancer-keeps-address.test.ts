import { findings, previewed } from "../cases";
import { helmServiceType } from "./container-limits";
import { loadBalancerKeepsAddress } from "./load-balancer-keeps-address";

const key = "loadbalancer.openstack.org/keep-floatingip";
const service = (annotations: object | string, spec: object) =>
  previewed("kubernetes:core/v1:Service", { metadata: { annotations }, spec: { type: "LoadBalancer", ...spec } });
const kept = { [key]: "true" };
const address = { loadBalancerIP: "192.0.2.10" };

test.each([
  ["reserved and kept", service(kept, address), []],
  ["no address", service(kept, {}), ["spec.loadBalancerIP is not set"]],
  ["not kept", service({}, address), [`metadata.annotations["${key}"] is not "true"`]],
  ["kept said in a wrong way", service({ [key]: "yes" }, address), [`metadata.annotations["${key}"] is not "true"`]],
  [
    "an unknown address hides nothing",
    service({}, { loadBalancerIP: "$unknown" }),
    ["? spec.loadBalancerIP", `metadata.annotations["${key}"] is not "true"`],
  ],
  [
    "unknown annotations hide nothing",
    service("$unknown", {}),
    ["spec.loadBalancerIP is not set", "? metadata.annotations"],
  ],
  ["another type of Service", previewed("kubernetes:core/v1:Service", { spec: { type: "ClusterIP" } }), []],
  [
    "a Service in a chart's values",
    previewed(helmServiceType, { values: { controller: { service: { type: "LoadBalancer", ...address } } } }),
    [`values.controller.service.annotations["${key}"] is not "true"`],
  ],
  [
    "a good one in a chart's values",
    previewed(helmServiceType, {
      values: { controller: { service: { type: "LoadBalancer", annotations: kept, ...address } } },
    }),
    [],
  ],
])("%s", (_, resource, expected) => expect(findings(loadBalancerKeepsAddress, resource)).toEqual(expected));

test("a cloud that needs no annotation still needs the address", () => {
  expect(findings(loadBalancerKeepsAddress, service({}, {}), { annotation: "" })).toEqual([
    "spec.loadBalancerIP is not set",
  ]);
});
