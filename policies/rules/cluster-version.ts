import { kubernetesWindow } from "../../config/versions";
import type { Field } from "../reader";
import { reporter, type Resource, type ResourceRule } from "../rule";
import { minorVersion } from "../versions";

export type Settings = {
  /** Oldest minor version, like "1.32". */
  min: string;
  /** Newest minor version, like "1.35". */
  max: string;
};

export const clusterVersion: ResourceRule<Settings> = {
  name: "cluster-version",
  group: "cloud-guardrails",
  description: "Clusters run a version of Kubernetes that is still mended and that the platform is tried with.",
  why: "holes in an older version stay open, and on a newer one nobody has tried the charts",
  fix: "raise or lower cluster.kubernetesVersion in the stack file (one minor version at a time where a cluster runs)",
  severity: "high",
  disposable: "advisory",
  defaults: { min: kubernetesWindow.oldest, max: kubernetesWindow.newest },
  settings: {
    min: { type: "string", pattern: "^1\\.\\d+$", description: "Oldest minor version." },
    max: { type: "string", pattern: "^1\\.\\d+$", description: "Newest minor version." },
  },
  notInCluster: "the cluster cannot refuse its own version",
  check(resource, { min, max }) {
    const report = reporter(resource, clusterVersion.why);
    for (const field of versions(resource)) {
      if (field.unknown) {
        report.unknown(field);
        continue;
      }
      const minor = minorVersion(field.text ?? "");
      if (minor === undefined) continue;
      const problem =
        minor < (minorVersion(min) ?? 0)
          ? `older than ${min}`
          : minor > (minorVersion(max) ?? Infinity)
            ? `newer than ${max}`
            : undefined;
      if (problem !== undefined)
        report.violation(field.path, `is "${field.text}", ${problem}`, `use a version from ${min} to ${max}`);
    }
    return report.findings;
  },
};

function versions({ type, props }: Resource): Field[] {
  switch (type) {
    case "openstack:containerinfra/clusterTemplate:ClusterTemplate":
      // With Cluster API the image's name says the version, with Heat the label does.
      return [props.get("image"), props.get("labels", "kube_tag")];
    case "gcp:container/cluster:Cluster":
      return [props.get("minMasterVersion"), props.get("nodeVersion")];
    case "gcp:container/nodePool:NodePool":
      return [props.get("version")];
    default:
      return [];
  }
}
