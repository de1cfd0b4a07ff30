/** The first line: what came of it, and the counts. Pure. */
import { code, count } from "../markdown";
import type { Action, Model } from "../model";

const words: Readonly<Record<Action, { preview: string; update: string }>> = {
  replace: { preview: "to replace", update: "replaced" },
  delete: { preview: "to delete", update: "deleted" },
  import: { preview: "to import", update: "imported" },
  update: { preview: "to update", update: "updated" },
  create: { preview: "to create", update: "created" },
  read: { preview: "to read", update: "read" },
  same: { preview: "unchanged", update: "unchanged" },
};

/** In this order: what one wants to see first. */
const order: Action[] = ["replace", "delete", "create", "update", "import", "same"];

/** Without the sign of a heading. */
export function headline(model: Model): string {
  const { kind, stack } = model;
  const what = `${kind === "preview" ? "Preview" : "Update"} of ${code(stack)}`;
  const counts = countsOf(model);
  return `${what}${outcome(model)}${counts === "" ? "" : `: ${counts}`}`;
}

function outcome({ kind, policies, result, stopped }: Model): string {
  const broken = policies.filter(({ verdict }) => verdict === "mandatory").length;
  switch (result) {
    case "none":
      return " **did not start**";
    case "skipped":
      return " **was not run**: this job has no way into the cloud";
    case "unfinished":
      return " **did not finish**";
    case "canceled":
      return " **was cancelled**";
    case "failed":
      return broken > 0 ? ` **failed**, ${count(broken, "violation")} of mandatory rules` : " **failed**";
    case "succeeded":
      if (stopped.length > 0) return " **stopped**";
      return kind === "update" ? " done" : "";
  }
}

function countsOf({ counts, kind, result }: Model): string {
  if (result === "none" || result === "skipped") return "";
  const changed = order.filter((action) => action !== "same" && counts[action] > 0);
  if (changed.length === 0 && result === "succeeded") return `no changes, ${count(counts.same, "resource")}`;
  return order
    .filter((action) => counts[action] > 0)
    .map((action) => {
      const text = `${counts[action].toLocaleString("en")} ${words[action][kind]}`;
      return action === "replace" || action === "delete" ? `**${text}**` : text;
    })
    .join(", ");
}
