/** The wired lines as Helm values: of the app of apps, and of each application. Pure. */
import { enabled } from "../../../config/checks/phalanx-applications";
import { merge, type Value, type Values } from "../../foundation/values";
import { switches, type PhalanxConfig } from "./applications";
import { environmentFile } from "./wire";
import type { Wired } from "./wiring";

/** {"a.b": 1} as {a: {b: 1}}. */
export function nested(key: string, value: Value): Values {
  return key.split(".").reduceRight<Value>((inner, part) => ({ [part]: inner }), value) as Values;
}

function valuesOf(application: string, wired: readonly Wired[]): Values {
  return wired
    .filter((one) => one.application === application)
    .reduce<Values>((values, { key, value }) => merge(values, nested(key, value)), {});
}

/** Of the app of apps. What is on is what the stack file says, whatever the environment's file has. */
export function environmentValues(phalanx: PhalanxConfig, wired: readonly Wired[]): Values {
  return {
    ...valuesOf(environmentFile, wired),
    targetRevision: phalanx.revision,
    ...(Object.keys(phalanx.revisions).length > 0 ? { revisions: phalanx.revisions } : {}),
    applications: switches(phalanx),
  };
}

/** Of one application: what is wired, and the site's own values, which win. What Phalanx tells all applications comes with the app of apps. */
export function applicationValues(application: string, phalanx: PhalanxConfig, wired: readonly Wired[]): Values {
  return merge(valuesOf(application, wired), (phalanx.values[application] ?? {}) as Values);
}

/** The lines for `phalanx diff`: those that the site's own values take the place of are left out, and what is on is added. */
export function forFiles(phalanx: PhalanxConfig, wired: readonly Wired[], provided: readonly string[]): Wired[] {
  const own = (application: string) => (phalanx.values[application] ?? {}) as Values;
  const kept = wired.filter(({ application, key }) => !has(own(application), key));
  const lines = enabled(phalanx).map(
    (name): Wired => ({
      application: environmentFile,
      key: `applications.${name}`,
      source: provided.includes(name) ? "platform: installs it itself" : "phalanx.applications",
      value: !provided.includes(name),
    }),
  );
  return [...kept, ...lines];
}

function has(values: Values, key: string): boolean {
  let inner: unknown = values;
  for (const part of key.split(".")) {
    if (typeof inner !== "object" || inner === null || !(part in inner)) return false;
    inner = (inner as Record<string, unknown>)[part];
  }
  return true;
}
