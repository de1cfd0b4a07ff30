import { controls } from "../pod-security/checks";
import { podSecurityAdmission } from "../pod-security/cel";
import { enforceLabel, levels, type SecurityLevel } from "../pod-security/standard";
import { reporter, type StackRule } from "../rule";
import { namespaceLabels } from "../stack";
import { podTemplates } from "../workloads";

export type Settings = {
  /** Level of pods whose namespace says none. */
  level: SecurityLevel;
};

const why = "a container that breaks out of its pod has the node, and with it the secrets of every other pod there";

export const podSecurity: StackRule<Settings> = {
  name: "pod-security",
  group: "security-baseline",
  description: "Every pod keeps to the Pod Security Standard of its namespace: baseline or restricted.",
  why,
  fix: `give pod and containers the securityContext that the message names; a namespace that needs less says so in its label ${enforceLabel}`,
  severity: "high",
  disposable: "mandatory",
  defaults: { level: "restricted" },
  settings: {
    level: {
      type: "string",
      enum: [...levels],
      description: "Level of pods whose namespace is not known or says none.",
    },
  },
  checkStack(resources, settings) {
    const labels = namespaceLabels(resources);
    return resources.flatMap((resource) => {
      const report = reporter(resource, why);
      const said = labels.get(resource.props.get("metadata", "namespace").text ?? "")?.get(enforceLabel);
      if (said?.unknown) report.unknown(said);
      const level = levels.find((one) => one === said?.text) ?? settings.level;
      for (const pod of podTemplates(resource))
        if (pod.spec.unknown) report.unknown(pod.spec);
        // A Patch leaves out what the object has already: only what it may not say can be judged.
        else if (level !== "privileged")
          for (const control of controls[pod.patch ? "baseline" : level]) control(pod, report);
      return report.findings;
    });
  },
  admission: ({ level }) => podSecurityAdmission(level),
};
