/** Rendered text as the objects that arrive in the cluster. */
import type { Manifest } from "../../policies/rule";
import { parseManifests, type Entry } from "../policy/manifests";

/** Kinds that are in no namespace; all others are in the release's, where they name none. */
const clusterWide = new Set([
  "APIService",
  "ClusterIssuer",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterSecretStore",
  "ComputeClass",
  "CSIDriver",
  "CustomResourceDefinition",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PodSecurityPolicy",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeSnapshotClass",
]);

/** @param source What the objects are from, for messages: "release ingress-nginx". */
export function renderedObjects(text: string, source: string, namespace: string): Entry[] {
  return parseManifests(text, source).map((entry) =>
    "manifest" in entry ? { ...entry, manifest: inNamespace(entry.manifest, namespace) } : entry,
  );
}

function inNamespace(manifest: Manifest, namespace: string): Manifest {
  const metadata = (manifest.metadata ?? {}) as { namespace?: string };
  if (metadata.namespace !== undefined || clusterWide.has(manifest.kind)) return manifest;
  return { ...manifest, metadata: { ...metadata, namespace } };
}
