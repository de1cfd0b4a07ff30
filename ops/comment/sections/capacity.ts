/** How the site grows or shrinks, and what that costs. Pure. */
import { whole, type Section } from "../budget";
import { code, escapeMarkdown, table } from "../markdown";
import type { Model } from "../model";

export function capacitySection({ capacity, cost, uncounted }: Model): Section {
  if (capacity.length === 0) return whole(5, "");
  const rows = capacity.map(({ what, before, after }) => [
    what,
    number(before),
    number(after),
    difference(before, after),
  ]);
  const paid =
    cost === undefined
      ? []
      : [
          [
            `estimated cost of a month, ${escapeMarkdown(cost.currency)}`,
            money(cost.before),
            money(cost.after),
            difference(round(cost.before), round(cost.after), money),
          ],
        ];
  const notes = [
    ...(uncounted.length > 0 ? [`Not counted, because not known yet: ${uncounted.map(code).join(", ")}.`] : []),
    ...(cost === undefined ? [] : [`Prices: ${escapeMarkdown(cost.source)}.`]),
  ];
  const text = `**Capacity**, pools of nodes at their largest\n\n${table(["", "before", "after", "change"], [...rows, ...paid])}`;
  return whole(5, [text, ...(notes.length > 0 ? [notes.join(" ")] : [])].join("\n\n"));
}

function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 1 });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function money(value: number): string {
  return value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function difference(before: number, after: number, text: (value: number) => string = number): string {
  if (before === after) return "";
  return `**${after > before ? "+" : "-"}${text(Math.abs(after - before))}**`;
}
