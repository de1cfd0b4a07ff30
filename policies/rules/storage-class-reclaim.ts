import { reporter, type ResourceRule } from "../rule";
import { kubernetesKind } from "../workloads";

type Settings = Record<string, never>;

export const storageClassReclaim: ResourceRule<Settings> = {
  name: "storage-class-reclaim",
  description: "Every StorageClass says what happens to a volume when its claim goes.",
  severity: "high",
  defaults: {},
  settings: {},
  check(resource) {
    if (kubernetesKind(resource.type) !== "StorageClass") return [];
    const report = reporter(
      resource,
      "Kubernetes' default is Delete: the data would go with the claim, and nobody chose that",
    );
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
