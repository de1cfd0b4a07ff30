/** What the rules said in a run. Pure. */
import { nameOf } from "../drift/differences";
import type { PolicyEvent } from "./events";
import { verdicts, type PolicyFinding } from "./model";

/** How policies/exceptions.ts and policies/pack.ts begin what they say; a test holds the two together. */
const excepted = /^Excepted until \d{4}-\d{2}-\d{2} by /;
const unknownYet = /Cannot be known before the update, which checks it: |can't run policy .* during preview/;

/** Collects findings: an update says those of its preview again. */
export class Policies {
  private readonly findings = new Map<string, PolicyFinding>();

  add(event: PolicyEvent): void {
    const finding = findingOf(event);
    this.findings.set(JSON.stringify(finding), finding);
  }

  /** What stops first, then by rule and resource. */
  get all(): PolicyFinding[] {
    const place = ({ verdict }: PolicyFinding) => verdicts.indexOf(verdict);
    return [...this.findings.values()].sort(
      (a, b) => place(a) - place(b) || a.rule.localeCompare(b.rule) || a.resource.localeCompare(b.resource),
    );
  }
}

function findingOf({ enforcementLevel, message, policyName, resourceUrn }: PolicyEvent): PolicyFinding {
  const said = withoutDescription(plain(message));
  const verdict = unknownYet.test(said)
    ? "unknown"
    : excepted.test(said)
      ? "exception"
      : enforcementLevel === "mandatory"
        ? "mandatory"
        : "advisory";
  return { verdict, rule: policyName, resource: nameOf(resourceUrn), message: said };
}

/** The engine puts the rule's description in a line of its own before what is said of a resource. */
function withoutDescription(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return (lines.length > 1 ? lines.slice(1) : lines).join(" ").trim();
}

/** Without colours of the engine (`<{%reset%}>`) and of terminals. */
export function plain(message: string): string {
  return message.replace(/<\{%.*?%\}>|\u001b\[[\d;]*m/g, "").trim();
}
