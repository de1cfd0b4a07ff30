/** Objects that a distribution of Kubernetes would bring along and the lab's clusters therefore have. */
import type { ApiClient } from "./api-client";
import type { Cluster } from "./cluster-file";

/** Pods on fake nodes mount nothing, so a volume need not be attached to a server before a pod may run. */
const cinderDriver = {
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIDriver",
  metadata: { name: "cinder.csi.openstack.org" },
  spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ["Persistent"] },
};

/** Makes the cluster have them. */
export async function apply(api: ApiClient, cluster: Cluster): Promise<void> {
  if (!cluster.cloud) return;
  await api.apply(`/apis/storage.k8s.io/v1/csidrivers/${cinderDriver.metadata.name}`, cinderDriver);
}
