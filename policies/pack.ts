/** Turns rules into policies of the CrossGuard SDK. Nothing here knows what a rule checks. */
import type {
  PolicyConfigSchema,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { ResourceCheck, StackCheck, type Validate } from "./checks";
import { exceptionsKey } from "./config";
import { exceptionFor, exceptionProblems, exceptionText, today, type Exception } from "./exceptions";
import { Field, readable } from "./reader";
import { label, message, page, type Finding, type Resource, type Rule } from "./rule";
import { kubernetesKind } from "./workloads";

/** The SDK's server calls whichever of the two functions a policy has, or both; its types know one or the other. */
export type Policy = Omit<ResourceValidationPolicy, "validateResource"> &
  Partial<Pick<StackValidationPolicy, "validateStack">> & { validateResource?: Validate | Validate[] };

/**
 * All policies of the pack. The server asks them in this order about each resource, then about the stack. It gives each its own level and
 * its own part of the configuration only, and for each function that it calls it unpacks the resource anew, which is most of what a pack
 * costs; for the stack it unpacks all resources. So the first policy keeps a plain copy of each resource, for all, and applies the rules
 * to it (checks.ts); the policy of a rule has a function only while there is something to ask it for or to say in its name.
 */
export function policiesOf(rules: readonly Rule[], day: () => string = today): Policy[] {
  const run = new Run(rules, day);
  return [run.firstPolicy(), ...rules.map((rule) => run.policyOf(rule))];
}

/** What is remembered during one preview or update, which is the life of the pack's process. */
class Run {
  private exceptions: Exception[] = [];
  private readonly checks: ResourceCheck[] = [];
  private readonly stackChecks: StackCheck[] = [];
  /** Resources by URN, as their inputs were: at the end of a preview the SDK shows outputs, which components do not have. */
  private readonly resources = new Map<string, Resource>();
  /** Rule to its unknowns: they are told once, at the end. */
  private readonly unknowns = new Map<string, Finding[]>();
  /** Those among them that are about the whole stack. */
  private whole: Resource[] = [];

  constructor(
    private readonly rules: readonly Rule[],
    private readonly day: () => string,
  ) {}

  firstPolicy(): Policy {
    type Config = { list?: Exception[] };
    return {
      name: exceptionsKey,
      description: "Every exception from a rule has a reason, an owner and an end that has not come yet.",
      severity: "high",
      enforcementLevel: "mandatory",
      url: page({ name: exceptionsKey }),
      configSchema: {
        properties: { list: { type: "array", items: { type: "object" } } } as PolicyConfigSchema["properties"],
      },
      validateResource: (args) => {
        this.exceptions = args.getConfig<Config>().list ?? [];
        const resource = seen(args, parentType(args.opts.parent));
        this.resources.set(args.urn, resource);
        for (const check of this.checks) check.apply(resource, args.urn);
      },
      validateStack: (args, report) => {
        this.exceptions = args.getConfig<Config>().list ?? [];
        // The engine tells resources in the order in which they came, another at each run; the same stack has to read the same.
        this.whole = args.resources.map((resource) => this.atEnd(resource)).sort(byUrn);
        const names = this.rules.map(({ name }) => name);
        for (const problem of exceptionProblems(this.exceptions, names, this.day())) report(problem);
        for (const check of this.stackChecks) this.remember(check.rule, check.apply(this.whole));
        for (const rule of this.rules) this.tellUnknowns(report, rule);
      },
    };
  }

  /** The policy of a rule. Mandatory unless the site's configuration says otherwise. */
  policyOf(rule: Rule): Policy {
    const common = {
      name: rule.name,
      description: rule.description,
      severity: rule.severity,
      tags: [rule.group],
      url: page(rule),
      remediationSteps: rule.fix,
      enforcementLevel: "mandatory" as const,
      configSchema: { properties: rule.settings as PolicyConfigSchema["properties"] },
    };
    if ("check" in rule) {
      const check = new ResourceCheck(
        rule,
        (args) => this.resourceOf(args),
        (report, findings) => this.tell(report, rule, findings),
      );
      this.checks.push(check);
      return { ...common, validateResource: check.functions };
    }
    const check = new StackCheck(
      rule,
      () => this.whole,
      (report, findings) => {
        this.tell(report, rule, findings);
        this.tellUnknowns(report, rule);
      },
    );
    this.stackChecks.push(check);
    return {
      ...common,
      validateResource: check.functions,
      get validateStack() {
        return check.validateStack;
      },
    };
  }

  private resourceOf(args: ResourceValidationArgs): Resource {
    return this.resources.get(args.urn) ?? seen(args, parentType(args.opts.parent));
  }

  /** The resource as its inputs were; where the engine did not ask about it (it was not a target), as it is shown at the end. */
  private atEnd(resource: PolicyResource): Resource {
    const known = this.resources.get(resource.urn) ?? seen(resource, resource.parent?.type);
    const namespace = known.props.get("metadata", "namespace");
    if (!namespace.unknown) return known;
    // The name of a namespace that does not exist yet is unknown; but which namespace it is, is known.
    const [only, ...others] = (resource.propertyDependencies.metadata ?? []).filter(({ type }) => isNamespace(type));
    const name = only && this.resources.get(only.urn)?.props.get("metadata", "name").text;
    if (name === undefined || others.length > 0) return known;
    return { ...known, props: known.props.with(name, "metadata", "namespace") };
  }

  private tell(report: ReportViolation, rule: Rule, findings: Finding[]): void {
    for (const finding of findings) {
      const exception = exceptionFor(rule.name, finding, this.exceptions, this.day());
      const { urn } = finding.resource;
      if (finding.kind === "unknown") this.remember(rule, [finding]);
      else if (exception === undefined) report(message(finding, rule), urn);
      else advise(report, rule, `${exceptionText(exception)} ${message(finding, rule)}`, urn);
    }
  }

  private remember(rule: Rule, unknowns: Finding[]): void {
    if (unknowns.length > 0) this.unknowns.set(rule.name, [...(this.unknowns.get(rule.name) ?? []), ...unknowns]);
  }

  /** Once per rule: what is unknown never blocks a preview, because the update knows it and checks it. */
  private tellUnknowns(report: ReportViolation, rule: Rule): void {
    const findings = this.unknowns.get(rule.name);
    if (findings === undefined) return;
    this.unknowns.delete(rule.name);
    const places = findings.map(({ resource, where }) => `${label(resource)}: ${where}`).sort();
    advise(
      report,
      rule,
      `${rule.description}\nCannot be known before the update, which checks it: ${places.join("; ")}.`,
    );
  }
}

interface Seen {
  type: string;
  name: string;
  urn: string;
  props: Record<string, unknown>;
  opts: { protect: boolean };
  provider?: { props: Record<string, unknown> };
}

function seen({ type, name, urn, props, opts, provider }: Seen, parent: string | undefined): Resource {
  const inputs = provider && { provider: new Field(readable(provider.props)) };
  return { type, name, urn, props: new Field(readable(props)), protect: opts.protect, parentType: parent, ...inputs };
}

function byUrn({ urn: a = "" }: Resource, { urn: b = "" }: Resource): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The type token in a URN: urn:pulumi:stack::project::parent$type::name. */
function parentType(urn: string | undefined): string | undefined {
  return urn?.split("::")[2]?.split("$").pop();
}

function isNamespace(type: string): boolean {
  return kubernetesKind(type) === "Namespace";
}

/** A report that only tells, whatever the policy's level, in the name of a rule. The SDK takes an object too, which its types do not say. */
function advise(report: ReportViolation, { name, description, severity }: Rule, text: string, urn?: string): void {
  const withLevel = report as unknown as (violation: Record<string, unknown>) => void;
  withLevel({ name, description, severity, message: text, enforcementLevel: "advisory", urn });
}
