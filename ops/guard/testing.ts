/** For tests: lines of an event log as `pulumi preview --event-log` writes them. */

const project = "urn:pulumi:test::science-platform::science-platform:infra:X$";

export interface State {
  id?: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  inputs?: object;
  outputs?: object;
}

/** A step. Pulumi writes `keys` and `new` only for the steps that know them. */
export function step(
  op: string,
  type: string,
  name: string,
  more: { old?: State; new?: State; keys?: string[] },
): string {
  const urn = `${project}${type}::${name}`;
  const state = (one: State | undefined) =>
    one ? { type, urn, custom: true, parent: "", provider: "", ...one } : null;
  return JSON.stringify({
    sequence: 7,
    timestamp: 1_700_000_000,
    resourcePreEvent: {
      metadata: {
        op,
        urn,
        type,
        ...more,
        old: state(more.old),
        new: state(more.new),
        detailedDiff: null,
        provider: "",
      },
      planning: true,
    },
  });
}

export const urnOf = (type: string, name: string): string => `${project}${type}::${name}`;
export const clusterType = "openstack:containerinfra/cluster:Cluster";
export const volumeType = "openstack:blockstorage/volume:Volume";
