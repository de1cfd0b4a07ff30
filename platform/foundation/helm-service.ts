/** The only way to install a Helm chart. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Chart } from "../catalog";
import { definitions } from "../charts/contents";
import { chartSource } from "./chart-source";
import { checkValues } from "./chart-values";
import { explaining, type Cure } from "./explain";
import type { ServiceNamespaceArgs } from "./service-namespace";
import { merge, resourcesIn, withResources, type ContainerResources, type Values } from "./values";

export interface HelmServiceArgs {
  /** Entry of the catalog. */
  chart: Chart;
  /** Name of the release, by which platform.values names it too. @default the chart's name */
  release?: string;
  /** Where charts come from, and the site's own values, which win over ours. */
  platform: Pick<Config["platform"], "charts" | "values">;
  /** Namespace of the release. */
  namespace: pulumi.Input<string>;
  /** Values of the chart, without the resources of its containers. */
  values: Values;
  /**
   * Bounds of every container that the chart makes, by the path in its values, like "controller.resources". A release is opaque to
   * policies: these arguments are what they check, as the site's values leave them.
   */
  resources: Record<string, ContainerResources>;
  /** True: `destroy` leaves the release in the cluster. For what others' data hang on. @default false */
  keep?: boolean;
  /** Seconds until an installation, upgrade or removal counts as failed and is rolled back. @default 300 */
  timeout?: number;
  /** What its failures mean and what helps. @default none */
  cures?: readonly Cure[];
}

/** What of the platform's settings a component needs that puts a release into a namespace of its own. */
export type ReleaseSettings = HelmServiceArgs["platform"] & ServiceNamespaceArgs["platform"];

/** Revisions that Helm keeps of a release, to roll back to. */
const history = 5;
/** Seconds that the rest of a step may take beyond Helm's own waiting: fetching, and rolling back what failed. */
const grace = 120;

/**
 * One release, and the custom resource definitions in its chart's folder `crds`: Helm would make those once and never raise them. They
 * stay when the release goes, because everything that users made of them would go with them.
 *
 * @throws pulumi.RunError when the chart cannot be had, or does not take the values.
 */
export class HelmService extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: HelmServiceArgs, opts: pulumi.ComponentResourceOptions) {
    const { chart, keep = false, platform, timeout = 300 } = args;
    assertExact(chart);
    const release = args.release ?? chart.name;
    const { readable, ...source } = chartSource(chart, platform.charts);
    const site = (platform.values[release] ?? {}) as Values;
    const values = merge(merge(args.values, withResources(args.resources)), site);
    const resources = resourcesIn(values, Object.keys(args.resources));
    if (readable) checkValues({ release, folder: source.chart, values, site });
    super(
      "science-platform:foundation:HelmService",
      name,
      { chart: chart.name, version: chart.version, source, namespace: args.namespace, values, resources },
      opts,
    );

    const crds = readable ? definitions(source.chart) : [];
    const made = crds.map(
      ({ metadata, spec }) =>
        new kubernetes.apiextensions.v1.CustomResourceDefinition(
          metadata.name,
          { metadata, spec: spec as kubernetes.types.input.apiextensions.v1.CustomResourceDefinitionSpec },
          { parent: this, retainOnDelete: true },
        ),
    );

    const seconds = `${2 * timeout + grace}s`;
    this.release = new kubernetes.helm.v3.Release(
      name,
      {
        // Other objects name the release's Services, so it must not get a random ending.
        name: release,
        chart: source.chart,
        version: chart.version,
        // The provider compares versions, not contents: this makes a chart that changed in its directory an upgrade.
        description: `${chart.name} ${chart.version} ${source.digest}`,
        namespace: args.namespace,
        values,
        skipCrds: true,
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
        retainOnDelete: keep,
        // Its name is fixed. And when the platform moves to another cluster, the old one must let go of volumes and of the reserved address
        // before the new one can have them.
        deleteBeforeReplace: true,
        // Children do not inherit it, and the release is what must wait.
        dependsOn:
          made.length === 0
            ? opts.dependsOn
            : pulumi.output(opts.dependsOn ?? []).apply((needed) => [needed, made].flat()),
        customTimeouts: { create: seconds, update: seconds, delete: seconds },
        ...(args.cures ? { hooks: { onError: [explaining(`release-${name}`, args.cures)] } } : {}),
      },
    );

    this.registerOutputs({ release: this.release.name });
  }
}

/** The type says it too, but cannot tell "4.15.1" from "4.15.1e5" or a cast. */
export function assertExact({ name, version }: Chart): void {
  if (!/^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    throw new Error(`platform/catalog.ts: the version of ${name} is "${version}"; write an exact one, like "4.15.1"`);
}
