/** Node objects of a cluster, and what must change to get them. Pure. */
import { isDeepStrictEqual } from "node:util";
import type { Cluster, ClusterNode, NodeGroup } from "./cluster-file";

/** The fake kubelet looks after nodes with this annotation; the supervisor removes no others. */
export const fakeNodeAnnotation = "kwok.x-k8s.io/node";

interface Taint {
  key: string;
  value?: string;
  effect: string;
}

export interface NodeObject {
  apiVersion: "v1";
  kind: "Node";
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: { providerID?: string; taints?: Taint[]; unschedulable?: boolean };
  status: {
    capacity: Record<string, string>;
    allocatable: Record<string, string>;
    addresses: { type: string; address: string }[];
    nodeInfo: Record<string, string>;
    conditions?: { type: string; status: string }[];
  };
}

const controlPlaneTaint: Taint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

function labelsOf(cluster: Cluster, group: NodeGroup, node: ClusterNode): Record<string, string> {
  const region = cluster.cloud?.region ?? "lab";
  return {
    ...group.labels,
    "kubernetes.io/hostname": node.name,
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "node.kubernetes.io/instance-type": group.flavor.name,
    "topology.kubernetes.io/zone": group.zone,
    "topology.kubernetes.io/region": region,
    "magnum.openstack.org/role": group.role,
    "magnum.openstack.org/nodegroup": group.name,
    "capi.stackhpc.com/node-group": group.name,
    ...(group.role === "master" ? { "node-role.kubernetes.io/control-plane": "" } : {}),
  };
}

function nodeObject(cluster: Cluster, group: NodeGroup, node: ClusterNode, address: string): NodeObject {
  const { vcpus, ram, disk } = group.flavor;
  const resources = {
    cpu: String(vcpus),
    memory: `${ram}Mi`,
    // A flavor without a disk boots from a volume; 20 GiB is what the lab's templates give it.
    "ephemeral-storage": `${disk || 20}Gi`,
    pods: "110",
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: labelsOf(cluster, group, node),
      annotations: { [fakeNodeAnnotation]: "fake" },
    },
    spec: {
      ...(node.serverId ? { providerID: `openstack:///${node.serverId}` } : {}),
      ...(group.role === "master" ? { taints: [controlPlaneTaint] } : {}),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: node.name },
      ],
      nodeInfo: {
        kubeletVersion: cluster.version,
        kubeProxyVersion: cluster.version,
        operatingSystem: "linux",
        architecture: "amd64",
        containerRuntimeVersion: "kwok://0",
        osImage: "Lab",
        kernelVersion: "",
        machineID: node.serverId ?? "",
        systemUUID: node.serverId ?? "",
        bootID: "",
      },
    },
  };
}

/** One Node object for each node that has an address. */
export function desiredNodes(cluster: Cluster): NodeObject[] {
  return cluster.nodeGroups.flatMap((group) =>
    group.nodes.flatMap((node) => (node.address ? [nodeObject(cluster, group, node, node.address)] : [])),
  );
}

/** How many nodes the file wants, also those without an address. */
export const wantedNodes = (cluster: Cluster): number =>
  cluster.nodeGroups.reduce((sum, group) => sum + group.nodes.length, 0);

export interface NodeChanges {
  create: NodeObject[];
  /** Labels, annotations. */
  patch: NodeObject[];
  /** Version, size, addresses. */
  patchStatus: NodeObject[];
  remove: string[];
}

const contains = (all: Record<string, string> | undefined, some: Record<string, string>): boolean =>
  Object.entries(some).every(([key, value]) => all?.[key] === value);

/** Kubernetes may rewrite a quantity (8192Mi -> 8Gi), so sizes are compared as numbers. */
export function quantity(text: string | undefined): number {
  const match = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(text ?? "");
  const power = { Ki: 1, Mi: 2, Gi: 3, Ti: 4 }[match?.[2] ?? ""] ?? 0;
  return match ? Number(match[1]) * 1024 ** power : NaN;
}

function sameStatus(actual: NodeObject, wanted: NodeObject): boolean {
  const sizes = (["capacity", "allocatable"] as const).every((field) =>
    Object.entries(wanted.status[field]).every(
      ([name, value]) => quantity(actual.status[field]?.[name]) === quantity(value),
    ),
  );
  return (
    sizes &&
    isDeepStrictEqual(actual.status.addresses, wanted.status.addresses) &&
    actual.status.nodeInfo?.kubeletVersion === wanted.status.nodeInfo.kubeletVersion
  );
}

/** What to do so that the fake nodes of a cluster are exactly the wanted ones. */
export function nodeChanges(wanted: NodeObject[], actual: NodeObject[]): NodeChanges {
  const fakes = actual.filter((node) => node.metadata.annotations?.[fakeNodeAnnotation] === "fake");
  const have = new Map(fakes.map((node) => [node.metadata.name, node]));
  const want = new Set(wanted.map((node) => node.metadata.name));
  const changes: NodeChanges = { create: [], patch: [], patchStatus: [], remove: [] };
  for (const node of fakes) if (!want.has(node.metadata.name)) changes.remove.push(node.metadata.name);
  for (const node of wanted) {
    const old = have.get(node.metadata.name);
    if (!old) changes.create.push(node);
    // A new server behind an old name: the id of a Node cannot be changed, the object must be.
    else if (old.spec.providerID !== node.spec.providerID) changes.remove.push(node.metadata.name);
    else {
      if (!contains(old.metadata.labels, node.metadata.labels)) changes.patch.push(node);
      if (!sameStatus(old, node)) changes.patchStatus.push(node);
    }
  }
  return changes;
}

/** A node that takes pods (or would, were it not for taints of its role). */
export const isReady = (node: NodeObject): boolean =>
  node.status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ?? false;
