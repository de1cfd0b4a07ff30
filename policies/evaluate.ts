/** Holds resources against rules, outside of Pulumi's engine: for rendered charts, manifests, and tests. */
import { exceptionsOf, levelOf, settingsOf, type PolicyConfig } from "./config";
import { exceptionFor, today, type Exception } from "./exceptions";
import type { Finding, Level, Resource, Rule } from "./rule";

export interface Outcome {
  rule: Rule;
  finding: Finding;
  level: Level;
  /** Why it is let through. */
  exception?: Exception;
}

export interface EvaluateOptions {
  /** Rules to apply. */
  rules: readonly Rule[];
  config?: PolicyConfig;
  /** Today, like "2026-11-21". */
  day?: string;
}

/** Everything that the rules say, in their order. */
export function evaluate(resources: Resource[], { rules, config = {}, day = today() }: EvaluateOptions): Outcome[] {
  const exceptions = exceptionsOf(config);
  return rules.flatMap((rule) => {
    const level = levelOf(rule.name, config);
    if (level === "disabled") return [];
    return findingsOf(rule, resources, config).map((finding): Outcome => {
      const exception = exceptionFor(rule.name, finding, exceptions, day);
      return { rule, finding, level, ...(exception === undefined ? {} : { exception }) };
    });
  });
}

function findingsOf(rule: Rule, resources: Resource[], config: PolicyConfig): Finding[] {
  const settings = settingsOf(rule, config);
  if ("checkStack" in rule) return rule.checkStack(resources, settings);
  return resources.flatMap((resource) => rule.check(resource, settings));
}

/** Whether an outcome stops a run: a violation of a mandatory rule without an exception. */
export function stops({ finding, level, exception }: Outcome): boolean {
  return finding.kind === "violation" && level === "mandatory" && exception === undefined;
}
