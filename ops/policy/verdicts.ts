/** What rules say of manifests, object by object. */
import type { PolicyConfig } from "../../policies/config";
import { evaluate, stops, type Outcome } from "../../policies/evaluate";
import { exceptionText } from "../../policies/exceptions";
import { label, message, resourceOfManifest, type Level, type Resource, type Rule } from "../../policies/rule";
import type { Entry, Place } from "./manifests";
import { emptyPods } from "./pods";

export interface Violation {
  rule: string;
  level: Level;
  /** The whole sentence: what, where, why, how to fix it. */
  message: string;
  /** Place in the object. */
  where: string;
  what: string;
  /** Reason, owner and end of the exception that lets it through. */
  exception?: string;
}

export interface Verdict extends Place {
  verdict: "allow" | "deny";
  apiVersion?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  violations: Violation[];
}

/** Rule under which a document is told that is no object, or one that no rule can judge. */
export const unreadable = "readable";

export interface Judging {
  rules: readonly Rule[];
  config: PolicyConfig;
  /** What is held together with the entries besides: the resources of a program. They get verdicts only where something is wrong. */
  others?: readonly Resource[];
}

/**
 * One verdict for each entry, in their order. An object is denied when a mandatory rule is broken; rules about several objects hold all
 * entries together, and deny the object that lacks something.
 */
export function verdicts(entries: readonly Entry[], { rules, config, others = [] }: Judging): Verdict[] {
  const objects = entries.map((entry) => ("manifest" in entry ? resourceOfManifest(entry.manifest) : undefined));
  const resources = objects.filter((resource): resource is Resource => resource !== undefined);
  const outcomes = new Map<Resource, Outcome[]>();
  for (const outcome of evaluate([...others, ...resources], { rules, config })) {
    const { resource } = outcome.finding;
    outcomes.set(resource, [...(outcomes.get(resource) ?? []), outcome]);
  }
  const judged = (place: Place, resource: Resource): Verdict => {
    const own = outcomes.get(resource) ?? [];
    const empty = emptyPods(resource).map(
      ({ where, what }): Violation => ({
        ...{ rule: unreadable, level: "mandatory", where, what },
        message: `${label(resource)}: ${where} ${what}.`,
      }),
    );
    return {
      ...place,
      verdict: empty.length > 0 || own.some(stops) ? "deny" : "allow",
      ...identity(resource),
      violations: [...empty, ...own.flatMap(violation)],
    };
  };
  const ofOthers = others
    .filter((resource) => outcomes.has(resource))
    .map((resource) => judged({ file: "the program", document: 1 }, resource));
  const ofEntries = entries.map((entry, index): Verdict => {
    const { file, document, item } = entry;
    const place: Place = { file, document, ...(item === undefined ? {} : { item }) };
    const resource = objects[index];
    if (resource !== undefined) return judged(place, resource);
    const what = "problem" in entry ? entry.problem : "";
    return {
      ...place,
      verdict: "deny",
      violations: [{ rule: unreadable, level: "mandatory", message: what, where: "", what }],
    };
  });
  return [...ofOthers, ...ofEntries];
}

function identity({ type, name, props }: Resource): Pick<Verdict, "apiVersion" | "kind" | "namespace" | "name"> {
  const [apiVersion, kind] = ["apiVersion", "kind"].map((key) => props.get(key).text);
  const [namespace, own = name] = ["namespace", "name"].map((key) => props.get("metadata", key).text);
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    kind: kind ?? type,
    ...(namespace === undefined ? {} : { namespace }),
    ...(own === "" ? {} : { name: own }),
  };
}

function violation({ rule, finding, level, exception }: Outcome): Violation[] {
  // Manifests have no unknown values.
  if (finding.kind === "unknown") return [];
  const { where, what } = finding;
  const told = exception === undefined ? {} : { exception: exceptionText(exception) };
  return [{ rule: rule.name, level, message: message(finding, rule), where, what, ...told }];
}

/** "Deployment demo/web  (file)", or the place of what is no object. */
export function titleOf({ file, document, item, kind, namespace, name = "(no name)" }: Verdict): string {
  const place = `${file}${document > 1 ? `, document ${document}` : ""}${item === undefined ? "" : `, item ${item}`}`;
  if (kind === undefined) return place;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}  (${place})`;
}
