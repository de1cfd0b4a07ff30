/** Helm values as plain data. */
import type * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";

export type Value = pulumi.Input<string> | pulumi.Input<number> | pulumi.Input<boolean> | Value[] | Values;
export interface Values {
  [key: string]: Value;
}

/** Bounds of a container, as Kubernetes writes them. */
export type ContainerResources = Record<"requests" | "limits", { cpu: string; memory: string }>;

type ConfiguredResources = Config["platform"]["containerDefaults"];

export function containerResources({ cpu, memory }: ConfiguredResources): ContainerResources {
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { cpu: cpu.limit, memory: memory.limit },
  };
}

/** {"a.b": x} as {a: {b: x}}. */
export function withResources(resources: Record<string, ContainerResources>): Values {
  return Object.entries(resources).reduce<Values>(
    (values, [path, bounds]) =>
      merge(
        values,
        path.split(".").reduceRight<Values>((inner, key) => ({ [key]: inner }), { ...bounds } as Values),
      ),
    {},
  );
}

/** The bounds that stand at these paths: what the site's own values have made of them. A path that leads nowhere is {}. */
export function resourcesIn(values: Values, paths: readonly string[]): Record<string, Values> {
  const at = (path: string) =>
    path.split(".").reduce<Value | undefined>((inner, key) => (isMap(inner) ? inner[key] : undefined), values);
  return Object.fromEntries(paths.map((path) => [path, (at(path) ?? {}) as Values]));
}

/** Both, maps merged through and through; of two other values the second wins. */
export function merge(first: Values, second: Values): Values {
  const merged: Values = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const present = merged[key];
    merged[key] = isMap(present) && isMap(value) ? merge(present, value) : value;
  }
  return merged;
}

/** Plain maps only: an output is an object too, and must stay whole. */
function isMap(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
