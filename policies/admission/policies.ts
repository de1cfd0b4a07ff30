/** ValidatingAdmissionPolicies with their bindings: what the API server checks of the rules, whoever sends the object. */
import { exceptionsOf, levelOf, settingsOf, type PolicyConfig } from "../config";
import { isExpired, today, type Exception } from "../exceptions";
import { patternSource } from "../patterns";
import { page, type Manifest, type Rule } from "../rule";
import { literal, object, type Admission } from "./cel";

/** What the cluster does with an object that breaks a mandatory rule; an advisory one only ever warns. */
export type AdmissionAction = "warn" | "deny";

export interface AdmissionOptions {
  rules: readonly Rule[];
  config: PolicyConfig;
  action: AdmissionAction;
  /** Namespaces that are not looked at: patterns. */
  exempt: readonly string[];
  /** Today, like "2026-11-21": exceptions that have expired are left out. */
  day?: string;
}

export interface AdmissionPolicy {
  /** Name of the rule. */
  rule: string;
  policy: Manifest & { metadata: { name: string }; spec: ReturnType<typeof policySpec> };
  binding: Manifest & { metadata: { name: string }; spec: { policyName: string; validationActions: string[] } };
}

const api = "admissionregistration.k8s.io/v1";

/** One policy and one binding for each rule that CEL can say and that is not disabled. */
export function admissionPolicies(options: AdmissionOptions): AdmissionPolicy[] {
  return options.rules.flatMap((rule) => {
    const level = levelOf(rule.name, options.config);
    const admission = level === "disabled" ? undefined : rule.admission?.(settingsOf(rule, options.config));
    // Settings may leave nothing to check, like no list of registries.
    if (admission === undefined || admission.problems.length === 0 || admission.match.length === 0) return [];
    const name = policyName(rule);
    const spec = {
      policyName: name,
      validationActions: [level === "mandatory" && options.action === "deny" ? "Deny" : "Warn", "Audit"],
    };
    return [
      {
        rule: rule.name,
        policy: {
          apiVersion: api,
          kind: "ValidatingAdmissionPolicy",
          metadata: { name },
          spec: policySpec(rule, admission, options),
        },
        binding: { apiVersion: api, kind: "ValidatingAdmissionPolicyBinding", metadata: { name }, spec },
      },
    ];
  });
}

export function policyName(rule: { name: string }): string {
  return `science-platform-${rule.name}`;
}

function policySpec(rule: Rule, { match, variables = {}, problems }: Admission, options: AdmissionOptions) {
  const all = problems.map((problem) => `(${problem})`).join(" + ");
  const end = `. Why: ${rule.why}. Fix: ${rule.fix}. More: ${page(rule)}.`;
  return {
    // An expression that fails is a hole that nobody sees.
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: match.map((one) => ({ ...one, operations: ["CREATE", "UPDATE"] })),
    },
    matchConditions: matchConditions(rule.name, options),
    variables: [
      ...Object.entries(variables).map(([name, expression]) => ({ name, expression })),
      { name: "problems", expression: all },
    ],
    validations: [
      {
        expression: "variables.problems.size() == 0",
        message: `${rule.description}${end}`,
        messageExpression: `variables.problems.join("; ") + ${literal(end)}`,
      },
    ],
  };
}

/** Kubernetes' own controllers: what they make follows from an object that was looked at when it came. */
const controllers = [
  "system:kube-controller-manager",
  ...["cronjob", "daemon-set", "deployment", "job", "replicaset", "replication", "statefulset"].map(
    (name) => `system:serviceaccount:kube-system:${name}-controller`,
  ),
];

/** All must hold for the policy to look at the object. */
function matchConditions(rule: string, { config, exempt, day = today() }: AdmissionOptions) {
  const name = `${object}.metadata.?name.orValue("")`;
  const namespace = `${object}.metadata.?namespace.orValue("")`;
  // A namespace is in itself; anything else that is in none may be called like one, and is judged.
  const place = `(request.kind.kind == "Namespace" ? ${name} : ${namespace})`;
  // A rule that is switched on must not stop what runs already: its pods come back, and its finalizers can go.
  const judged = [".?spec", ".?data", ".?template", ".?provisioner", ".metadata.?labels", ".metadata.?annotations"];
  const changed = judged.map((field) => `${object}${field} != dyn(oldObject)${field}`).join(" || ");
  const patterns = (list: readonly string[]) => literal(list.map(patternSource));
  const excepted = exceptionsOf(config)
    .filter((exception) => exception.rule === rule && !isExpired(exception, day))
    .map(({ resource }: Exception) => resource);
  return [
    { name: "not-exempt", expression: `!${patterns(exempt)}.exists(p, ${place}.matches(p))` },
    {
      name: "not-a-controller",
      expression: `!(request.userInfo.username in ${literal(controllers)}) && !("system:nodes" in request.userInfo.?groups.orValue([]))`,
    },
    { name: "changed", expression: `request.operation == "CREATE" || ${changed}` },
    { name: "not-going", expression: `!has(${object}.metadata.deletionTimestamp)` },
    ...(excepted.length === 0
      ? []
      : [
          {
            name: "not-excepted",
            expression: `!${patterns(excepted)}.exists(p, ${name}.matches(p) || (${namespace} != "" && (${namespace} + "/" + ${name}).matches(p)))`,
          },
        ]),
  ];
}
