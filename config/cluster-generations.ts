/**
 * Blue and green on OpenStack: the cluster of the stack file, and beside it the one that shall take its place (`cluster.next`), which is
 * like the first but for what it says itself. The platform is on one of them at a time.
 */
import type { Config, OpenstackConfig } from "./schema";

type ClusterConfig = OpenstackConfig["cluster"];

/** One of at most two clusters. */
export interface Generation {
  /** Ending of its names; missing for the first cluster that a site ever had. */
  generation?: string;
  /** The platform is on it. */
  active: boolean;
  /** The stack's configuration with this one as its cluster. */
  config: OpenstackConfig;
}

/** The stack's own cluster first. */
export function generations(config: OpenstackConfig): Generation[] {
  const { next, ...cluster } = config.cluster;
  const first = { active: next?.active !== true, config, ...named(cluster.generation) };
  if (next === undefined) return [first];
  const { active, generation, ...own } = next;
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const second: ClusterConfig = { ...cluster, ...said, generation };
  return [first, { active, config: { ...config, cluster: second }, generation }];
}

function named(generation: string | undefined): { generation?: string } {
  return generation === undefined ? {} : { generation };
}

/** Name of a site's cluster in Magnum. */
export function clusterName(site: string, generation: string | undefined): string {
  return generation === undefined ? site : `${site}-${generation}`;
}

/** What the platform goes by: the configuration with the cluster that it is on. */
export function activeConfig(config: Config): Config {
  if (config.cloud !== "openstack") return config;
  return generations(config).find(({ active }) => active)?.config ?? config;
}
