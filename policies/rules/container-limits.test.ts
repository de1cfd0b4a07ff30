import { findings, previewed } from "../cases";
import { message, resourceOf } from "../rule";
import { containerLimits } from "./container-limits";

const bounds = { cpu: "100m", memory: "64Mi" };
const good = { name: "good", resources: { requests: bounds, limits: bounds } };
const bare = { name: "bare" };
const nothing = (path: string) =>
  ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"].map(
    (key) => `${path}.resources.${key} is not set`,
  );

const pod = (spec: object) => ({ metadata: { name: "x" }, spec });
const workload = (spec: object) => pod({ template: { spec } });

describe("every kind of workload, in every API version, and its Patch twin", () => {
  test.each([
    ["core/v1:Pod", pod, "spec"],
    ["core/v1:PodPatch", pod, "spec"],
    ["core/v1:PodTemplate", (spec: object) => ({ template: { spec } }), "template.spec"],
    ["core/v1:PodTemplatePatch", (spec: object) => ({ template: { spec } }), "template.spec"],
    ["core/v1:ReplicationController", workload, "spec.template.spec"],
    ["core/v1:ReplicationControllerPatch", workload, "spec.template.spec"],
    ["apps/v1:Deployment", workload, "spec.template.spec"],
    ["apps/v1:DeploymentPatch", workload, "spec.template.spec"],
    ["apps/v1beta2:Deployment", workload, "spec.template.spec"],
    ["extensions/v1beta1:Deployment", workload, "spec.template.spec"],
    ["apps/v1:StatefulSet", workload, "spec.template.spec"],
    ["apps/v1:StatefulSetPatch", workload, "spec.template.spec"],
    ["apps/v1:DaemonSet", workload, "spec.template.spec"],
    ["apps/v1:DaemonSetPatch", workload, "spec.template.spec"],
    ["apps/v1:ReplicaSet", workload, "spec.template.spec"],
    ["apps/v1:ReplicaSetPatch", workload, "spec.template.spec"],
    ["batch/v1:Job", workload, "spec.template.spec"],
    ["batch/v1:JobPatch", workload, "spec.template.spec"],
    [
      "batch/v1:CronJob",
      (spec: object) => pod({ jobTemplate: pod({ template: { spec } }) }),
      "spec.jobTemplate.spec.template.spec",
    ],
    [
      "batch/v1beta1:CronJobPatch",
      (spec: object) => pod({ jobTemplate: pod({ template: { spec } }) }),
      "spec.jobTemplate.spec.template.spec",
    ],
    ["apps/v1:DeploymentList", (spec: object) => ({ items: [workload(spec)] }), "items[0].spec.template.spec"],
  ])("kubernetes:%s", (type, wrap, path) => {
    const resource = previewed(`kubernetes:${type}`, wrap({ containers: [good, bare], initContainers: [good] }));
    expect(findings(containerLimits, resource)).toEqual(nothing(`${path}.containers[bare]`));
  });
});

test("an unknown pod is said to be unknown", () => {
  expect(findings(containerLimits, previewed("kubernetes:apps/v1:Deployment", { spec: "$unknown" }))).toEqual([
    "? spec",
  ]);
});

test.each([
  "kubernetes:core/v1:Service",
  "kubernetes:example.org/v1:PodMonitor",
  "openstack:compute/instance:Instance",
])("%s is none of this rule's business", (type) =>
  expect(findings(containerLimits, previewed(type, pod({ containers: [bare] })))).toEqual([]),
);

test("the message says what, where, why and how to fix it", () => {
  const limits = { cpu: "1" };
  const resource = resourceOf("kubernetes:core/v1:Pod", "logical", {
    metadata: { name: "web", namespace: "demo" },
    spec: { containers: [{ name: "nginx", resources: { requests: bounds, limits } }] },
  });
  expect(
    containerLimits.check(resource, containerLimits.defaults).map((finding) => message(finding, containerLimits)),
  ).toEqual([
    "Pod demo/web: spec.containers[nginx].resources.limits.memory is not set. " +
      "Why: a container without bounds can starve everything else on its node, and the scheduler cannot place it. " +
      'Fix: set it to a quantity like "256Mi". More: docs/policies.md#container-limits.',
  ]);
});
