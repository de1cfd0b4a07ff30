/** For tests: resources as `pulumi stack export` writes them. */
import { type Resource, resourcesOf } from "./state";

const prefix = "urn:pulumi:roe::science-platform::";

export function urnOf(type: string, name: string): string {
  return `${prefix}${type}::${name}`;
}

/** @param more What else the export says of it; of `dependencies` and `parent` only "type::name". */
export function resource(type: string, name: string, more: Partial<Resource> = {}): Resource {
  const urn = (one: string) => (one === "" ? "" : `${prefix}${one}`);
  const [made] = resourcesOf({
    deployment: {
      resources: [
        {
          urn: urnOf(type, name),
          type,
          custom: !type.startsWith("science-platform:"),
          ...more,
          parent: urn(more.parent ?? ""),
          dependencies: more.dependencies?.map(urn),
        },
      ],
    },
  });
  if (made === undefined) throw new Error("unreachable");
  return made;
}

export const types = {
  network: "openstack:networking/network:Network",
  rule: "openstack:networking/secGroupRule:SecGroupRule",
  volume: "openstack:blockstorage/volume:Volume",
  cluster: "openstack:containerinfra/cluster:Cluster",
  nodeGroup: "openstack:containerinfra/nodeGroup:NodeGroup",
  bucket: "openstack:objectstorage/container:Container",
  release: "kubernetes:helm.sh/v3:Release",
  namespace: "kubernetes:core/v1:Namespace",
} as const;
