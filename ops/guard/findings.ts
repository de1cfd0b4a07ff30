/** Which steps of a preview would destroy what cannot be made again as it was. Pure. */
import { guardedKind, type GuardedKind, type GuardedName } from "../../config/guarded";
import type { Step } from "./events";
import { show, valueAt } from "./values";

/** A field that forces a replacement, with its values as people would write them. */
export interface ForcedField {
  field: string;
  old: string;
  new: string;
}

/** A guarded resource that would be replaced or deleted. */
export interface Finding {
  /** As `allowReplace` names it. */
  name: GuardedName;
  kind: GuardedKind;
  urn: string;
  /** The cloud's id of what would go. */
  id: string;
  action: "replace" | "delete";
  /** Why it would be replaced; empty when it would be deleted, or nobody says. */
  fields: ForcedField[];
  /** Protected so far, so that `pulumi up` would refuse as well. */
  protected: boolean;
  /** Left in the cloud by a deletion so far. */
  retained: boolean;
}

const replacing = ["replace", "create-replacement", "import-replacement"];
const deleting = ["delete", "delete-replaced"];

/** @returns One finding for each guarded resource that would go, in the order of the preview. */
export function findings(steps: readonly Step[]): Finding[] {
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) {
    if (guardedKind(step.type) === undefined || ![...replacing, ...deleting].includes(step.op)) continue;
    byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  }
  return [...byUrn.values()].flatMap((ofOne) => findingOf(ofOne) ?? []);
}

function findingOf(steps: readonly Step[]): Finding | undefined {
  const replacement = steps.find(({ op }) => replacing.includes(op));
  const step = replacement ?? steps[0];
  const kind = step && guardedKind(step.type);
  if (step === undefined || kind === undefined) return undefined;
  // A step that creates the successor may come first, and says less of the old one than the others.
  const old = steps.find((one) => one.old)?.old;
  return {
    name: `${kind}/${step.urn.split("::").at(-1) ?? ""}`,
    kind,
    urn: step.urn,
    id: old?.id ?? "",
    action: replacement ? "replace" : "delete",
    fields: replacement ? forcedFields(steps) : [],
    protected: old?.protect ?? false,
    retained: old?.retainOnDelete ?? false,
  };
}

/** Why a resource is replaced, from the steps that the engine takes for it. */
export function forcedFields(steps: readonly Step[]): ForcedField[] {
  const step = steps.find(({ keys }) => keys && keys.length > 0);
  const known = [...new Set(step?.keys)].filter((field) => field !== bridgeMark);
  return known.map((field) => {
    const wanted = valueAt(step?.new?.inputs, field);
    const before = valueAt(step?.old?.inputs, field);
    // Wanted as before, so what is in the cloud has changed.
    const old = JSON.stringify(before) === JSON.stringify(wanted) ? valueAt(step?.old?.outputs, field) : before;
    return { field, old: show(old), new: show(wanted) };
  });
}

/** What a provider made from Terraform's names when it does not know which field it is. */
const bridgeMark = "__meta";

/** What `allowReplace` says of the findings. */
export interface Verdict {
  stopped: Finding[];
  allowed: Finding[];
  /** Names in allowReplace that this change does not touch. */
  unused: string[];
}

export function judge(found: readonly Finding[], allowReplace: readonly string[]): Verdict {
  return {
    stopped: found.filter(({ name }) => !allowReplace.includes(name)),
    allowed: found.filter(({ name }) => allowReplace.includes(name)),
    unused: allowReplace.filter((name) => !found.some((finding) => finding.name === name)),
  };
}
