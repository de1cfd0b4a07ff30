/** From the engine's steps to one change for each resource. Pure. */
import { isDeepStrictEqual } from "node:util";
import { formatPath } from "../../config/problems-path";
import { guardedKind } from "../../config/guarded";
import { nameOf } from "../drift/differences";
import type { Step } from "../guard/events";
import { forcedFields } from "../guard/findings";
import { secretKey, show, valueAt } from "../guard/values";
import type { Action, Change } from "./model";

/** The engine's words for steps to what becomes of the resource. Others (refresh, discard, read-discard) change nothing. */
const actionOf: Readonly<Record<string, Exclude<Action, "same">>> = {
  create: "create",
  update: "update",
  delete: "delete",
  import: "import",
  read: "read",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
  "remove-pending-replace": "replace",
};

/** A diff says at most so many properties of a resource, and the number of the others. */
const mostProperties = 30;

/** Collects the steps of each resource: a replacement is several. */
export class Changes {
  private readonly byUrn = new Map<string, Change>();

  add(step: Step): void {
    const action = actionOf[step.op];
    if (action === undefined) return;
    const change = changeOf(step, action);
    const known = this.byUrn.get(step.urn);
    this.byUrn.set(step.urn, known ? merged(known, change) : change);
  }

  get all(): Change[] {
    return [...this.byUrn.values()];
  }
}

function changeOf(step: Step, action: Change["action"]): Change {
  const { new: now, old, type, urn } = step;
  const name = nameOf(urn);
  const kind = guardedKind(type);
  return {
    action,
    urn,
    type,
    name,
    id: old?.id ?? "",
    protected: old?.protect ?? now?.protect ?? false,
    retained: old?.retainOnDelete ?? false,
    ...(kind === undefined ? {} : { guarded: `${kind}/${name}` }),
    reasons: action === "replace" ? forcedFields([step]).map((one) => `${one.field}: ${one.old} -> ${one.new}`) : [],
    diff: action === "delete" ? [] : limited(diffOf(step)),
  };
}

/** Two steps of one resource: the engine says most of a replacement in one of them. */
function merged(one: Change, other: Change): Change {
  const richer = other.diff.length > one.diff.length ? other : one;
  return {
    ...one,
    // Deleted as one and created as another: it moved from one parent or provider to another in place.
    action: one.action === other.action ? one.action : "replace",
    id: one.id || other.id,
    protected: one.protected || other.protected,
    retained: one.retained || other.retained,
    reasons: one.reasons.length > 0 ? one.reasons : other.reasons,
    diff: richer.diff,
  };
}

function limited(lines: readonly string[]): string[] {
  if (lines.length <= mostProperties) return [...lines];
  return [...lines.slice(0, mostProperties), `  ... and ${lines.length - mostProperties} lines more`];
}

function diffOf({ detailedDiff, new: now, old }: Step): string[] {
  if (!now || !old)
    return Object.entries(now?.inputs ?? {})
      .filter(isSaid)
      .map(added);
  const said = Object.keys(detailedDiff ?? {}).filter((path) => !path.startsWith("__"));
  const paths = said.length > 0 ? said : differing(old.inputs, now.inputs);
  return paths.flatMap((path) => {
    const inState = valueAt(old.inputs, path);
    const wanted = valueAt(now.inputs, path);
    // Wanted as before, so what is in the cloud has changed.
    const isSame = JSON.stringify(inState) === JSON.stringify(wanted);
    const before = isSame ? (valueAt(old.outputs, path) ?? inState) : inState;
    return changed(path, before, wanted);
  });
}

/** What the engine and the bridge add for themselves is nobody's property. */
function isSaid([key, value]: [string, unknown]): boolean {
  return !key.startsWith("__") && value !== undefined && value !== null;
}

function added([key, value]: [string, unknown]): string {
  return `+ ${key}: ${show(value)}`;
}

function changed(path: string, before: unknown, after: unknown): string[] {
  return [
    ...(before === undefined || before === null ? [] : [`- ${path}: ${show(before)}`]),
    ...(after === undefined || after === null ? [] : [`+ ${path}: ${show(after)}`]),
  ];
}

/** Paths of the values that differ, as deep as both have the same kind of thing there. */
function differing(before: unknown, after: unknown, path: readonly PropertyKey[] = []): string[] {
  // A list of another length has moved items, of which nobody can say which.
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one: unknown, index) => differing(one, after[index], [...path, index]));
  if (!isMap(before) || !isMap(after) || isMarked(before) || isMarked(after))
    return isDeepStrictEqual(before, after) ? [] : [formatPath(path)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !key.startsWith("__"))
    .flatMap((key) => differing(before[key], after[key], [...path, key]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Secrets, assets and references are objects with a signature. */
function isMarked(value: Record<string, unknown>): boolean {
  return secretKey in value;
}
