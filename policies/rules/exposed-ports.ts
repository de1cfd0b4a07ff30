import { isNamed, literal, object } from "../admission/cel";
import { matchesAny } from "../patterns";
import { isWorld } from "../ranges";
import type { Field } from "../reader";
import { objectName, reporter, type Reporter, type ResourceRule } from "../rule";
import { internalAnnotations, internalCondition, internalSetting, isInternal, services } from "../services";

export type Settings = {
  /** TCP ports that a load balancer may open to the world. */
  ports: number[];
  /** Services that may take node ports: patterns of namespace/name. */
  nodePorts: string[];
  /** Annotations that make a load balancer internal. */
  internal: string[];
};

const why = "it is a way into the cluster past the ingress, its certificates and its logins";

export const exposedPorts: ResourceRule<Settings> = {
  name: "exposed-ports",
  group: "security-baseline",
  description: "No Service opens anything to the world but the web's ports, and none opens ports of the nodes.",
  why,
  fix: "serve it through the ingress; or restrict spec.loadBalancerSourceRanges, or make the load balancer internal",
  severity: "critical",
  disposable: "mandatory",
  defaults: { ports: [80, 443], nodePorts: [], internal: Object.values(internalAnnotations) },
  settings: {
    ports: { type: "array", items: { type: "integer" }, description: "TCP ports that load balancers may open to all." },
    nodePorts: {
      type: "array",
      items: { type: "string" },
      description: "Services of type NodePort that may be: namespace/name, * stands for any characters.",
    },
    internal: internalSetting,
  },
  check(resource, settings) {
    const report = reporter(resource, why);
    for (const { type, annotations, spec } of services(resource)) {
      if (spec.get("type").unknown) report.unknown(spec.get("type"));
      for (const address of spec.get("externalIPs").items)
        report.violation(address.path, "takes an address that the cloud does not guard", "leave it out");
      if (type === "NodePort" && !matchesAny(settings.nodePorts, objectName(resource)))
        report.violation(spec.get("type").path, "is NodePort", "use ClusterIP and an Ingress");
      if (type === "LoadBalancer" && !isInternal(annotations, settings.internal))
        checkPorts(report, spec, settings.ports);
    }
    return report.findings;
  },
  admission: ({ ports, nodePorts, internal }) => ({
    match: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["services"] }],
    variables: {
      full: `${object}.metadata.namespace + "/" + ${object}.metadata.?name.orValue("")`,
      open: [
        `${object}.spec.type == "LoadBalancer"`,
        `!(${internalCondition(internal)})`,
        `(size(${object}.spec.?loadBalancerSourceRanges.orValue([])) == 0 || ${object}.spec.loadBalancerSourceRanges.exists(r, cidr(r.trim()).prefixLength() < (r.contains(":") ? 16 : 8)))`,
      ].join(" && "),
    },
    problems: [
      `${object}.spec.?externalIPs.orValue([]).map(a, "externalIPs takes " + a + ", which the cloud does not guard")`,
      `(${object}.spec.type == "NodePort" && !${isNamed(nodePorts)}) ? ["the type is NodePort"] : []`,
      `variables.open ? ${object}.spec.?ports.orValue([]).filter(p, !(p.port in ${literal(ports)} && p.?protocol.orValue("TCP") == "TCP")).map(p, "port " + string(p.port) + " is open to the whole world") : []`,
    ],
  }),
};

function checkPorts(report: Reporter, spec: Field, allowed: number[]): void {
  const ranges = spec.get("loadBalancerSourceRanges");
  if (ranges.unknown) return report.unknown(ranges);
  const open = ranges.items.length === 0 || ranges.items.some((range) => !range.unknown && isWorld(range.text));
  if (!open) return;
  const list = spec.get("ports");
  // In a chart's values `ports` may be a map of names to numbers: what comes of it is seen in the rendered chart.
  for (const item of list.unknown ? [list] : list.items) {
    const port = item.get("port");
    if (port.unknown) report.unknown(port);
    else if (!allowed.includes(Number(port.text)) || (item.get("protocol").text ?? "TCP") !== "TCP")
      report.violation(
        port.path,
        `opens port ${port.text} (${item.get("protocol").text ?? "TCP"}) to the whole world`,
        `only TCP ${allowed.join(" and ")} may be open to all; name the ranges that need it in loadBalancerSourceRanges`,
      );
  }
}
