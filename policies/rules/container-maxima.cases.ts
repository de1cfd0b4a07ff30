import type { Cases } from "../case";
import { bounds, container, pod, podOf, resources, workload } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./container-maxima";

const settings = { cpu: "4", memory: "8Gi" };
const limits = (cpu: unknown, memory: unknown) => podOf({ resources: { requests: bounds, limits: { cpu, memory } } });
const field = (bound: string) => `spec.containers[web].resources.${bound}`;

export const containerMaximaCases: Cases<Settings> = {
  good: [
    { name: "below", of: podOf({}), settings },
    { name: "exactly the maximum", of: limits("4", "8Gi"), settings },
    { name: "the maximum in other notations", of: limits("4000m", "8192Mi"), settings },
    { name: "numbers", of: limits(4, 8e9), settings },
    { name: "any, where the site says nothing", of: limits("400", "8Ti"), settings: { cpu: "", memory: "" } },
    { name: "a bound on cores only", of: limits("4", "8Ti"), settings: { cpu: "4", memory: "" } },
    { name: "no limit is another rule's business", of: podOf({ resources: undefined }), settings },
    { name: "a HelmService", of: { type: helmServiceType, props: { resources: { resources } } }, settings },
  ],
  bad: [
    {
      name: "too many cores",
      of: limits("4001m", "1Gi"),
      settings,
      says: [`${field("limits.cpu")} is 4001m, more than this site's maximum of 4`],
    },
    {
      name: "too much memory",
      of: limits("1", "8193Mi"),
      settings,
      says: [`${field("limits.memory")} is 8193Mi, more than this site's maximum of 8Gi`],
    },
    {
      name: "in exponents",
      of: limits("1e1", "1e10"),
      settings,
      says: [
        `${field("limits.cpu")} is 1e1, more than this site's maximum of 4`,
        `${field("limits.memory")} is 1e10, more than this site's maximum of 8Gi`,
      ],
    },
    {
      name: "a request without a limit",
      of: podOf({ resources: { requests: { cpu: "5" } } }),
      settings,
      says: [`${field("requests.cpu")} is 5, more than this site's maximum of 4`],
    },
    {
      name: "an init container",
      of: pod({
        containers: [container()],
        initContainers: [container({ name: "init", resources: { limits: { memory: "9G" } } })],
      }),
      settings,
      says: ["spec.initContainers[init].resources.limits.memory is 9G, more than this site's maximum of 8Gi"],
    },
    {
      name: "a CronJob",
      of: workload("CronJob", { containers: [container({ resources: { limits: { cpu: 64 } } })] }),
      settings,
      says: [
        "spec.jobTemplate.spec.template.spec.containers[web].resources.limits.cpu is 64, more than this site's maximum of 4",
      ],
    },
    {
      name: "a HelmService",
      of: { type: helmServiceType, props: { resources: { "web.resources": { limits: { cpu: "6" } } } } },
      settings,
      says: ['resources["web.resources"].limits.cpu is 6, more than this site\'s maximum of 4'],
    },
    {
      name: "an unknown limit hides nothing",
      of: limits("$unknown", "9Gi"),
      settings,
      says: [`? ${field("limits.cpu")}`, `${field("limits.memory")} is 9Gi, more than this site's maximum of 8Gi`],
    },
  ],
};
