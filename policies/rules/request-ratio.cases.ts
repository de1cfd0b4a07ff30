import type { Cases } from "../case";
import { bounds, container, pod, podOf, workload } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./request-ratio";

const settings = { cpu: 10, memory: 4 };
const of = (requests: object, limits: object) => podOf({ resources: { requests, limits } });
const field = (bound: string) => `spec.containers[web].resources.${bound}`;

export const requestRatioCases: Cases<Settings> = {
  good: [
    { name: "as much as it asks for", of: podOf({}), settings },
    { name: "exactly the ratio", of: of({ cpu: "7m", memory: "64Mi" }, { cpu: "70m", memory: "256Mi" }), settings },
    {
      name: "thousandths and whole cores",
      of: of({ cpu: "100m", memory: "1Gi" }, { cpu: 1, memory: "4Gi" }),
      settings,
    },
    {
      name: "any ratio, where the site says so",
      of: of({ cpu: "1m", memory: "1Ki" }, { cpu: "64", memory: "1Ti" }),
      settings: { cpu: 0, memory: 0 },
    },
    {
      name: "a bound on memory only",
      of: of({ cpu: "1m", memory: "1Gi" }, { cpu: "64", memory: "4Gi" }),
      settings: { cpu: 0, memory: 4 },
    },
    { name: "what is missing is another rule's business", of: podOf({ resources: { requests: bounds } }), settings },
    { name: "what is zero too", of: of({ cpu: "0", memory: "64Mi" }, { cpu: "1", memory: "64Mi" }), settings },
  ],
  bad: [
    {
      name: "cores",
      of: of({ cpu: "100m", memory: "64Mi" }, { cpu: "1001m", memory: "64Mi" }),
      settings,
      says: [`${field("limits.cpu")} is 1001m, more than 10 times the request of 100m`],
    },
    {
      name: "memory",
      of: of({ cpu: "100m", memory: "64Mi" }, { cpu: "100m", memory: "257Mi" }),
      settings,
      says: [`${field("limits.memory")} is 257Mi, more than 4 times the request of 64Mi`],
    },
    {
      name: "both",
      of: of({ cpu: "1m", memory: "1e6" }, { cpu: "1", memory: "1G" }),
      settings,
      says: [
        `${field("limits.cpu")} is 1, more than 10 times the request of 1m`,
        `${field("limits.memory")} is 1G, more than 4 times the request of 1e6`,
      ],
    },
    {
      name: "a request above the limit",
      of: of({ cpu: "2", memory: "64Mi" }, { cpu: "1", memory: "64Mi" }),
      settings,
      says: [`${field("requests.cpu")} is 2, more than the limit of 1`],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "a sidecar",
      of: pod({
        containers: [container()],
        initContainers: [
          container({
            name: "side",
            restartPolicy: "Always",
            resources: { requests: bounds, limits: { cpu: "2", memory: "64Mi" } },
          }),
        ],
      }),
      settings,
      says: ["spec.initContainers[side].resources.limits.cpu is 2, more than 10 times the request of 100m"],
    },
    {
      name: "a Deployment, by the rule's own ratios",
      of: workload("Deployment", {
        containers: [container({ resources: { requests: bounds, limits: { cpu: "3", memory: "1Gi" } } })],
      }),
      says: [
        "spec.template.spec.containers[web].resources.limits.cpu is 3, more than 20 times the request of 100m",
        "spec.template.spec.containers[web].resources.limits.memory is 1Gi, more than 8 times the request of 64Mi",
      ],
    },
    {
      name: "a CronJob",
      of: workload("CronJob", {
        containers: [container({ resources: { requests: bounds, limits: { cpu: "100m", memory: "1Gi" } } })],
      }),
      settings,
      says: [
        "spec.jobTemplate.spec.template.spec.containers[web].resources.limits.memory is 1Gi, more than 4 times the request of 64Mi",
      ],
    },
    {
      name: "a HelmService",
      of: {
        type: helmServiceType,
        props: { resources: { resources: { requests: bounds, limits: { cpu: "1", memory: "1Gi" } } } },
      },
      settings,
      says: ["resources.resources.limits.memory is 1Gi, more than 4 times the request of 64Mi"],
    },
    {
      name: "an unknown request hides nothing",
      of: of({ cpu: "$unknown", memory: "1Mi" }, { cpu: "1", memory: "1Gi" }),
      settings,
      says: [`? ${field("requests.cpu")}`, `${field("limits.memory")} is 1Gi, more than 4 times the request of 1Mi`],
    },
  ],
};
