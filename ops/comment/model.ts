/**
 * What a comment is made of: small, without secrets, and checked when it is read, because it goes from the job that sees the cloud (and
 * runs what a pull request says) to the one that may write comments.
 */
import { z } from "zod";

/** What becomes of a resource, in the order in which one wants to read it. */
export const actions = ["replace", "delete", "import", "update", "create", "read", "same"] as const;
export type Action = (typeof actions)[number];

const changeSchema = z.object({
  action: z.enum(actions).exclude(["same"]),
  urn: z.string(),
  /** Type token. */
  type: z.string(),
  /** Logical name. */
  name: z.string(),
  /** The cloud's id of what is there now. */
  id: z.string(),
  protected: z.boolean(),
  /** Left in the cloud when it is deleted. */
  retained: z.boolean(),
  /** Cannot be made again as it was (config/guarded.ts); "cluster/cluster". */
  guarded: z.string().optional(),
  /** Why it is replaced: `masterCount 1 -> 3`. */
  reasons: z.array(z.string()),
  /** Lines of a diff. */
  diff: z.array(z.string()),
});

export type Change = z.infer<typeof changeSchema>;

/** Unknown: cannot be known before the update. Exception: a violation that is let through. */
export const verdicts = ["mandatory", "advisory", "exception", "unknown"] as const;

const policySchema = z.object({
  verdict: z.enum(verdicts),
  rule: z.string(),
  /** Logical name; "" for the stack as a whole. */
  resource: z.string(),
  message: z.string(),
});

export type PolicyFinding = z.infer<typeof policySchema>;

const amountSchema = z.object({
  /** With its unit. */
  what: z.string(),
  before: z.number(),
  after: z.number(),
});

const exceptionSchema = z.object({
  rule: z.string(),
  resource: z.string(),
  reason: z.string(),
  owner: z.string(),
  expires: z.string(),
});

const manifestSchema = z.object({
  /** "ingress-nginx: Deployment ingress-nginx/controller". */
  title: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  /** Lines that come and go. */
  added: z.number(),
  removed: z.number(),
  /** As `diff -u` without its head. */
  diff: z.string(),
});

export type ManifestChange = z.infer<typeof manifestSchema>;

export const modelSchema = z.object({
  version: z.literal(1),
  project: z.string(),
  stack: z.string(),
  kind: z.enum(["preview", "update"]),
  /**
   * Unfinished: the log ends before its summary. None: there was no log, Pulumi did not come so far. Skipped: nobody ran it, because the
   * job has no way into the cloud.
   */
  result: z.enum(["succeeded", "failed", "canceled", "unfinished", "none", "skipped"]),
  seconds: z.number(),
  counts: z.record(z.enum(actions), z.number()),
  changes: z.array(changeSchema),
  policies: z.array(policySchema),
  exceptions: z.array(exceptionSchema),
  /** What stops `science-platform preview`, as allowReplace names it. */
  stopped: z.array(z.string()),
  /** What allowReplace lets through. */
  allowed: z.array(z.string()),
  errors: z.array(z.string()),
  /** Of the whole stack. Empty: not changed by it. */
  capacity: z.array(amountSchema),
  /** What is not counted, because it is not known yet. */
  uncounted: z.array(z.string()),
  cost: z.object({ currency: z.string(), before: z.number(), after: z.number(), source: z.string() }).optional(),
  /** Undefined: nobody rendered them. */
  manifests: z.array(manifestSchema).optional(),
  /** The end of what was printed, for a run that ended early. */
  printed: z.string(),
  /** Lines of the log that could not be read. */
  broken: z.number(),
});

export type Model = z.infer<typeof modelSchema>;

/** A model of nothing. */
export function emptyModel(project: string, stack: string): Model {
  return {
    version: 1,
    project,
    stack,
    kind: "preview",
    result: "none",
    seconds: 0,
    counts: { replace: 0, delete: 0, import: 0, update: 0, create: 0, read: 0, same: 0 },
    changes: [],
    policies: [],
    exceptions: [],
    stopped: [],
    allowed: [],
    errors: [],
    capacity: [],
    uncounted: [],
    printed: "",
    broken: 0,
  };
}
