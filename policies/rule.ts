/**
 * What a rule is: a pure function over plain data. The CrossGuard pack, the chart tests and later `ops/render` call the same functions.
 */
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
}

/** Something a rule has to say about one field of one resource. */
export type Finding =
  | { kind: "violation"; resource: Resource; where: string; what: string; why: string; fix: string }
  /** The field is unknown during this preview; `up` checks it again. */
  | { kind: "unknown"; resource: Resource; where: string };

export type Settings = Record<string, unknown>;

interface RuleBase<C extends Settings> {
  /** Name in policy configuration files. */
  name: string;
  /** One sentence: what must hold. */
  description: string;
  severity: "low" | "medium" | "high" | "critical";
  /** Settings of a site's policy configuration, with their defaults. */
  defaults: C;
  /** JSON Schema of each setting. */
  settings: Record<keyof C & string, object>;
}

export interface ResourceRule<C extends Settings> extends RuleBase<C> {
  check(resource: Resource, settings: C): Finding[];
}

export interface StackRule<C extends Settings> extends RuleBase<C> {
  checkStack(resources: Resource[], settings: C): Finding[];
}

/** The resource of plain properties, such as a fixture's. */
export function resourceOf(type: string, name: string, props: unknown, rest: Partial<Resource> = {}): Resource {
  return { type, name, props: new Field(readable(props)), protect: false, ...rest };
}

/** The resource that the Kubernetes provider would make of a manifest. */
export function resourceOfManifest(manifest: { apiVersion: string; kind: string } & Record<string, unknown>): Resource {
  const group = manifest.apiVersion === "v1" ? "core/v1" : manifest.apiVersion;
  const name = new Field(readable(manifest)).get("metadata", "name").text ?? "";
  return resourceOf(`kubernetes:${group}:${manifest.kind}`, name, manifest);
}

/**
 * What a finding says to people: what, where, why, and how to fix it. The SDK hands secrets to rules in plain text, so rules quote only
 * what is no secret by nature: images, quantities, ports, ranges.
 */
export function message(finding: Finding): string {
  const subject = `${label(finding.resource)}: ${finding.where}`;
  if (finding.kind === "unknown") return `${subject} cannot be known before \`pulumi up\`, which checks it again.`;
  return `${subject} ${finding.what}. Why: ${finding.why}. Fix: ${finding.fix}.`;
}

/** "Deployment demo/web": the kind, and the name the object has in the cluster or in the program. */
function label({ type, name, props }: Resource): string {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const own = props.get("metadata", "name").text ?? name;
  const namespace = props.get("metadata", "namespace").text;
  return `${kind} ${namespace === undefined ? own : `${namespace}/${own}`}`;
}

/** Helper for rules: findings about one resource without naming it each time. */
export function reporter(resource: Resource, why: string) {
  const findings: Finding[] = [];
  return {
    findings,
    violation: (where: string, what: string, fix: string) =>
      void findings.push({ kind: "violation", resource, where, what, why, fix }),
    unknown: (field: Field) => void findings.push({ kind: "unknown", resource, where: field.path }),
  };
}
