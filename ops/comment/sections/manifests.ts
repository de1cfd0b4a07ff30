/** What becomes of the objects that Helm releases make, which no preview shows. Pure. */
import { list, whole, type Section } from "../budget";
import { code, count, fence, folded } from "../markdown";
import type { ManifestChange, Model } from "../model";

const order = ["removed", "changed", "added"] as const;

export function manifestSection({ manifests }: Model): Section {
  if (manifests === undefined) return whole(6, "");
  if (manifests.length === 0) return whole(6, "Rendered objects of Helm releases: no changes.");
  const sorted = [...manifests].sort(
    (a, b) => order.indexOf(a.change) - order.indexOf(b.change) || a.title.localeCompare(b.title),
  );
  const summary = order
    .map((change) => ({ change, number: manifests.filter((one) => one.change === change).length }))
    .filter(({ number }) => number > 0)
    .map(({ change, number }) => `${number} ${change}`);
  return list(sorted.map(item), {
    importance: 8,
    wrap: (text) => folded(`Rendered objects of Helm releases: ${summary.join(", ")}`, text),
    glue: "\n",
    more: (left) => `- ... and ${count(left, "object")} more`,
  });
}

function item({ added, change, diff, removed, title }: ManifestChange): { full: string; short: string } {
  const line = `- ${change} ${code(title)} (+${added} -${removed} lines)`;
  return { full: `${line}\n\n${fence(diff, "diff")}\n`, short: line };
}
