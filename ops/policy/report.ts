/** Verdicts for people and for programs. */
import { page, type Rule } from "../../policies/rule";
import { titleOf, type Verdict } from "./verdicts";

/** A line for each object, one for each violation below it, and at the end how to comply with the rules that were broken. */
export function text(verdicts: readonly Verdict[], rules: readonly Rule[]): string {
  return [...verdicts.flatMap(lines), ...compliance(verdicts, rules), "", summary(verdicts)].join("\n");
}

function lines(verdict: Verdict): string[] {
  const violations = verdict.violations.map(({ rule, level, where, what, exception }) => {
    const told = `${rule}: ${where === "" ? "" : `${where} `}${what}`;
    if (exception !== undefined) return `         ${told}. ${exception}`;
    return `         ${level === "mandatory" ? "" : "advice: "}${told}`;
  });
  return [`${verdict.verdict.padEnd(5)}  ${titleOf(verdict)}`, ...violations];
}

function compliance(verdicts: readonly Verdict[], rules: readonly Rule[]): string[] {
  const broken = new Set(verdicts.flatMap(({ violations }) => violations.map(({ rule }) => rule)));
  const help = rules
    .filter(({ name }) => broken.has(name))
    .map((rule) => `  ${rule.name} (${page(rule)})\n    ${rule.fix}.\n    Why: ${rule.why}.`);
  return help.length === 0 ? [] : ["", "To comply:", ...help];
}

/** The verdicts on what was rendered for a stack or an environment. */
export interface Judged {
  name: string;
  verdicts: readonly Verdict[];
}

/** Only the objects about which there is something to say: charts make dozens. */
export function renderedText(judged: readonly Judged[], rules: readonly Rule[]): string {
  const each = judged.flatMap(({ name, verdicts }) => {
    const told = verdicts.filter(({ violations }) => violations.length > 0);
    return [`${name}: ${summary(verdicts)}`, ...told.flatMap(lines).map((line) => `  ${line}`)];
  });
  const help = compliance(
    judged.flatMap(({ verdicts }) => verdicts),
    rules,
  );
  return [...each, ...help].join("\n");
}

/** A list of `{name, allowed, denied, objects: [...]}`. */
export function renderedJson(judged: readonly Judged[]): string {
  const each = judged.map(({ name, verdicts }) => ({ name, ...counts(verdicts), objects: verdicts }));
  return JSON.stringify(each, null, 2);
}

function summary(verdicts: readonly Verdict[]): string {
  const { allowed, denied } = counts(verdicts);
  return `${verdicts.length === 1 ? "1 object" : `${verdicts.length} objects`}: ${allowed} allowed, ${denied} denied.`;
}

/** `{allowed, denied, objects: [...], problems: [...]}`. @param problems What is wrong with the exceptions themselves. */
export function json(verdicts: readonly Verdict[], problems: readonly string[]): string {
  return JSON.stringify({ ...counts(verdicts), objects: verdicts, problems }, null, 2);
}

export function counts(verdicts: readonly Verdict[]): { allowed: number; denied: number } {
  const denied = verdicts.filter(({ verdict }) => verdict === "deny").length;
  return { allowed: verdicts.length - denied, denied };
}
