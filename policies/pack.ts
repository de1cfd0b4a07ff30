/** Turns rules into policies of the CrossGuard SDK. Nothing here knows what a rule checks. */
import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Field, readable } from "./reader";
import { message, type Finding, type Resource, type ResourceRule, type Settings, type StackRule } from "./rule";

/** The policy of a rule. Mandatory unless the site's configuration says otherwise. */
export function policyOf<C extends Settings>(
  rule: ResourceRule<C> | StackRule<C>,
): ResourceValidationPolicy | StackValidationPolicy {
  const common = {
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: "mandatory" as const,
    configSchema: { properties: rule.settings as PolicyConfigSchema["properties"] },
  };
  if ("check" in rule)
    return {
      ...common,
      validateResource: (args, report) => {
        const resource = seen(args, parentType(args.opts.parent));
        for (const finding of rule.check(resource, { ...rule.defaults, ...args.getConfig<C>() }))
          tell(report, rule, finding);
      },
    };
  return {
    ...common,
    validateStack: (args, report) => {
      const resources = args.resources.map((resource) => seen(resource, resource.parent?.type));
      for (const finding of rule.checkStack(resources, { ...rule.defaults, ...args.getConfig<C>() }))
        tell(report, rule, finding);
    },
  };
}

interface Seen {
  type: string;
  name: string;
  urn: string;
  props: Record<string, unknown>;
  opts: { protect: boolean };
}

function seen({ type, name, urn, props, opts }: Seen, parent: string | undefined): Resource {
  return { type, name, urn, props: new Field(readable(props)), protect: opts.protect, parentType: parent };
}

/** The type token in a URN: urn:pulumi:stack::project::parent$type::name. */
function parentType(urn: string | undefined): string | undefined {
  return urn?.split("::")[2]?.split("$").pop();
}

/** What is unknown never blocks a preview: `up` knows it and checks again. */
function tell(report: ReportViolation, rule: { description: string }, finding: Finding): void {
  if (finding.kind === "violation") report(message(finding), finding.resource.urn);
  else {
    // The SDK takes an object too, which its types do not say; it is the only way to vary the level of one report.
    const withLevel = report as unknown as (violation: {
      message: string;
      enforcementLevel: string;
      urn?: string;
    }) => void;
    withLevel({
      message: `${rule.description}\n${message(finding)}`,
      enforcementLevel: "advisory",
      urn: finding.resource.urn,
    });
  }
}
