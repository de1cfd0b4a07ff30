/** A comparison in words. */
import type { Comparison, ExplainedDifference, Reason } from ".";

interface Names {
  a: string;
  b: string;
}

/** What a person reads: first what nobody explains, then the rest with its reasons. */
export function report(names: Names, { differences, unexplained, compared }: Comparison): string {
  const note =
    compared === "written"
      ? ["One of them does not follow the schema (`config check` says why), so defaults are not filled in.", ""]
      : [];
  if (differences.length === 0) return [...note, `${names.a} and ${names.b} do not differ.`].join("\n");
  const places = differences.length === 1 ? "one place" : `${differences.length} places`;
  const without = unexplained === 0 ? "each with a reason" : `${unexplained} of them without a reason`;
  const lines = [...note, `${names.a} and ${names.b} differ in ${places}, ${without}.`];
  const section = (title: string, wanted: boolean) => {
    const rows = differences.filter(({ reasons }) => reasons.length > 0 === wanted);
    if (rows.length > 0) lines.push("", `${title}:`, ...rows.flatMap((row) => describe(names, row)));
  };
  section("Without a reason", false);
  section("With a reason", true);
  if (unexplained > 0)
    lines.push(
      "",
      "Write the reason into either file as a comment `# reason: ...` beside or above the value, or a section around it.",
    );
  return lines.join("\n");
}

function describe(names: Names, { path, a, b, reasons }: ExplainedDifference): string[] {
  const sides = `${show(a)} in ${names.a}, ${show(b)} in ${names.b}`;
  return [`  ${path}: ${sides}`, ...merged(names, reasons).map((reason) => `      ${reason}`)];
}

/** A reason that both files give is said once. */
function merged(names: Names, reasons: readonly Reason[]): string[] {
  const who = { a: names.a, b: names.b, "built-in": "built in" };
  const from = new Map<string, string[]>();
  for (const reason of reasons) {
    const givers = from.get(reason.text) ?? [];
    from.set(reason.text, [...new Set([...givers, who[reason.from]])]);
  }
  return [...from].map(([text, givers]) => `${text} (${givers.join(", ")})`);
}

function show(side: ExplainedDifference["a"]): string {
  if (!("value" in side)) return "nothing";
  const text = JSON.stringify(side.value);
  const short = text.length > 100 ? `${text.slice(0, 97)}...` : text;
  return side.default ? `${short} (default)` : short;
}
