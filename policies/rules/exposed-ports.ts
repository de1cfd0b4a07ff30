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
  description:
    "No Service and no Gateway opens anything to the world but the web's ports, none opens ports of the nodes, and a Gateway has a certificate.",
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
    if (gateway.test(resource.type)) checkGateway(report, resource.props.get("spec"), settings);
    return report.findings;
  },
  admission: ({ ports, nodePorts, internal }) => ({
    match: [
      { apiGroups: [""], apiVersions: ["v1"], resources: ["services"] },
      { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["v1"], resources: ["gateways"] },
    ],
    variables: {
      full: `${object}.metadata.namespace + "/" + ${object}.metadata.?name.orValue("")`,
      internal: `request.kind.kind == "Gateway" ? (${internalCondition(internal, `${object}.spec.?infrastructure`)}) : (${internalCondition(internal)})`,
      open: [
        `${object}.spec.?type.orValue("") == "LoadBalancer"`,
        "!variables.internal",
        `(size(${object}.spec.?loadBalancerSourceRanges.orValue([])) == 0 || ${object}.spec.loadBalancerSourceRanges.exists(r, cidr(r.trim()).prefixLength() < (r.contains(":") ? 16 : 8)))`,
      ].join(" && "),
      listeners: `request.kind.kind == "Gateway" && !variables.internal ? ${object}.spec.?listeners.orValue([]) : []`,
    },
    problems: [
      `${object}.spec.?externalIPs.orValue([]).map(a, "externalIPs takes " + a + ", which the cloud does not guard")`,
      `(${object}.spec.?type.orValue("") == "NodePort" && !${isNamed(nodePorts)}) ? ["the type is NodePort"] : []`,
      `variables.open ? ${object}.spec.?ports.orValue([]).filter(p, !(p.port in ${literal(ports)} && p.?protocol.orValue("TCP") == "TCP")).map(p, "port " + string(p.port) + " is open to the whole world") : []`,
      `variables.listeners.filter(l, !(l.port in ${literal(ports)} && l.protocol != "UDP")).map(l, "port " + string(l.port) + " is open to the whole world")`,
      `variables.listeners.exists(l, l.protocol in ${literal(encrypted)}) ? [] : variables.listeners.filter(l, l.protocol == "HTTP").map(l, "listener " + string(l.name) + " is HTTP, and none of the Gateway has a certificate")`,
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
    checkPort(report, item.get("port"), item.get("protocol").text ?? "TCP", allowed);
  }
}

function checkPort(report: Reporter, port: Field, protocol: string, allowed: number[]): void {
  if (port.unknown) report.unknown(port);
  else if (!allowed.includes(Number(port.text)) || protocol !== "TCP")
    report.violation(
      port.path,
      `opens port ${port.text} (${protocol}) to the whole world`,
      `only TCP ${allowed.join(" and ")} may be open to all; name the ranges that need it in loadBalancerSourceRanges`,
    );
}

/** A Gateway of the Gateway API: a load balancer with an ingress of its own, beside the platform's. */
const gateway = /^kubernetes:gateway\.networking\.k8s\.io\/\w+:Gateway(Patch)?$/;
const encrypted = ["HTTPS", "TLS"];

function checkGateway(report: Reporter, spec: Field, { ports, internal }: Settings): void {
  if (isInternal(spec.get("infrastructure", "annotations"), internal)) return;
  const list = spec.get("listeners");
  if (list.unknown) return report.unknown(list);
  const protocols = list.items.map((listener) => listener.get("protocol"));
  for (const listener of list.items)
    checkPort(report, listener.get("port"), listener.get("protocol").text === "UDP" ? "UDP" : "TCP", ports);
  // One of HTTP beside it leads to it.
  if (protocols.some((one) => one.unknown || encrypted.includes(one.text ?? ""))) return;
  for (const protocol of protocols)
    if (protocol.text === "HTTP")
      report.violation(
        protocol.path,
        "is HTTP, and no listener of the Gateway has a certificate",
        "add a listener of HTTPS with `tls`, and let this one lead to it",
      );
}
