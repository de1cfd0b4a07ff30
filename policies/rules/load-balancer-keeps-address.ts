import { literal, object, when } from "../admission/cel";
import { reporter, type ResourceRule } from "../rule";
import { internalAnnotations, internalCondition, internalSetting, isInternal, services } from "../services";

export type Settings = {
  /** Annotation that keeps the address when the Service goes; "" where the cloud needs none. */
  annotation: string;
  /** Annotation that switches the balancer's health checks on; "" where the cloud always has them. */
  healthMonitor: string;
  /** Annotations that make a load balancer internal. */
  internal: string[];
};

const why =
  "without it the cloud picks any address, or deletes the reserved one with the Service, and every DNS record points nowhere";
const monitorWhy =
  "with the policy Local only nodes with a pod answer: a balancer that does not check sends users to the others, where they wait for nothing";

export const loadBalancerKeepsAddress: ResourceRule<Settings> = {
  name: "load-balancer-keeps-address",
  group: "security-baseline",
  description:
    "A Service of type LoadBalancer takes a reserved address and leaves it there when it goes; with the traffic policy Local it has health checks.",
  why,
  fix: "set spec.loadBalancerIP to the reserved address and add the annotations of infrastructure.ingress; use externalTrafficPolicy Cluster where the balancer cannot check",
  severity: "high",
  disposable: "mandatory",
  defaults: {
    annotation: "loadbalancer.openstack.org/keep-floatingip",
    healthMonitor: "loadbalancer.openstack.org/enable-health-monitor",
    internal: Object.values(internalAnnotations),
  },
  settings: {
    annotation: {
      type: "string",
      description: 'Annotation that must be "true" so that the address is kept; "" where the cloud needs none.',
    },
    healthMonitor: {
      type: "string",
      description: 'Annotation that must be "true" with externalTrafficPolicy Local; "" where the cloud always checks.',
    },
    internal: internalSetting,
  },
  check(resource, { annotation, healthMonitor, internal }) {
    const report = reporter(resource, why);
    for (const { type, spec, annotations } of services(resource)) {
      if (type !== "LoadBalancer" || isInternal(annotations, internal)) continue;
      const address = spec.get("loadBalancerIP");
      if (address.unknown) report.unknown(address);
      else if (address.text === undefined || address.text === "")
        report.violation(address.path, "is not set", "set it to the reserved address, infrastructure.ingress.address");
      if (annotation !== "") {
        const keep = annotations.get(annotation);
        if (keep.unknown) report.unknown(keep);
        else if (keep.text !== "true")
          report.violation(
            keep.path,
            'is not "true"',
            "add infrastructure.ingress.loadBalancerAnnotations to the Service",
          );
      }
      const policy = spec.get("externalTrafficPolicy");
      const monitor = annotations.get(healthMonitor);
      if (policy.unknown) report.unknown(policy);
      else if (policy.text !== "Local" || healthMonitor === "") continue;
      else if (monitor.unknown) report.unknown(monitor);
      else if (monitor.text !== "true")
        report.findings.push({
          kind: "violation",
          resource,
          where: monitor.path,
          what: 'is not "true", though the traffic policy is Local',
          why: monitorWhy,
          fix: "set it, or use externalTrafficPolicy Cluster",
        });
    }
    return report.findings;
  },
  admission: ({ annotation, healthMonitor, internal }) => {
    const said = (key: string) => `${object}.metadata.?annotations[?${literal(key)}].orValue("")`;
    const problem = (condition: string, what: string) => when(`variables.open && ${condition}`, literal(what));
    return {
      match: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["services"] }],
      variables: { open: `${object}.spec.type == "LoadBalancer" && !(${internalCondition(internal)})` },
      problems: [
        problem(`${object}.spec.?loadBalancerIP.orValue("") == ""`, "spec.loadBalancerIP is not set"),
        ...(annotation === ""
          ? []
          : [problem(`${said(annotation)} != "true"`, `the annotation ${annotation} is not "true"`)]),
        ...(healthMonitor === ""
          ? []
          : [
              problem(
                `${object}.spec.?externalTrafficPolicy.orValue("") == "Local" && ${said(healthMonitor)} != "true"`,
                `the annotation ${healthMonitor} is not "true", though the traffic policy is Local`,
              ),
            ]),
      ],
    };
  },
};
