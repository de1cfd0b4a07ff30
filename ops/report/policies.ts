/** What the rules say of the state, and the exceptions from them. Pure. */
import { exceptionsOf, type PolicyConfig } from "../../policies/config";
import { evaluate } from "../../policies/evaluate";
import { exceptionText, isExpired } from "../../policies/exceptions";
import { label } from "../../policies/rule";
import { rules } from "../../policies/rules";
import type { ExceptionRow, FindingRow } from "./model";
import { ruleResources, type State } from "./state";
import { dayOf, daysUntil, endTone, leftText } from "./time";

export interface Judged {
  findings: FindingRow[];
  exceptions: ExceptionRow[];
  checked: string;
}

/** Days before its end from which on somebody should look at an exception. */
const early = 30;

export function judge(state: State, config: PolicyConfig, now: Date): Judged {
  const resources = ruleResources(state);
  const day = dayOf(now.toISOString());
  const findings = evaluate(resources, { rules, config, day }).flatMap(
    ({ exception, finding, level, rule }): FindingRow[] => {
      if (finding.kind === "unknown") return [];
      const text = `${finding.where} ${finding.what}`;
      return [
        {
          rule: rule.name,
          level: exception === undefined ? level : "excepted",
          resource: label(finding.resource),
          text: exception === undefined ? `${text}. ${sentence(finding.fix)}` : `${text}. ${exceptionText(exception)}`,
          tone: exception !== undefined ? "good" : level === "mandatory" ? "bad" : "notice",
        },
      ];
    },
  );
  return {
    findings,
    exceptions: exceptionsOf(config).map((one): ExceptionRow => {
      // The last day still counts.
      const days = daysUntil(`${one.expires}T23:59:59Z`, now);
      const { expires, owner, reason, resource, rule } = one;
      const over = isExpired(one, day);
      return {
        rule,
        resource,
        reason,
        owner,
        ends: expires,
        left: over ? "expired" : leftText(days),
        tone: over ? "bad" : endTone(days, early),
      };
    }),
    checked: `${rules.length} rules held against ${resources.length} resources`,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
