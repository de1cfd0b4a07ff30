/** What is meant to be, against what a backend has. Values are compared and never shown. Pure. */
import type { Values } from "../vault/kv";

export interface Finding {
  service: string;
  /** Missing: it is about the whole secret. */
  key?: string;
  /** unknown: it is there, and nothing declares it. */
  problem: "missing" | "mismatched" | "unknown";
}

export type Secrets = ReadonlyMap<string, Values>;

/** Sorted by service and key; empty when all is as it is meant to be. */
export function compare(meant: Secrets, found: Secrets): Finding[] {
  const services = [...new Set([...meant.keys(), ...found.keys()])].sort();
  return services.flatMap((service): Finding[] => {
    const [should, is] = [meant.get(service), found.get(service)];
    if (should === undefined) return [{ service, problem: "unknown" }];
    if (is === undefined) return Object.keys(should).length === 0 ? [] : [{ service, problem: "missing" }];
    const keys = [...new Set([...Object.keys(should), ...Object.keys(is)])].sort();
    return keys.flatMap((key): Finding[] => {
      if (!(key in should)) return [{ service, key, problem: "unknown" }];
      if (!(key in is)) return [{ service, key, problem: "missing" }];
      return should[key] === is[key] ? [] : [{ service, key, problem: "mismatched" }];
    });
  });
}

/** What a sync does to one secret. */
export interface Step {
  service: string;
  action: "create" | "update" | "delete";
  /** Keys that get a value, or another one. */
  written: string[];
  /** Keys that nothing declares and that go. */
  removed: string[];
  /** All of the secret, afterwards. */
  values: Values;
}

/**
 * @param removeUnknown Otherwise what nothing declares stays: somebody may need it.
 */
export function plan(meant: Secrets, found: Secrets, removeUnknown: boolean): Step[] {
  const byService = new Map<string, Finding[]>();
  for (const finding of compare(meant, found))
    byService.set(finding.service, [...(byService.get(finding.service) ?? []), finding]);
  return [...byService].flatMap(([service, findings]): Step[] => {
    const [should, is] = [meant.get(service), found.get(service)];
    if (should === undefined)
      return removeUnknown
        ? [{ service, action: "delete", written: [], removed: Object.keys(is ?? {}).sort(), values: {} }]
        : [];
    if (is === undefined)
      return [{ service, action: "create", written: Object.keys(should).sort(), removed: [], values: should }];
    const keys = (unknown: boolean) =>
      findings.flatMap(({ key, problem }) => ((problem === "unknown") === unknown && key !== undefined ? [key] : []));
    const [written, removed] = [keys(false), removeUnknown ? keys(true) : []];
    if (written.length + removed.length === 0) return [];
    return [{ service, action: "update", written, removed, values: removeUnknown ? should : { ...is, ...should } }];
  });
}
