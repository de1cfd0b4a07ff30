import type { Cases } from "../case";
import type { Settings } from "./no-open-ports";

const rule = (properties: object) => ({
  type: "openstack:networking/secGroupRule:SecGroupRule",
  props: {
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    portRangeMin: 22,
    portRangeMax: 22,
    remoteIpPrefix: "0.0.0.0/0",
    ...properties,
  },
});
const port = (min: unknown, max: unknown = min) => ({ portRangeMin: min, portRangeMax: max });
const firewall = (properties: object) => ({
  type: "gcp:compute/firewall:Firewall",
  props: { allows: [{ protocol: "tcp", ports: ["22"] }], sourceRanges: ["0.0.0.0/0"], ...properties },
});
const listener = (properties: object) => ({
  type: "openstack:loadbalancer/listener:Listener",
  props: { protocol: "TCP", protocolPort: 5432, ...properties },
});
const ssh = "remoteIpPrefix opens port 22 (TCP) to the whole world";

export const noOpenPortsCases: Cases<Settings> = {
  good: [
    { name: "HTTP", of: rule(port(80)) },
    { name: "HTTPS", of: rule(port(443)) },
    { name: "administrators", of: rule({ remoteIpPrefix: "192.0.2.0/24" }) },
    { name: "one address", of: rule({ remoteIpPrefix: "192.0.2.7" }) },
    { name: "members of a group", of: rule({ remoteIpPrefix: null, remoteGroupId: "group" }) },
    {
      name: "members of a group that does not exist yet",
      of: rule({ remoteIpPrefix: null, remoteGroupId: "$unknown" }),
    },
    { name: "outgoing", of: rule({ direction: "egress" }) },
    { name: "a port that the site opens", of: rule({}), settings: { ports: [22] } },
    { name: "a firewall of GCP for the web", of: firewall({ allows: [{ protocol: "tcp", ports: ["80", "443"] }] }) },
    { name: "a firewall of GCP for tagged machines", of: firewall({ sourceRanges: null, sourceTags: ["bastion"] }) },
    { name: "a firewall of GCP that denies", of: firewall({ allows: null, denies: [{ protocol: "all" }] }) },
    { name: "a listener for the web", of: listener({ protocol: "TERMINATED_HTTPS", protocolPort: 443 }) },
    { name: "a listener for named ranges", of: listener({ allowedCidrs: ["10.0.0.0/8"] }) },
    {
      name: "a security group itself",
      of: { type: "openstack:networking/secGroup:SecGroup", props: { remoteIpPrefix: "0.0.0.0/0" } },
    },
  ],
  bad: [
    { name: "SSH", of: rule({}), says: [ssh] },
    { name: "SSH on IPv6", of: rule({ ethertype: "IPv6", remoteIpPrefix: "::/0" }), says: [ssh] },
    {
      name: "the Kubernetes API",
      of: rule(port(6443)),
      says: ["remoteIpPrefix opens port 6443 (TCP) to the whole world"],
    },
    {
      name: "a range that holds both web ports",
      of: rule(port(80, 443)),
      says: ["remoteIpPrefix opens ports 80 to 443 (TCP) to the whole world"],
    },
    {
      name: "UDP 443",
      of: rule({ ...port(443), protocol: "udp" }),
      says: ["remoteIpPrefix opens port 443 (UDP) to the whole world"],
    },
    {
      name: "any protocol",
      of: rule({ protocol: null, portRangeMin: null, portRangeMax: null }),
      says: ["remoteIpPrefix opens every port (every protocol) to the whole world"],
    },
    { name: "no range at all", of: rule({ remoteIpPrefix: null }), says: [ssh] },
    { name: "half of the world", of: rule({ remoteIpPrefix: "128.0.0.0/1" }), says: [ssh] },
    {
      name: "a rule inside an old compute security group",
      of: {
        type: "openstack:compute/secGroup:SecGroup",
        props: {
          rules: [
            { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidr: "0.0.0.0/0" },
            { ipProtocol: "tcp", fromPort: 8443, toPort: 8443, cidr: "0.0.0.0/0" },
          ],
        },
      },
      says: ["rules[1].cidr opens port 8443 (TCP) to the whole world"],
    },
    { name: "a firewall of GCP", of: firewall({}), says: ["sourceRanges[0] opens port 22 (TCP) to the whole world"] },
    {
      name: "a firewall of GCP without ports, for no range",
      of: firewall({ allows: [{ protocol: "all" }], sourceRanges: null }),
      says: ["sourceRanges opens every port (every protocol) to the whole world"],
    },
    {
      name: "a firewall of GCP with a range of ports",
      of: firewall({ allows: [{ protocol: "tcp", ports: ["443", "8000-9000"] }] }),
      says: ["sourceRanges[0] opens ports 8000 to 9000 (TCP) to the whole world"],
    },
    {
      name: "a listener of a load balancer",
      of: listener({}),
      says: ["allowedCidrs opens port 5432 (TCP) to the whole world"],
    },
    { name: "an unknown range", of: rule({ remoteIpPrefix: "$unknown" }), says: ["? remoteIpPrefix"] },
    { name: "an unknown port", of: rule(port("$unknown")), says: ["? portRangeMin"] },
  ],
};
