import { findings, previewed } from "../cases";
import { noOpenPorts } from "./no-open-ports";

const rule = (properties: object) =>
  previewed("openstack:networking/secGroupRule:SecGroupRule", {
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    portRangeMin: 22,
    portRangeMax: 22,
    remoteIpPrefix: "0.0.0.0/0",
    ...properties,
  });
const port = (min: unknown, max: unknown = min) => ({ portRangeMin: min, portRangeMax: max });
const ssh = "remoteIpPrefix opens port 22 (TCP) to the whole world";

test.each<[string, object, string[]]>([
  ["HTTP", port(80), []],
  ["HTTPS", port(443), []],
  ["SSH", {}, [ssh]],
  ["SSH on IPv6", { ethertype: "IPv6", remoteIpPrefix: "::/0" }, [ssh]],
  ["the Kubernetes API", port(6443), ["remoteIpPrefix opens port 6443 (TCP) to the whole world"]],
  [
    "a range that holds both web ports",
    port(80, 443),
    ["remoteIpPrefix opens ports 80 to 443 (TCP) to the whole world"],
  ],
  ["UDP 443", { ...port(443), protocol: "udp" }, ["remoteIpPrefix opens port 443 (UDP) to the whole world"]],
  [
    "any protocol",
    { protocol: null, portRangeMin: null, portRangeMax: null },
    ["remoteIpPrefix opens every port (every protocol) to the whole world"],
  ],
  ["no range at all", { remoteIpPrefix: null }, [ssh]],
  ["half of the world", { remoteIpPrefix: "128.0.0.0/1" }, [ssh]],
  ["administrators", { remoteIpPrefix: "192.0.2.0/24" }, []],
  ["one address", { remoteIpPrefix: "192.0.2.7" }, []],
  ["members of a group", { remoteIpPrefix: null, remoteGroupId: "group" }, []],
  ["members of a group that does not exist yet", { remoteIpPrefix: null, remoteGroupId: "$unknown" }, []],
  ["outgoing", { direction: "egress" }, []],
  ["an unknown range", { remoteIpPrefix: "$unknown" }, ["? remoteIpPrefix"]],
  ["an unknown port", port("$unknown"), ["? portRangeMin"]],
])("%s", (_, properties, expected) => expect(findings(noOpenPorts, rule(properties))).toEqual(expected));

test("the rules inside an old compute security group count too", () => {
  const group = previewed("openstack:compute/secGroup:SecGroup", {
    rules: [
      { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidr: "0.0.0.0/0" },
      { ipProtocol: "tcp", fromPort: 8443, toPort: 8443, cidr: "0.0.0.0/0" },
    ],
  });
  expect(findings(noOpenPorts, group)).toEqual(["rules[1].cidr opens port 8443 (TCP) to the whole world"]);
});

test("a site may open further ports, and other resources are not looked at", () => {
  expect(findings(noOpenPorts, rule({}), { ports: [22] })).toEqual([]);
  expect(
    findings(noOpenPorts, previewed("openstack:networking/secGroup:SecGroup", { remoteIpPrefix: "0.0.0.0/0" })),
  ).toEqual([]);
});
