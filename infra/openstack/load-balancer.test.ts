import { checksNodes, loadBalancerAnnotations } from "./load-balancer";

test.each([
  ["amphora" as const, { "keep-floatingip": "true", "enable-health-monitor": "true" }],
  ["ovn" as const, { "keep-floatingip": "true", "enable-health-monitor": "false", "lb-method": "SOURCE_IP_PORT" }],
])("annotations for %s", (provider, expected) => {
  const prefixed = Object.entries(expected).map(([key, value]) => [`loadbalancer.openstack.org/${key}`, value]);
  expect(loadBalancerAnnotations(provider)).toEqual(Object.fromEntries(prefixed));
});

test.each([
  ["amphora" as const, true],
  ["ovn" as const, false],
])("%s finds the nodes with a pod: %s", (provider, finds) => expect(checksNodes(provider)).toBe(finds));
