/**
 * Rules between the first policy, which applies them, and their own policies, which know their settings and report in their names. A
 * function that a policy does not have costs nothing: the SDK's server unpacks what it would have given it only if it is there.
 */
import type { ReportViolation, ResourceValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import type { Finding, Resource, ResourceRule, Settings, StackRule } from "./rule";

export type Validate = (args: ResourceValidationArgs, report: ReportViolation) => void;
type Tell = (report: ReportViolation, findings: Finding[]) => void;

/** A rule about one resource, its settings as soon as its policy was called once, and what it has found and not told yet. */
export class ResourceCheck {
  /** What the server calls for the next resource. */
  readonly functions: Validate[];
  private settings?: Settings;
  private readonly waiting = new Map<string, Finding[]>();

  constructor(
    private readonly rule: ResourceRule<Settings>,
    /** The copy of the resource that the first policy made. */
    resourceOf: (args: ResourceValidationArgs) => Resource,
    private readonly tell: Tell,
  ) {
    this.functions = [
      (args, report) => {
        this.settings = { ...rule.defaults, ...args.getConfig() };
        this.functions.length = 0;
        tell(report, rule.check(resourceOf(args), this.settings));
      },
    ];
  }

  /** Applies the rule, once its settings are known: to the second resource and those after it. Never for a rule that is switched off. */
  apply(resource: Resource, urn: string): void {
    const findings = this.settings && this.rule.check(resource, this.settings);
    if (findings === undefined || findings.length === 0) return;
    this.waiting.set(urn, findings);
    this.functions.splice(0, 1, (args, report) => {
      const own = this.waiting.get(args.urn) ?? [];
      this.waiting.delete(args.urn);
      if (this.waiting.size === 0) this.functions.length = 0;
      this.tell(report, own);
    });
  }
}

/** A rule about the whole stack: the first resource brings its settings, and it is asked at the end only for what it has found. */
export class StackCheck {
  /** What the server calls for the next resource. */
  readonly functions: Validate[];
  private settings?: Settings;
  /** Violations that are not told yet; unknown until the rule was applied. */
  private waiting?: Finding[];
  private readonly report: NonNullable<StackValidationPolicy["validateStack"]>;

  constructor(
    readonly rule: StackRule<Settings>,
    /** All resources, as the first policy keeps them. */
    stack: () => Resource[],
    tell: Tell,
  ) {
    this.functions = [
      (args) => {
        this.settings = { ...rule.defaults, ...args.getConfig() };
        this.functions.length = 0;
      },
    ];
    // Where no resource was looked at, the settings come only now.
    this.report = (args, report) =>
      tell(report, this.waiting ?? rule.checkStack(stack(), { ...rule.defaults, ...args.getConfig() }));
  }

  /** Applies the rule, if its settings are known. @returns what cannot be known yet; violations wait for the rule's own policy. */
  apply(stack: Resource[]): Finding[] {
    if (this.settings === undefined) return [];
    const findings = this.rule.checkStack(stack, this.settings);
    this.waiting = findings.filter(({ kind }) => kind === "violation");
    return findings.filter(({ kind }) => kind === "unknown");
  }

  /** What the server calls at the end: nothing where there is nothing to tell. */
  get validateStack(): StackValidationPolicy["validateStack"] | undefined {
    return this.waiting?.length === 0 ? undefined : this.report;
  }
}
