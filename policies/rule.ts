/**
 * What a rule is: a pure function over plain data. The CrossGuard pack, `science-platform policy test`, `science-platform render` and
 * the tests call the same functions; what the API server checks itself is said beside it in CEL.
 */
import type { Admission } from "./admission/cel";
import { Field, readable } from "./reader";

/** A resource as rules see it. */
export interface Resource {
  /** Type token, like "kubernetes:apps/v1:Deployment". */
  type: string;
  /** Logical name in the program. */
  name: string;
  urn?: string;
  props: Field;
  /** Pulumi option `protect`. */
  protect: boolean;
  /** Type token of the parent. */
  parentType?: string;
  /** Inputs of its provider. */
  provider?: Field;
}

/** Something a rule has to say about one field of one resource. */
export type Finding =
  | { kind: "violation"; resource: Resource; where: string; what: string; why: string; fix: string }
  /** The field is unknown during this preview; `up` checks it again. */
  | { kind: "unknown"; resource: Resource; where: string };

export type Settings = Record<string, unknown>;

/** What a violation does: mandatory stops the run, advisory is only told. */
export type Level = "mandatory" | "advisory";

/** The four sets, by what they guard. */
export const groups = ["resource-limits", "security-baseline", "cloud-guardrails", "data-protection"] as const;
export type Group = (typeof groups)[number];

interface RuleBase<C extends Settings> {
  /** Name in policy configuration files, in messages, and of its page in docs/policies.md. */
  name: string;
  group: Group;
  /** One sentence: what must hold. */
  description: string;
  /** What goes wrong otherwise. */
  why: string;
  /** How to comply, as the end of "To comply, ...". */
  fix: string;
  severity: "low" | "medium" | "high" | "critical";
  /** Level on a disposable site; in production every rule is mandatory. */
  disposable: Level;
  /** Settings of a site's policy configuration, with their defaults. */
  defaults: C;
  /** JSON Schema of each setting. */
  settings: Record<keyof C & string, object>;
  /** What the API server checks by itself, whoever sends the object. */
  admission?(settings: C): Admission;
  /** Why CEL cannot say it, where there is no `admission`. */
  notInCluster?: string;
}

export interface ResourceRule<C extends Settings> extends RuleBase<C> {
  check(resource: Resource, settings: C): Finding[];
}

export interface StackRule<C extends Settings> extends RuleBase<C> {
  checkStack(resources: Resource[], settings: C): Finding[];
}

export type Rule<C extends Settings = Settings> = ResourceRule<C> | StackRule<C>;

/** The resource of plain properties, such as a fixture's. */
export function resourceOf(type: string, name: string, props: unknown, rest: Partial<Resource> = {}): Resource {
  return { type, name, props: new Field(readable(props)), protect: false, ...rest };
}

/** An object of Kubernetes as YAML has it. */
export interface Manifest extends Record<string, unknown> {
  apiVersion: string;
  kind: string;
}

/** The resource that the Kubernetes provider would make of a manifest. */
export function resourceOfManifest(manifest: Manifest): Resource {
  const group = manifest.apiVersion === "v1" ? "core/v1" : manifest.apiVersion;
  const name = new Field(readable(manifest)).get("metadata", "name").text ?? "";
  return resourceOf(`kubernetes:${group}:${manifest.kind}`, name, manifest);
}

/** Where a rule is explained. */
export function page(rule: { name: string }): string {
  return `docs/policies.md#${rule.name}`;
}

/**
 * What a finding says to people: what, where, why, how to fix it, and where more is said. The SDK hands secrets to rules in plain text,
 * so rules quote only what is no secret by nature: images, quantities, ports, ranges, names.
 */
export function message(finding: Finding, rule?: { name: string }): string {
  const subject = `${label(finding.resource)}: ${finding.where}`;
  if (finding.kind === "unknown") return `${subject} cannot be known before the update, which checks it.`;
  const more = rule === undefined ? "" : ` More: ${page(rule)}.`;
  return `${subject} ${finding.what}. Why: ${finding.why}. Fix: ${finding.fix}.${more}`;
}

/** "Deployment demo/web": the kind, and the name the object has in the cluster or in the program. */
export function label(resource: Resource): string {
  return `${resource.type.slice(resource.type.lastIndexOf(":") + 1)} ${objectName(resource)}`;
}

/** "demo/web", "demo" for what has no namespace, the logical name for what has no name of its own. */
export function objectName({ name, props }: Resource): string {
  const own = props.get("metadata", "name").text ?? name;
  const namespace = props.get("metadata", "namespace").text;
  return namespace === undefined ? own : `${namespace}/${own}`;
}

export type Reporter = ReturnType<typeof reporter>;

/** Helper for rules: findings about one resource without naming it each time. */
export function reporter(resource: Resource, why: string) {
  const findings: Finding[] = [];
  return {
    findings,
    violation: (where: string, what: string, fix: string) =>
      void findings.push({ kind: "violation", resource, where, what, why, fix }),
    /** An unknown above several fields is one fact: it is noted once. */
    unknown: (field: Field) => {
      if (!findings.some((finding) => finding.kind === "unknown" && finding.where === field.path))
        findings.push({ kind: "unknown", resource, where: field.path });
    },
  };
}
