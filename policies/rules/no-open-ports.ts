import { isWorld } from "../ranges";
import type { Field } from "../reader";
import { reporter, type Resource, type ResourceRule } from "../rule";

export type Settings = {
  /** TCP ports that anybody may reach. */
  ports: number[];
};

/** A rule of a firewall, whatever resource it is written in. */
interface Opening {
  range: Field;
  protocol: Field;
  from: Field;
  to: Field;
}

export const noOpenPorts: ResourceRule<Settings> = {
  name: "no-open-ports",
  group: "cloud-guardrails",
  description: "No security group, firewall or load balancer opens anything but the web's ports to the whole world.",
  why: "whatever listens there can be attacked by anybody",
  fix: "name the ranges that need it, like network.administrators of the stack file",
  severity: "critical",
  disposable: "mandatory",
  defaults: { ports: [80, 443] },
  settings: { ports: { type: "array", items: { type: "integer" }, description: "TCP ports that anybody may reach." } },
  notInCluster: "it is about the cloud, not about objects of Kubernetes; exposed-ports is its twin in the cluster",
  check(resource, { ports }) {
    const report = reporter(resource, noOpenPorts.why);
    for (const opening of openings(resource)) {
      if (opening.range.unknown) report.unknown(opening.range);
      else if (isWorld(opening.range.text)) {
        const { protocol, from, to } = opening;
        const unknown = [protocol, from, to].find((field) => field.unknown);
        if (unknown !== undefined) report.unknown(unknown);
        else if (!isWeb(opening, ports))
          report.violation(
            opening.range.path,
            `opens ${portText(opening)} to the whole world`,
            `name the ranges that need it, like network.administrators; only TCP ${ports.join(" and ")} may be open to all`,
          );
      }
    }
    return report.findings;
  },
};

function isWeb({ protocol, from, to }: Opening, ports: number[]): boolean {
  const name = protocol.text?.toLowerCase();
  return (
    // What speaks HTTP to an Octavia listener speaks TCP.
    (name === "tcp" || name === "6" || name === "http" || name === "https" || name === "terminated_https") &&
    from.text === to.text &&
    ports.map(String).includes(from.text ?? "")
  );
}

function openings(resource: Resource): Opening[] {
  const { type, props } = resource;
  switch (type) {
    case "openstack:networking/secGroupRule:SecGroupRule":
      return securityGroupRule(props);
    case "openstack:compute/secGroup:SecGroup":
      return props
        .get("rules")
        .items.filter((rule) => !rule.get("cidr").absent)
        .map((rule) => ({
          range: rule.get("cidr"),
          protocol: rule.get("ipProtocol"),
          from: rule.get("fromPort"),
          to: rule.get("toPort"),
        }));
    case "openstack:loadbalancer/listener:Listener": {
      const port = { protocol: props.get("protocol"), from: props.get("protocolPort"), to: props.get("protocolPort") };
      return ranges(props.get("allowedCidrs")).map((range) => ({ range, ...port }));
    }
    case "gcp:compute/firewall:Firewall":
      return gcpFirewall(props);
    default:
      return [];
  }
}

function securityGroupRule(props: Field): Opening[] {
  if (props.get("direction").text === "egress") return [];
  // A rule that names another group lets in only that group's members.
  if (props.get("remoteIpPrefix").absent && !props.get("remoteGroupId").absent) return [];
  if (props.get("remoteIpPrefix").absent && !props.get("remoteAddressGroupId").absent) return [];
  return [
    {
      range: props.get("remoteIpPrefix"),
      protocol: props.get("protocol"),
      from: props.get("portRangeMin"),
      to: props.get("portRangeMax"),
    },
  ];
}

/** Each range in a list, or the list itself where it is unknown, or absent: which means every address. */
function ranges(list: Field): Field[] {
  return list.unknown || list.items.length === 0 ? [list] : list.items;
}

function gcpFirewall(props: Field): Opening[] {
  if (props.get("direction").text === "EGRESS" || props.get("disabled").value === true) return [];
  // What carries a tag or runs as an account is inside the network.
  if (
    props.get("sourceRanges").absent &&
    !(props.get("sourceTags").absent && props.get("sourceServiceAccounts").absent)
  )
    return [];
  return ranges(props.get("sourceRanges")).flatMap((range) =>
    props.get("allows").items.flatMap((allow) => {
      const protocol = allow.get("protocol");
      const ports = allow.get("ports");
      if (ports.items.length === 0) return [{ range, protocol, from: ports, to: ports }];
      return ports.items.map((port) => {
        const [first, last] = (port.text ?? "").split("-", 2);
        if (port.unknown || last === undefined) return { range, protocol, from: port, to: port };
        return { range, protocol, from: port.as(first), to: port.as(last) };
      });
    }),
  );
}

function portText({ protocol, from, to }: Opening): string {
  const name = ["", "all", undefined].includes(protocol.text) ? "every protocol" : protocol.text?.toUpperCase();
  if (from.text === undefined && to.text === undefined) return `every port (${name})`;
  return from.text === to.text ? `port ${from.text} (${name})` : `ports ${from.text} to ${to.text} (${name})`;
}
