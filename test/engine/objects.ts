/** Where the API has the collections of the kinds that the tests send. */
import type { Manifest } from "../../policies/rule";

const clusterWide = [
  "CustomResourceDefinition",
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
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return name.endsWith("s") ? `${name}es` : `${name}s`;
}

/** A kind of the Gateway API, as far as an API server has to know it to take objects; its own definitions are far longer. */
export function gatewayDefinition(kind: string): Manifest {
  const [group, names] = ["gateway.networking.k8s.io", plural(kind)];
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${names}.${group}`,
      annotations: { "api-approved.kubernetes.io": "unapproved, for tests" },
    },
    spec: {
      ...{ group, scope: "Namespaced", names: { kind, plural: names } },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}
