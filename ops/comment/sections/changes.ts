/** What becomes of the resources: those that go by name, and everything in detail. Pure. */
import { list, type Section } from "../budget";
import { code, count, escapeMarkdown, fence, folded } from "../markdown";
import { actions, type Change, type Model } from "../model";

/** What is replaced or deleted, with the reasons; what is protected or guarded first. */
export function lostSection({ changes, kind }: Model): Section {
  const lost = changes
    .filter(({ action }) => action === "replace" || action === "delete")
    .sort((a, b) => weight(b) - weight(a) || a.type.localeCompare(b.type) || a.name.localeCompare(b.name));
  const items = lost.map((change) => ({ full: lostLine(change), short: `- ${title(change)}` }));
  return list(items, {
    importance: 3,
    wrap: (text) => `**${kind === "preview" ? "Replaced or deleted" : "Were replaced or deleted"}**\n\n${text}`,
    glue: "\n",
    more: (left) => `- ... and ${count(left, "resource")} more: see the run`,
  });
}

function weight({ guarded, protected: kept }: Change): number {
  return (guarded === undefined ? 0 : 1) + (kept ? 2 : 0);
}

function title({ action, name, type }: Change): string {
  return `${action} ${code(name)} (${code(type)})`;
}

function lostLine(change: Change): string {
  const { action, guarded, id, protected: kept, reasons, retained } = change;
  const flags = [
    ...(kept ? ["**protected**"] : []),
    ...(guarded === undefined ? [] : ["**cannot be made again as it was**"]),
    ...(retained ? ["the old one stays in the cloud"] : []),
    ...(id === "" ? [] : [`id ${code(id)}`]),
  ];
  const because =
    action === "delete"
      ? ["because it is no longer in the program or the stack file"]
      : reasons.length > 0
        ? [`because of ${reasons.map(escapeMarkdown).join("; ")}`]
        : ["the provider does not say why"];
  return `- ${title(change)}: ${[...flags, ...because].join(", ")}`;
}

/** Everything that changes, folded: each resource with its properties, or without where there is no room. */
export function diffSection({ changes }: Model): Section {
  const sorted = [...changes].sort(
    (a, b) => actions.indexOf(a.action) - actions.indexOf(b.action) || a.urn.localeCompare(b.urn),
  );
  const items = sorted.map((change) => {
    const line = `- ${title(change)}`;
    const full = change.diff.length > 0 ? `${line}\n\n${fence(change.diff.join("\n"), "diff")}\n` : line;
    return { full, short: line };
  });
  return list(items, {
    importance: 6,
    wrap: (text) => folded(`${count(changes.length, "resource")} in detail`, text),
    glue: "\n",
    more: (left) => `- ... and ${count(left, "resource")} more: see the run`,
  });
}
