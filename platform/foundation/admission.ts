/** What the API server itself checks, whoever sends an object: the policies' rules as ValidatingAdmissionPolicies. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import { admissionPolicies } from "../../policies/admission/policies";
import { rules } from "../../policies/rules";
import { policyConfig, systemNamespaces } from "../../policies/site";
import type { Labels } from "./labels";

export interface AdmissionArgs {
  /** The configuration, which says what the rules allow. */
  config: Config;
  /** What happens to an object that breaks a mandatory rule. */
  action: Exclude<Config["policies"]["admission"], "off">;
  labels: Labels;
}

/**
 * One policy and one binding for each rule that CEL can say. `kubectl get validatingadmissionpolicies` lists them; a refusal names the
 * rule, and says how to comply. What runs already is left alone (policies/admission/policies.ts).
 */
export class Admission extends pulumi.ComponentResource {
  constructor(name: string, { config, action, labels }: AdmissionArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:Admission", name, { action, labels }, opts);

    for (const { rule, policy, binding } of admissionPolicies({
      rules,
      config: policyConfig(config),
      action,
      exempt: systemNamespaces(config),
    })) {
      const metadata = { ...policy.metadata, labels };
      const made = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
        rule,
        { metadata, spec: policy.spec },
        { parent: this },
      );
      new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        rule,
        { metadata, spec: { ...binding.spec, policyName: made.metadata.name } },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
