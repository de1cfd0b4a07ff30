/** The only way to install a Helm chart. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Chart } from "../catalog";
import { chartSource } from "./chart-source";
import { merge, withResources, type ContainerResources, type Values } from "./values";

export interface HelmServiceArgs {
  /** Entry of the catalog. */
  chart: Chart;
  /** Where charts come from. */
  charts: Config["platform"]["charts"];
  /** Namespace of the release. */
  namespace: pulumi.Input<string>;
  /** Values of the chart, without the resources of its containers. */
  values: Values;
  /**
   * Bounds of every container that the chart makes, by the path in its values, like "controller.resources". A release is opaque to
   * policies: these arguments are what they check.
   */
  resources: Record<string, ContainerResources>;
  /** Seconds until an installation, upgrade or removal counts as failed and is rolled back. @default 300 */
  timeout?: number;
}

/** Revisions that Helm keeps of a release, to roll back to. */
const history = 5;
/** Seconds that the rest of a step may take beyond Helm's own waiting: fetching, and rolling back what failed. */
const grace = 120;

export class HelmService extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: HelmServiceArgs, opts: pulumi.ComponentResourceOptions) {
    const { chart, resources, timeout = 300 } = args;
    assertExact(chart);
    const source = chartSource(chart, args.charts);
    const values = merge(args.values, withResources(resources));
    super(
      "science-platform:foundation:HelmService",
      name,
      { chart: chart.name, version: chart.version, source, namespace: args.namespace, values, resources },
      opts,
    );

    const seconds = `${2 * timeout + grace}s`;
    this.release = new kubernetes.helm.v3.Release(
      name,
      {
        // Other objects name the release's Services, so it must not get a random ending.
        name: chart.name,
        chart: source.chart,
        version: chart.version,
        ...(source.repository === undefined ? {} : { repositoryOpts: { repo: source.repository } }),
        // The provider compares versions, not contents: this makes a chart that changed in its directory an upgrade.
        description: `${chart.name} ${chart.version} ${source.digest}`,
        namespace: args.namespace,
        values,
        // A failed step leaves nothing half-done, so that `pulumi up` can simply be run again.
        atomic: true,
        cleanupOnFail: true,
        skipAwait: false,
        waitForJobs: true,
        timeout,
        maxHistory: history,
      },
      {
        parent: this,
        // Children do not inherit it, and the release is what must wait.
        dependsOn: opts.dependsOn,
        customTimeouts: { create: seconds, update: seconds, delete: seconds },
      },
    );

    this.registerOutputs({ release: this.release.name });
  }
}

/** The type says it too, but cannot tell "4.15.1" from "4.15.1e5" or a cast. */
export function assertExact({ name, version }: Chart): void {
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    throw new Error(`platform/catalog.ts: the version of ${name} is "${version}"; write an exact one, like "4.15.1"`);
}
