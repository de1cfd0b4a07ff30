import { reporter, type ResourceRule } from "../rule";
import { kubernetesKind } from "../workloads";

export type Settings = Record<string, never>;

export const storageClassReclaim: ResourceRule<Settings> = {
  name: "storage-class-reclaim",
  group: "data-protection",
  description: "Every StorageClass says what happens to a volume when its claim goes.",
  why: "Kubernetes' default is Delete: the data would go with the claim, and nobody chose that",
  fix: "set reclaimPolicy to Retain or Delete (storage.classes[].reclaim in the stack file)",
  severity: "high",
  disposable: "mandatory",
  defaults: {},
  settings: {},
  notInCluster:
    "the API server fills in Delete before any policy is asked, so that nobody can tell any more who chose it",
  check(resource) {
    if (kubernetesKind(resource.type) !== "StorageClass") return [];
    const report = reporter(resource, storageClassReclaim.why);
    const policy = resource.props.get("reclaimPolicy");
    if (policy.unknown) report.unknown(policy);
    else if (policy.text !== "Retain" && policy.text !== "Delete")
      report.violation(
        policy.path,
        policy.absent ? "is not set" : `is "${policy.text}", which no StorageClass can have`,
        "set it to Retain or Delete (storage.classes[].reclaim in the site's configuration)",
      );
    return report.findings;
  },
};
