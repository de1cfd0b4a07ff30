import { findings, previewed } from "../cases";
import { message, resourceOf } from "../rule";
import { containerLimits, helmServiceType } from "./container-limits";

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

test.each<[string, object, string[]]>([
  ["all bounds set", { containers: [good] }, []],
  [
    "bounds as numbers",
    { containers: [{ ...good, resources: { requests: { cpu: 1, memory: 5e7 }, limits: { cpu: 1, memory: 5e7 } } }] },
    [],
  ],
  ["no containers at all", {}, []],
  [
    "init containers and sidecars count",
    { containers: [good], initContainers: [{ name: "side", restartPolicy: "Always" }] },
    nothing("spec.initContainers[side]"),
  ],
  [
    "one bound missing",
    { containers: [{ name: "a", resources: { requests: bounds, limits: { cpu: "1" } } }] },
    ["spec.containers[a].resources.limits.memory is not set"],
  ],
  [
    "null and empty text are missing",
    { containers: [{ name: "a", resources: { requests: bounds, limits: { cpu: null, memory: "" } } }] },
    ["spec.containers[a].resources.limits.cpu is not set", "spec.containers[a].resources.limits.memory is not set"],
  ],
  [
    "zero means no bound",
    { containers: [{ name: "a", resources: { requests: bounds, limits: { cpu: "0", memory: "0Mi" } } }] },
    [
      "spec.containers[a].resources.limits.cpu is 0, which means no bound",
      "spec.containers[a].resources.limits.memory is 0Mi, which means no bound",
    ],
  ],
  [
    "text that is no quantity",
    { containers: [{ name: "a", resources: { requests: bounds, limits: { cpu: "1", memory: "1GB" } } }] },
    ["spec.containers[a].resources.limits.memory is not a quantity"],
  ],
  [
    "ephemeral containers cannot be limited",
    { containers: [good], ephemeralContainers: [{ name: "debug" }] },
    ["spec.ephemeralContainers[debug] is an ephemeral container, which Kubernetes does not let one limit"],
  ],
  [
    "unknown resources hide nothing",
    { containers: [{ name: "a", resources: "$unknown" }, bare] },
    ["? spec.containers[a].resources", ...nothing("spec.containers[bare]")],
  ],
  [
    "an unknown quantity hides nothing",
    { containers: [{ name: "a", resources: { requests: bounds, limits: { cpu: "$unknown" } } }] },
    ["? spec.containers[a].resources.limits.cpu", "spec.containers[a].resources.limits.memory is not set"],
  ],
  [
    "an unknown container hides nothing",
    { containers: ["$unknown", bare] },
    ["? spec.containers[0]", ...nothing("spec.containers[bare]")],
  ],
  [
    "an unknown list hides nothing",
    { containers: "$unknown", initContainers: [bare] },
    ["? spec.containers", ...nothing("spec.initContainers[bare]")],
  ],
  [
    "an unknown name hides nothing",
    { containers: [{ name: "$unknown", resources: {} }] },
    nothing("spec.containers[0]"),
  ],
])("pod: %s", (_, spec, expected) => {
  expect(findings(containerLimits, previewed("kubernetes:core/v1:Pod", pod(spec)))).toEqual(expected);
});

test("an unknown pod is said to be unknown", () => {
  expect(findings(containerLimits, previewed("kubernetes:apps/v1:Deployment", { spec: "$unknown" }))).toEqual([
    "? spec",
  ]);
});

test("a site's maximum bounds limits, not requests", () => {
  const big = {
    name: "big",
    resources: { requests: { cpu: "8", memory: "8Gi" }, limits: { cpu: "8", memory: "8Gi" } },
  };
  const resource = previewed("kubernetes:core/v1:Pod", pod({ containers: [big] }));
  expect(findings(containerLimits, resource, { maxCpu: "8", maxMemory: "4Gi" })).toEqual([
    "spec.containers[big].resources.limits.memory is 8Gi, more than this site's maximum of 4Gi",
  ]);
});

test.each<[string, object, string[]]>([
  ["declared", { resources: { "controller.resources": good.resources } }, []],
  ["nothing declared", { values: {} }, ["resources names no container of the chart"]],
  ["an empty declaration", { resources: {} }, ["resources names no container of the chart"]],
  [
    "a bound missing",
    { resources: { "web.resources": { requests: bounds, limits: { cpu: "1" } } } },
    ['resources["web.resources"].limits.memory is not set'],
  ],
  ["unknown", { resources: "$unknown" }, ["? resources"]],
])("HelmService: %s", (_, args, expected) => {
  expect(findings(containerLimits, previewed(helmServiceType, args))).toEqual(expected);
});

test("a Helm release is allowed only inside a HelmService", () => {
  const release = (parentType?: string) => previewed("kubernetes:helm.sh/v3:Release", { chart: "x" }, { parentType });
  expect(findings(containerLimits, release(helmServiceType))).toEqual([]);
  expect(findings(containerLimits, release("pulumi:pulumi:Stack"))).toEqual([
    "the release is not part of a HelmService",
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
  expect(containerLimits.check(resource, containerLimits.defaults).map(message)).toEqual([
    "Pod demo/web: spec.containers[nginx].resources.limits.memory is not set. " +
      "Why: a container without bounds can starve everything else on its node, and the scheduler cannot place it. " +
      'Fix: set it to a quantity like "256Mi".',
  ]);
});
