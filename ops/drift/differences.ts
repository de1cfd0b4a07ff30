/** What a refresh that changes nothing says of the resources: which differ in the cloud from the state, in what. Pure. */
import type { Diagnostic, Step } from "../guard/events";
import { show, valueAt } from "../guard/values";
import { ownerOf, ownerOfLoss } from "./owner";

export interface PropertyDifference {
  /** Like "spec.hard.pods". */
  path: string;
  /** As the cloud says; secrets are masked. */
  cloud: string;
  /** As the last run left it. */
  state: string;
  /** True: to put it back the resource would have to be replaced. */
  replaces: boolean;
  owner: string;
}

export interface ResourceDifference {
  /** Logical name. */
  name: string;
  type: string;
  urn: string;
  /** The cloud's id. */
  id: string;
  /** Empty: it is missing in the cloud. */
  properties: PropertyDifference[];
  missing: boolean;
  /** Who deleted what is missing. */
  owner?: string;
}

/** @param unseen URNs of which nothing is known. */
export function differences(outcomes: readonly Step[], unseen: ReadonlySet<string> = new Set()): ResourceDifference[] {
  return outcomes
    .filter(({ op, urn }) => (op === "update" || op === "delete") && !unseen.has(urn))
    .map((step) => {
      const { op, old, type, urn } = step;
      const missing = op === "delete";
      return {
        name: nameOf(urn),
        type,
        urn,
        id: old?.id ?? "",
        properties: missing ? [] : properties(step),
        missing,
        ...(missing ? { owner: ownerOfLoss(step) } : {}),
      };
    })
    .sort((a, b) => a.type.localeCompare(b.type) || a.name.localeCompare(b.name));
}

export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function properties(step: Step): PropertyDifference[] {
  return Object.entries(step.detailedDiff ?? {})
    .map(([path, { diffKind }]) => ({
      path,
      cloud: show(valueAt(step.new?.outputs, path) ?? valueAt(step.new?.inputs, path)),
      state: show(valueAt(step.old?.outputs, path) ?? valueAt(step.old?.inputs, path)),
      replaces: diffKind.endsWith("-replace"),
      owner: ownerOf(step, path),
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Why nothing is known of some resources: each reason once, with the URNs. */
export interface Blindness {
  reason: string;
  urns: string[];
}

/**
 * The Kubernetes provider takes a cluster that does not answer for one that is gone, where a stack says that everything may go
 * (deleteUnreachable): it would look as if all in it were missing. It says so beside it.
 */
export function blindness(diagnostics: readonly Diagnostic[]): Blindness[] {
  const found = new Map<string, Set<string>>();
  for (const { message, severity, urn } of diagnostics) {
    const unreachable = /^configured Kubernetes cluster is unreachable: (.*)/s.exec(message)?.[1];
    const reason =
      unreachable !== undefined
        ? `the cluster does not answer: ${unreachable.trim()}`
        : severity === "error" && urn !== ""
          ? plain(message)
          : undefined;
    if (reason === undefined || reason === "preview failed") continue;
    found.set(reason, (found.get(reason) ?? new Set()).add(urn));
  }
  return [...found].map(([reason, urns]) => ({ reason, urns: [...urns] }));
}

/** Without colours, and without what every resource says anew. */
function plain(message: string): string {
  return message
    .replace(/<\{%.*?%\}>/g, "")
    .replace(/^(Preview failed: )?(refreshing \S+: )?(\d+ errors? occurred:\s*\* )?/, "")
    .trim();
}
