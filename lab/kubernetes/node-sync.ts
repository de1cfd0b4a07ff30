/** Makes the Node objects of a cluster equal to its node groups. */
import type { ApiClient } from "./api-client";
import type { Cluster } from "./cluster-file";
import { desiredNodes, isReady, nodeChanges, type NodeObject } from "./nodes";

const nodesPath = "/api/v1/nodes";
const nodePath = (name: string): string => `${nodesPath}/${encodeURIComponent(name)}`;

interface List<T> {
  items: T[];
}

/** A server that is gone takes its pods with it at once. Kubernetes would come to the same end, about a minute later. */
async function removePods(api: ApiClient, node: string): Promise<void> {
  const selector = encodeURIComponent(`spec.nodeName=${node}`);
  const pods = (await api.get(`/api/v1/pods?fieldSelector=${selector}`)) as List<{
    metadata: { name: string; namespace: string };
  }>;
  for (const { metadata } of pods.items)
    await api.delete(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`, {
      apiVersion: "v1",
      kind: "DeleteOptions",
      gracePeriodSeconds: 0,
    });
}

/** In two passes: the scheduler must hear of the first step before the node goes, lest it places pods on what is gone. */
async function removeNode(api: ApiClient, node: NodeObject | undefined): Promise<void> {
  if (!node) return;
  const { name } = node.metadata;
  if (!node.spec.unschedulable) {
    await api.mergePatch(nodePath(name), { spec: { unschedulable: true } });
    return;
  }
  await removePods(api, name);
  await api.delete(nodePath(name));
  await removePods(api, name); // What daemon sets have put there in between.
}

/** One pass. Returns how many nodes are not yet as they should be: to be made, changed, removed, or not Ready. */
export async function syncNodes(api: ApiClient, cluster: Cluster): Promise<number> {
  const wanted = desiredNodes(cluster);
  const actual = ((await api.get(nodesPath)) as List<NodeObject>).items;
  const changes = nodeChanges(wanted, actual);
  for (const name of changes.remove)
    await removeNode(
      api,
      actual.find((node) => node.metadata.name === name),
    );
  for (const node of changes.create) await api.request("POST", nodesPath, node);
  for (const node of changes.patch) {
    const { labels, annotations } = node.metadata;
    await api.mergePatch(nodePath(node.metadata.name), { metadata: { labels, annotations } });
  }
  for (const node of changes.patchStatus)
    await api.mergePatch(`${nodePath(node.metadata.name)}/status`, { status: node.status });
  const ready = new Set(actual.filter(isReady).map((node) => node.metadata.name));
  const changing = new Set([...changes.patch, ...changes.patchStatus].map((node) => node.metadata.name));
  const unfinished = wanted.filter(({ metadata: { name } }) => !ready.has(name) || changing.has(name));
  return unfinished.length + changes.remove.length;
}
