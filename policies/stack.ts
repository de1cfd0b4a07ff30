/** Finding things in all resources of a stack. */
import type { Field } from "./reader";
import type { Resource } from "./rule";
import { kubernetesKind } from "./workloads";

export function ofKind(resources: Resource[], kind: string): Resource[] {
  return resources.filter(({ type }) => kubernetesKind(type) === kind);
}

/** The labels of the namespaces that are among the resources, by name. */
export function namespaceLabels(resources: Resource[]): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const { props } of ofKind(resources, "Namespace")) {
    const name = props.get("metadata", "name").text;
    if (name !== undefined) found.set(name, props.get("metadata", "labels"));
  }
  return found;
}
