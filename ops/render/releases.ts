/** The Helm releases among the resources of a stack. */
import type { Recorded } from "../../policies/recorded";

export interface Release {
  name: string;
  namespace: string;
  /** Name in the repository, or path of a folder. */
  chart: string;
  version: string;
  /** Missing for a folder. */
  repository?: string;
  /** SHA-256 of the package. */
  digest?: string;
  values: object;
}

interface Inputs {
  name?: string;
  namespace?: string;
  chart: string;
  version?: string;
  description?: string;
  repositoryOpts?: { repo?: string };
  values?: object;
}

export function releasesOf(resources: readonly Recorded[]): Release[] {
  return resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map((resource) => {
      const inputs = resource.inputs as Inputs;
      const repository = inputs.repositoryOpts?.repo;
      // HelmService notes the digest there, so that a chart that changes is an upgrade.
      const digest = / (sha256:[0-9a-f]{64})$/.exec(inputs.description ?? "")?.[1];
      return {
        name: inputs.name ?? resource.name,
        namespace: inputs.namespace ?? "default",
        chart: inputs.chart,
        version: inputs.version ?? "",
        values: inputs.values ?? {},
        ...(repository === undefined ? {} : { repository }),
        ...(digest === undefined ? {} : { digest }),
      };
    });
}
