import { fakeCloud } from "../openstack/testing";
import { addedRules } from "./rules";

const rule = (id: string, more: object) => ({ id, direction: "ingress", ethertype: "IPv4", ...more });
const path = (group: string) => `/network/v2.0/security-group-rules?security_group_id=${group}`;

test("rules that the stack did not make, without those that Neutron gives every group", async () => {
  const files = [
    rule("ours", { protocol: "tcp", port_range_min: 2049, port_range_max: 2049, remote_ip_prefix: "10.0.0.0/24" }),
    rule("d4", { direction: "egress", protocol: null, remote_ip_prefix: null }),
    rule("d6", { direction: "egress", ethertype: "IPv6", remote_group_id: null }),
    rule("a", { protocol: "tcp", port_range_min: 22, port_range_max: 22, remote_ip_prefix: null, description: "test" }),
    rule("b", { protocol: "udp", port_range_min: 1000, port_range_max: 2000, remote_group_id: "g9" }),
    rule("c", { ethertype: "IPv6" }),
    rule("e", { direction: "egress", protocol: "tcp", port_range_min: 25, port_range_max: 25 }),
    rule("f", { protocol: "icmp", remote_ip_prefix: "192.0.2.0/24" }),
  ];
  const cloud = await fakeCloud(["network"], {
    [path("g1")]: { body: { security_group_rules: files } },
    [path("g2")]: { body: { security_group_rules: [rule("g", { protocol: "tcp" })] } },
  });
  const groups = [
    { name: "ingress", id: "g2" },
    { name: "files", id: "g1" },
  ];
  expect(await addedRules(await cloud.login(), groups, new Set(["ours"]))).toEqual([
    { group: "files", id: "e", rule: "egress tcp 25 to 0.0.0.0/0", description: "" },
    { group: "files", id: "c", rule: "ingress any from ::/0", description: "" },
    { group: "files", id: "f", rule: "ingress icmp from 192.0.2.0/24", description: "" },
    { group: "files", id: "a", rule: "ingress tcp 22 from 0.0.0.0/0", description: "test" },
    { group: "files", id: "b", rule: "ingress udp 1000-2000 from group g9", description: "" },
    { group: "ingress", id: "g", rule: "ingress tcp from 0.0.0.0/0", description: "" },
  ]);
  await cloud.close();
});
