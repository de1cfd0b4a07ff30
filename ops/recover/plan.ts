/**
 * What an `up` that was killed leaves in the state: creations that were begun and never noted as done. This decides, without touching
 * anything, what becomes of each.
 */
import { z } from "zod";

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  parent: z.string().optional(),
  dependencies: z.array(z.string()).nullish(),
  /** Why its creation or last change did not end well. */
  initErrors: z.array(z.string()).nullish(),
});

/** The part of `pulumi stack export` that is read here. */
export const exportSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(resourceSchema).default([]),
    pending_operations: z.array(z.looseObject({ type: z.string(), resource: resourceSchema })).nullish(),
  }),
});
export type StackExport = z.infer<typeof exportSchema>;

/** A creation that was begun and never noted as done. */
export interface PendingCreate {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
}

export function pendingCreates(stack: StackExport): PendingCreate[] {
  return (stack.deployment.pending_operations ?? [])
    .filter((operation) => operation.type === "creating")
    .map(({ resource }) => ({ urn: resource.urn, type: resource.type, inputs: resource.inputs ?? {} }));
}

/** Ids that the state knows already: never adopted a second time. */
export function knownIds(stack: StackExport): Set<string> {
  return new Set(stack.deployment.resources.flatMap((resource) => (resource.id === undefined ? [] : [resource.id])));
}

/** What the cloud has that could be it. */
export interface Found {
  /** In the form that the provider's import takes. */
  id: string;
  /** The cloud says that it came to nothing. */
  failed: boolean;
}

/** What to do about one pending creation. */
export type Decision =
  /** It was made: the state takes it over. */
  | { urn: string; action: "adopt"; id: string }
  /** It came to nothing: it is deleted, and the next `up` makes it again. */
  | { urn: string; action: "discard"; id: string }
  /** Nothing of it exists: forget it, the next `up` makes it. */
  | { urn: string; action: "forget" }
  /** Several things could be it; a person has to say which. */
  | { urn: string; action: "ask"; candidates: string[] };

/** Decides by what was found in the cloud for the pending creation; ids that the state knows are somebody else's. */
export function decide(pending: PendingCreate, found: readonly Found[], known: ReadonlySet<string>): Decision {
  const { urn } = pending;
  const candidates = found.filter(({ id }) => !known.has(id));
  const [only, ...others] = candidates;
  if (only === undefined) return { urn, action: "forget" };
  if (others.length > 0) return { urn, action: "ask", candidates: candidates.map(({ id }) => id) };
  return { urn, action: only.failed ? "discard" : "adopt", id: only.id };
}

/**
 * The state with the decisions carried out: what was made stands among the resources, with the id that it has in the cloud, and nothing
 * is pending. Everything else about it comes with the next refresh. (`pulumi refresh --import-pending-creates` is meant for this, but with
 * CLI 3.259 the resource is not in the state afterwards.)
 */
export function carryOut(stack: StackExport, decisions: readonly Decision[]): StackExport {
  const ids = new Map(decisions.flatMap((one) => (one.action === "adopt" ? [[one.urn, one.id] as const] : [])));
  const operations = stack.deployment.pending_operations ?? [];
  const adopted = operations.flatMap(({ type, resource }) => {
    const id = ids.get(resource.urn);
    return type === "creating" && id !== undefined ? [{ ...resource, id, outputs: resource.outputs ?? {} }] : [];
  });
  return {
    ...stack,
    deployment: {
      ...stack.deployment,
      // What a resource depends on was noted before its creation began: at the end it stands behind all of that.
      resources: [...stack.deployment.resources, ...adopted],
      pending_operations: operations.filter(({ type }) => type !== "creating"),
    },
  };
}
