import type { Field } from "../reader";
import { reporter, type Resource, type ResourceRule } from "../rule";

type Settings = {
  /** TCP ports that anybody may reach. */
  ports: number[];
};

/** A rule of a security group, whatever resource it is written in. */
interface Opening {
  range: Field;
  protocol: Field;
  from: Field;
  to: Field;
}

export const noOpenPorts: ResourceRule<Settings> = {
  name: "no-open-ports",
  description: "No security group opens anything but the web's ports to the whole world.",
  severity: "critical",
  defaults: { ports: [80, 443] },
  settings: { ports: { type: "array", items: { type: "integer" }, description: "TCP ports that anybody may reach." } },
  check(resource, { ports }) {
    const report = reporter(resource, "whatever listens there can be attacked by anybody");
    for (const opening of openings(resource)) {
      if (opening.range.unknown) report.unknown(opening.range);
      else if (world(opening.range)) {
        const { protocol, from, to } = opening;
        const unknown = [protocol, from, to].find((field) => field.unknown);
        const web =
          protocol.text?.toLowerCase() === "tcp" &&
          from.text === to.text &&
          ports.map(String).includes(from.text ?? "");
        if (unknown !== undefined) report.unknown(unknown);
        else if (!web)
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

function openings({ type, props }: Resource): Opening[] {
  if (type === "openstack:networking/secGroupRule:SecGroupRule") {
    const direction = props.get("direction");
    if (direction.text === "egress") return [];
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
  if (type === "openstack:compute/secGroup:SecGroup")
    return props
      .get("rules")
      .items.filter((rule) => !rule.get("cidr").absent)
      .map((rule) => ({
        range: rule.get("cidr"),
        protocol: rule.get("ipProtocol"),
        from: rule.get("fromPort"),
        to: rule.get("toPort"),
      }));
  return [];
}

/** No range at all means every address. A prefix shorter than 8 bits is the world in two or more pieces. */
function world(range: Field): boolean {
  if (range.text === undefined || range.text === "") return true;
  const [address = "", prefix] = range.text.split("/", 2);
  if (prefix === undefined) return false;
  return Number(prefix) < (address.includes(":") ? 16 : 8);
}

function portText({ protocol, from, to }: Opening): string {
  const name = protocol.text === undefined || protocol.text === "" ? "every protocol" : protocol.text.toUpperCase();
  if (from.absent && to.absent) return `every port (${name})`;
  return from.text === to.text ? `port ${from.text} (${name})` : `ports ${from.text} to ${to.text} (${name})`;
}
