/** Verdicts for people and for programs. */
import { page, type Rule } from "../../policies/rule";
import { titleOf, type Verdict } from "./verdicts";

/** A line for each object, one for each violation below it, and at the end how to comply with the rules that were broken. */
export function text(verdicts: readonly Verdict[], rules: readonly Rule[]): string {
  const lines = verdicts.flatMap((verdict) => [
    `${verdict.verdict.padEnd(5)}  ${titleOf(verdict)}`,
    ...verdict.violations.map(({ rule, level, where, what, exception }) => {
      const told = `${rule}: ${where === "" ? "" : `${where} `}${what}`;
      if (exception !== undefined) return `         ${told}. ${exception}`;
      return `         ${level === "mandatory" ? "" : "advice: "}${told}`;
    }),
  ]);
  const broken = new Set(verdicts.flatMap(({ violations }) => violations.map(({ rule }) => rule)));
  const help = rules
    .filter(({ name }) => broken.has(name))
    .map((rule) => `  ${rule.name} (${page(rule)})\n    ${rule.fix}.\n    Why: ${rule.why}.`);
  return [...lines, ...(help.length === 0 ? [] : ["", "To comply:", ...help]), "", summary(verdicts)].join("\n");
}

function summary(verdicts: readonly Verdict[]): string {
  const { allowed, denied } = counts(verdicts);
  return `${verdicts.length === 1 ? "1 object" : `${verdicts.length} objects`}: ${allowed} allowed, ${denied} denied.`;
}

/** `{allowed, denied, objects: [...]}`. */
export function json(verdicts: readonly Verdict[]): string {
  return JSON.stringify({ ...counts(verdicts), objects: verdicts }, null, 2);
}

export function counts(verdicts: readonly Verdict[]): { allowed: number; denied: number } {
  const denied = verdicts.filter(({ verdict }) => verdict === "deny").length;
  return { allowed: verdicts.length - denied, denied };
}
