/** The Helm releases among the resources of a stack. */
import type { Recorded } from "../../policies/recorded";

export interface Release {
  name: string;
  namespace: string;
  /** Folder of the chart, from the top of the repository. */
  chart: string;
  version: string;
  values: object;
}

interface Inputs {
  name?: string;
  namespace?: string;
  chart: string;
  version?: string;
  values?: object;
}

export function releasesOf(resources: readonly Recorded[]): Release[] {
  return resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map((resource) => {
      const inputs = resource.inputs as Inputs;
      return {
        name: inputs.name ?? resource.name,
        namespace: inputs.namespace ?? "default",
        chart: inputs.chart,
        version: inputs.version ?? "",
        values: inputs.values ?? {},
      };
    });
}
