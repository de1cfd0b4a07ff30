import type { Cases } from "../case";
import { bounds, container, pod, podOf, resources, workload } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./container-limits";

const nothing = (path: string) =>
  ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"].map(
    (key) => `${path}.resources.${key} is not set`,
  );
const bare = container({ name: "bare", resources: undefined });
const limits = (more: object) => podOf({ resources: { requests: bounds, limits: more } });
const inPod = "spec.containers[web].resources";
const inTemplate = "spec.template.spec.containers[bare]";

/** Its controller makes pods, which is where the cluster's policy sees them. */
const custom = (apiVersion: string, kind: string, spec: object) => ({
  type: `kubernetes:${apiVersion}:${kind}`,
  props: { metadata: { name: "case", namespace: "default" }, spec },
});

export const containerLimitsCases: Cases<Settings> = {
  good: [
    { name: "all bounds set", of: podOf({}) },
    {
      name: "of a chart that has no value for it, in a namespace whose LimitRange does it",
      of: workload("Deployment", { containers: [bare] }),
      settings: { byNamespace: ["*case"] },
    },
    {
      name: "a kind of somebody's own that is bounded",
      of: custom("argoproj.io/v1alpha1", "Rollout", { template: { spec: { containers: [container()] } } }),
    },
    {
      name: "what only speaks of containers",
      of: custom("example.org/v1", "Report", { spec: { containers: ["bare", 3] } }),
    },
    { name: "a Deployment", of: workload("Deployment", { containers: [container()] }) },
    { name: "a CronJob", of: workload("CronJob", { containers: [container()] }) },
    {
      name: "init container and sidecar bounded too",
      of: pod({
        containers: [container()],
        initContainers: [container({ name: "init" }), container({ name: "sidecar", restartPolicy: "Always" })],
      }),
    },
    {
      name: "quantities as numbers",
      of: podOf({ resources: { requests: { cpu: 1, memory: 5e7 }, limits: { cpu: 1.5, memory: 5e7 } } }),
    },
    {
      name: "quantities in every notation",
      of: pod({
        containers: [
          container({ resources: { requests: { cpu: "100m", memory: "1e3" }, limits: { cpu: ".5", memory: "1Ki" } } }),
          container({
            name: "other",
            resources: { requests: { cpu: "0.1", memory: "1M" }, limits: { cpu: "1e0", memory: "1Gi" } },
          }),
        ],
      }),
    },
    {
      name: "a site that lets cores burst",
      of: podOf({ resources: { requests: bounds, limits: { memory: "64Mi" } } }),
      settings: { bounds: ["requests.cpu", "requests.memory", "limits.memory"] },
    },
    {
      name: "a HelmService that declares its containers",
      of: { type: helmServiceType, props: { resources: { "controller.resources": resources } } },
    },
    {
      name: "a Helm release inside a HelmService",
      of: { type: "kubernetes:helm.sh/v3:Release", props: { chart: "x" }, parentType: helmServiceType },
    },
    {
      name: "no workload at all",
      of: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "case" }, data: { spec: "containers" } },
    },
  ],
  bad: [
    { name: "no resources", of: workload("Deployment", { containers: [bare] }), says: nothing(inTemplate) },
    {
      name: "resources that are empty",
      of: workload("StatefulSet", { containers: [{ ...bare, resources: {} }] }),
      says: nothing(inTemplate),
    },
    ...["DaemonSet", "ReplicaSet", "ReplicationController", "Job"].map((kind) => ({
      name: `a ${kind}`,
      of: workload(kind, { containers: [container(), bare] }),
      says: nothing(inTemplate),
    })),
    {
      name: "a PodTemplate",
      of: workload("PodTemplate", { containers: [bare] }),
      says: nothing("template.spec.containers[bare]"),
    },
    {
      name: "a CronJob, three templates deep",
      of: workload("CronJob", { containers: [bare] }),
      says: nothing("spec.jobTemplate.spec.template.spec.containers[bare]"),
    },
    {
      name: "no list of containers, which the API server refuses by itself",
      of: pod({ containers: { web: container() } }),
      says: nothing("spec.containers"),
      cluster: { answer: "refuses", because: "it cannot read the object" },
    },
    {
      name: "an init container",
      of: pod({ containers: [container()], initContainers: [bare] }),
      says: nothing("spec.initContainers[bare]"),
    },
    {
      name: "a sidecar",
      of: pod({ containers: [container()], initContainers: [{ ...bare, restartPolicy: "Always" }] }),
      says: nothing("spec.initContainers[bare]"),
    },
    {
      name: "a kind of somebody's own, where a Deployment has its pods",
      of: custom("argoproj.io/v1alpha1", "Rollout", { template: { spec: { initContainers: [bare] } } }),
      says: nothing("spec.template.spec.initContainers[bare]"),
    },
    {
      name: "a kind of somebody's own, elsewhere",
      of: custom("batch.volcano.sh/v1alpha1", "Job", {
        tasks: [{ name: "main", template: { spec: { containers: [bare] } } }],
      }),
      says: nothing("spec.tasks[main].template.spec.containers[bare]"),
    },
    {
      name: "an extension of Kubernetes with a dash in its kind",
      of: custom("jobset.x-k8s.io/v1alpha2", "Job-Set", {
        replicatedJobs: [{ name: "a", template: { spec: { template: { spec: { containers: [bare] } } } } }],
      }),
      says: nothing("spec.replicatedJobs[a].template.spec.template.spec.containers[bare]"),
    },
    {
      name: "memory in thousandths of a byte",
      of: podOf({ resources: { requests: { cpu: "1", memory: "512m" }, limits: { cpu: "1", memory: "512m" } } }),
      says: [`${inPod}.requests.memory is 512m, less than a byte`, `${inPod}.limits.memory is 512m, less than a byte`],
    },
    { name: "one limit missing", of: limits({ cpu: "1" }), says: [`${inPod}.limits.memory is not set`] },
    {
      name: "zero means no bound",
      of: limits({ cpu: "0", memory: "0Mi" }),
      says: [`${inPod}.limits.cpu is 0, which means no bound`, `${inPod}.limits.memory is 0Mi, which means no bound`],
      cluster: { answer: "refuses", because: "the API server refuses limits below requests itself" },
    },
    {
      name: "zero requests too",
      of: podOf({ resources: { requests: { cpu: 0, memory: "0" }, limits: bounds } }),
      says: [`${inPod}.requests.cpu is 0, which means no bound`, `${inPod}.requests.memory is 0, which means no bound`],
    },
    {
      name: "null and empty text are missing",
      of: limits({ cpu: null, memory: "" }),
      says: [`${inPod}.limits.cpu is not set`, `${inPod}.limits.memory is not set`],
      cluster: { answer: "refuses", because: "empty text is no quantity for the API server" },
    },
    {
      name: "text that is no quantity",
      of: limits({ cpu: "1", memory: "1GB" }),
      says: [`${inPod}.limits.memory is not a quantity`],
      cluster: { answer: "refuses", because: "it is no quantity for the API server" },
    },
    {
      name: "requests left out of a pod",
      of: podOf({ resources: { limits: bounds } }),
      says: [`${inPod}.requests.cpu is not set`, `${inPod}.requests.memory is not set`],
      cluster: {
        answer: "allows",
        because: "the API server makes a pod's requests its limits before policies are asked",
      },
    },
    {
      name: "an ephemeral container cannot be limited",
      of: pod({ containers: [container()], ephemeralContainers: [{ name: "debug", image: "busybox:1.37" }] }),
      says: ["spec.ephemeralContainers[debug] is an ephemeral container, which Kubernetes does not let one limit"],
      cluster: { answer: "refuses", because: "the API server takes ephemeral containers only from `kubectl debug`" },
    },
    {
      name: "unknown resources hide nothing",
      of: pod({ containers: [container({ resources: "$unknown" }), bare] }),
      says: ["? spec.containers[web].resources", ...nothing("spec.containers[bare]")],
    },
    {
      name: "a HelmService that declares nothing",
      of: { type: helmServiceType, props: { values: {} } },
      says: ["resources names no container of the chart"],
    },
    {
      name: "a HelmService with a bound missing",
      of: {
        type: helmServiceType,
        props: { resources: { "web.resources": { requests: bounds, limits: { cpu: "1" } } } },
      },
      says: ['resources["web.resources"].limits.memory is not set'],
    },
    {
      name: "a Helm release outside of a HelmService",
      of: { type: "kubernetes:helm.sh/v3:Release", props: { chart: "x" } },
      says: ["the release is not part of a HelmService"],
    },
  ],
};
