import type { Cases } from "../case";
import { container, deployment } from "../objects";
import type { Manifest, Settings } from "../rule";

const quota = (hard: object, more: object = {}): Manifest => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "quota", namespace: "a" },
  spec: { hard, ...more },
});
const sized = (cpu: unknown, memory = "1Gi", name = "web") =>
  container({ name, resources: { requests: { cpu, memory }, limits: { cpu, memory } } });
const inside = (spec: object, more: object = {}) => deployment(spec, more, { namespace: "a" });
const of = (kind: string, spec: object): Manifest => ({
  apiVersion: kind === "Pod" ? "v1" : "batch/v1",
  kind,
  metadata: { name: "job", namespace: "a" },
  spec,
});
const says = (key: string, most: string, sum: string) => [
  `spec.hard["${key}"] is ${most}, but the workloads take ${sum} together`,
];

export const quotaFitsCases: Cases<Settings> = {
  good: [
    { name: "below", of: [quota({ "limits.cpu": "4" }), inside({ containers: [sized("1")] }, { replicas: 2 })] },
    { name: "exactly", of: [quota({ "limits.cpu": "1" }), inside({ containers: [sized("500m")] }, { replicas: 2 })] },
    {
      name: "another namespace",
      of: [quota({ "limits.cpu": "1" }), deployment({ containers: [sized("9")] }, {}, { namespace: "b" })],
    },
    {
      name: "a quota for some pods only",
      of: [quota({ "limits.cpu": "1" }, { scopes: ["BestEffort"] }), inside({ containers: [sized("9")] })],
    },
    {
      name: "init containers run before the others, not beside them",
      of: [
        quota({ "limits.cpu": "2" }),
        inside({ containers: [sized("2")], initContainers: [sized("2", "1Gi", "init")] }),
      ],
    },
    { name: "without a quota there is nothing to fit", of: [inside({ containers: [sized("9")] })] },
    {
      name: "what cannot be known is counted when it is",
      of: [quota({ "limits.cpu": "1" }), inside({ containers: [sized("$unknown")] })],
    },
  ],
  bad: [
    {
      name: "too many replicas",
      of: [quota({ "limits.cpu": "1" }), inside({ containers: [sized("500m")] }, { replicas: 3 })],
      says: says("limits.cpu", "1", "1.5"),
    },
    {
      name: "memory",
      of: [quota({ "limits.memory": "1536Mi" }), inside({ containers: [sized("1", "1Gi"), sized("1", "1Gi", "b")] })],
      says: says("limits.memory", "1536Mi", "2Gi"),
    },
    {
      name: "the short words for requests",
      of: [quota({ cpu: "1", memory: "512Mi" }), inside({ containers: [sized("2")] })],
      says: [
        "spec.hard.cpu is 1, but the workloads take 2 together",
        "spec.hard.memory is 512Mi, but the workloads take 1Gi together",
      ],
    },
    {
      name: "two workloads",
      of: [
        quota({ "requests.cpu": "3" }),
        inside({ containers: [sized("2")] }),
        of("Pod", { containers: [sized("2")] }),
      ],
      says: says("requests.cpu", "3", "4"),
    },
    {
      name: "a sidecar runs beside the others",
      of: [
        quota({ "limits.cpu": "3" }),
        inside({
          containers: [sized("2")],
          initContainers: [{ ...sized("2", "1Gi", "side"), restartPolicy: "Always" }],
        }),
      ],
      says: says("limits.cpu", "3", "4"),
    },
    {
      name: "an init container larger than the others",
      of: [
        quota({ "limits.cpu": "3" }),
        inside({ containers: [sized("1")], initContainers: [sized("4", "1Gi", "init")] }),
      ],
      says: says("limits.cpu", "3", "4"),
    },
    {
      name: "a job of several pods at once",
      of: [
        quota({ "limits.cpu": "3" }),
        of("Job", { parallelism: 4, template: { spec: { containers: [sized("1")] } } }),
      ],
      says: says("limits.cpu", "3", "4"),
    },
    {
      name: "a cron job",
      of: [
        quota({ "limits.cpu": "3" }),
        of("CronJob", { jobTemplate: { spec: { parallelism: 2, template: { spec: { containers: [sized("2")] } } } } }),
      ],
      says: says("limits.cpu", "3", "4"),
    },
  ],
};
