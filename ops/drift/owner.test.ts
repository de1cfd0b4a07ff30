import { ownerOf } from "./owner";

const state = (outputs: Record<string, unknown>) => ({
  id: "x",
  protect: false,
  retainOnDelete: false,
  inputs: {},
  outputs,
});

describe("in the cloud", () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ["openstack:networking/network:Network", "name", {}, "by hand"],
    [
      "openstack:containerinfra/nodeGroup:NodeGroup",
      "nodeCount",
      { minNodeCount: 1, maxNodeCount: 6 },
      "the autoscaler",
    ],
    [
      "openstack:containerinfra/nodeGroup:NodeGroup",
      "nodeCount",
      { minNodeCount: 1, maxNodeCount: 0 },
      "by hand (openstack coe cluster resize)",
    ],
    ["openstack:containerinfra/nodeGroup:NodeGroup", "name", { minNodeCount: 1, maxNodeCount: 6 }, "by hand"],
    [
      "openstack:containerinfra/cluster:Cluster",
      "nodeCount",
      { labels: { auto_scaling_enabled: "true" } },
      "the autoscaler",
    ],
    ["openstack:containerinfra/cluster:Cluster", "nodeCount", {}, "by hand (openstack coe cluster resize)"],
    ["openstack:networking/floatingIp:FloatingIp", "portId", {}, "the cloud controller"],
    [
      "openstack:compute/instance:Instance",
      "powerState",
      {},
      "by hand, or the cloud (a host that failed or was serviced)",
    ],
    ["openstack:compute/instance:Instance", "networks[0].port", {}, "follows from its network or port"],
    ["gcp:container/nodePool:NodePool", "nodeCount", { autoscaling: { maxNodeCount: 3 } }, "the autoscaler"],
    ["gcp:container/nodePool:NodePool", "nodeCount", {}, "by hand"],
    ["gcp:container/cluster:Cluster", "masterVersion", {}, "Google (release channel), or by hand"],
  ])("%s %s of %j: %s", (type, path, outputs, owner) => {
    expect(ownerOf({ type, new: state(outputs) }, path)).toBe(owner);
  });
});

describe("in the cluster, by the fields that each manager notes as its own", () => {
  const owner = (path: string, ...managedFields: object[]) =>
    ownerOf({ type: "kubernetes:apps/v1:Deployment", new: state({ metadata: { managedFields } }) }, path);
  const manager = (name: string, fieldsV1: object, more: object = {}) => ({ manager: name, fieldsV1, ...more });
  const replicas = { "f:spec": { "f:replicas": {} } };

  test.each([
    ["kubectl-edit", {}, "by hand (kubectl edit)"],
    ["kubectl", {}, "by hand (kubectl)"],
    ["pulumi-kubernetes-2c361cab", {}, "another run of Pulumi"],
    ["helm", {}, "Helm"],
    ["argocd-controller", {}, "Argo CD"],
    ["kube-controller-manager", { subresource: "scale" }, "an autoscaler (HorizontalPodAutoscaler)"],
    ["vpa-recommender", {}, "vpa-recommender"],
    ["kubectl-scale", { time: "2026-01-02T03:04:05Z" }, "by hand (kubectl scale), 2026-01-02 03:04 UTC"],
  ])("%s %j: %s", (name, more, said) => {
    expect(owner("spec.replicas", manager(name, replicas, more))).toBe(said);
  });

  test("who owns the field, and not who owns another beside it", () => {
    const other = manager("pulumi-kubernetes-1", { "f:spec": { "f:paused": {} } });
    expect(owner("spec.replicas", other, manager("kubectl-scale", replicas))).toBe("by hand (kubectl scale)");
    expect(owner("spec.replicas", other)).toBe("by hand");
  });

  test("of two, the later", () => {
    const [first, second] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
    expect(
      owner(
        "spec.replicas",
        manager("helm", replicas, { time: second }),
        manager("kubectl", replicas, { time: first }),
      ),
    ).toBe("Helm, 2026-01-02 00:00 UTC");
  });

  test("of an item of a list, who owns the list", () => {
    const ports = { "f:spec": { "f:ports": { 'k:{"port":80}': { "f:port": {} } } } };
    expect(owner("spec.ports[0].port", manager("kubectl-edit", ports))).toBe("by hand (kubectl edit)");
  });

  test("nobody is noted", () => {
    expect(owner("spec.replicas")).toBe("by hand");
    expect(ownerOf({ type: "kubernetes:apps/v1:Deployment", new: null }, "spec.replicas")).toBe("by hand");
  });
});
