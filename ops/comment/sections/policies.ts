/** What the rules say, and what they are told to let through. Pure. */
import { exceptionTable } from "../../../policies/exceptions";
import { list, whole, type Section } from "../budget";
import { code, count, escapeMarkdown, folded } from "../markdown";
import { verdicts, type Model, type PolicyFinding } from "../model";

const words: Readonly<Record<(typeof verdicts)[number], string>> = {
  mandatory: "**mandatory**",
  advisory: "advisory",
  exception: "excepted",
  unknown: "not known yet",
};

/** A table: what stops first. */
export function policySection({ policies }: Model): Section {
  const summary = verdicts
    .map((verdict) => ({ verdict, number: policies.filter((one) => one.verdict === verdict).length }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${words[verdict].replaceAll("*", "")}`);
  return list(policies.map(row), {
    importance: 4,
    wrap: (rows) =>
      `**Rules**: ${summary.join(", ")}\n\n| level | rule | resource | what |\n| --- | --- | --- | --- |\n${rows}`,
    glue: "\n",
    more: (left) => `| | | | ... and ${count(left, "finding")} more: see the run |`,
  });
}

function row({ message, resource, rule, verdict }: PolicyFinding): { full: string; short: string } {
  const line = (text: string) => `| ${words[verdict]} | ${code(rule)} | ${code(resource)} | ${text} |`;
  const cut = message.length > 160 ? `${message.slice(0, 157)}...` : message;
  return { full: line(escapeMarkdown(message)), short: line(escapeMarkdown(cut)) };
}

/** Every exception of the stack, whether something needs it in this run or not. */
export function exceptionSection({ exceptions }: Model): Section {
  if (exceptions.length === 0) return whole(7, "");
  const table = exceptionTable(
    exceptions.map((one) => ({
      ...one,
      resource: escapeMarkdown(one.resource),
      reason: escapeMarkdown(one.reason),
      owner: escapeMarkdown(one.owner),
    })),
    // Expired ones are told by a rule of their own.
    "",
  );
  return whole(7, folded(`${count(exceptions.length, "exception")} from rules`, table.trimEnd()));
}
