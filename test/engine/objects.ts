/** Where the API has the collections of the kinds that the tests send. */
import type { Manifest } from "../../policies/rule";

const clusterWide = [
  "Namespace",
  "StorageClass",
  "PersistentVolume",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
];

/** Path of the collection that an object is created in; its namespace is "default" where it names none. */
export function collection({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const { namespace = "default" } = (metadata ?? {}) as { namespace?: string };
  return `${group}${clusterWide.includes(kind) ? "" : `/namespaces/${namespace}`}/${plural(kind)}`;
}

function plural(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith("y")) return `${name.slice(0, -1)}ies`;
  return name.endsWith("s") ? `${name}es` : `${name}s`;
}
