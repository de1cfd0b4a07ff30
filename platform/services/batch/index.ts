/** Batch jobs: a pool of HTCondor, and queues of Kueue for jobs of Kubernetes. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { among, outside } from "../../foundation/network-policies";
import type { Instance, InstanceSecret, Service } from "../service";
import { type Batch, type Condor, condorQuota, condorResources, condorValues, queuesQuota } from "./condor";
import { kueueResources, kueueValues, queuesNamespace } from "./kueue";
import { batchAlerts, condorDashboards, condorMetrics, condorName, queueDashboards } from "./watch";

const secret: InstanceSecret = {
  name: "htcondor-keys",
  declared: {
    service: condorName,
    delivery: "platform",
    keys: {
      "signing-key": {
        description: "What the tokens of the pool are made of: whoever has it is anybody in the pool.",
        source: { kind: "password", length: 64 },
      },
    },
  },
};

export const batch: Service = {
  name: "batch",
  title: "Batch",
  purpose:
    "Work that nobody waits for: a pool of HTCondor whose executors come with the jobs, and queues with quotas for jobs of Kubernetes.",
  section: "batch",
  component: "Batch",
  charts: [catalog.htcondor, catalog.kueue, catalog.batchQueues],
  example: {
    services: {
      batch: {
        condor: { executors: { min: 0, max: 4 }, cpu: "4", memory: "16Gi" },
        queues: { short: { cpu: "8", memory: "32Gi" }, long: { cpu: "16", memory: "64Gi" } },
      },
    },
  },
  notes: [
    "HTCondor: central manager, a submit node with the queue on a volume, and executors. Whoever may open a shell in the namespace submits: " +
      "`kubectl -n htcondor exec -it htcondor-submit-0 -- condor_submit /path/job.sub`; `condor_q`, `condor_status` likewise. All jobs run as the " +
      "same user, so the pool is one group's: who must not read another's files needs a pool of its own.",
    "The scaler looks every half minute and makes executors for what waits, between `min` and `max`: jobs of Kubernetes, one executor each. An " +
      "executor without a job for ten minutes goes by itself, so none is ever ended that works. When its node goes, a job has ten minutes and then " +
      "starts anew elsewhere.",
    "Executors offer whole cores, and their memory less 256 MiB. Jobs run inside the executor's image; software that they need is in `image`, " +
      "which is HTCondor's own unless the site says otherwise, or they bring it along.",
    "Everything runs without root, in one user's name. Only manager and submit node have the key that makes tokens; an executor gets a token that " +
      "lets it offer itself and nothing else, from a container that is gone before the first job comes.",
    "Executors have the priority `platform-batch`: pods of services and labs push them out when the nodes are full.",
    "Kueue: a job in the namespace `batch` names its queue by the label `kueue.x-k8s.io/queue-name` and starts when the queue has room for what " +
      "its containers request. Without a queue it waits for ever. Jobs of other namespaces are none of Kueue's business, also when it is down.",
    "Who may submit there: the groups of platform.roles.serviceOwners and operators. Jobs should name `priorityClassName: platform-batch`.",
    "Queues lend each other nothing: what is promised to one is never in use by another.",
    "No pool of HTCondor has been run by us: its configuration is written after the manual. The scaler has been run against an API server and " +
      "commands that play their parts.",
  ],
  alerts: () => batchAlerts,
  dashboards: ({ services: { batch } }) => [
    ...(batch?.condor === undefined ? [] : condorDashboards),
    ...(Object.keys(batch?.queues ?? {}).length === 0 ? [] : queueDashboards),
  ],
  instances: (config): Instance[] => {
    const { batch } = config.services;
    if (batch === undefined) return [];
    return [
      ...(batch.condor === undefined ? [] : [pool(batch.condor, config)]),
      ...(Object.keys(batch.queues).length === 0 ? [] : [kueue(), queues(batch.queues, config)]),
    ];
  },
};

const allPods = {};

function pool(condor: Condor, config: Config): Instance {
  return {
    name: condorName,
    settings: { condor },
    chart: catalog.htcondor,
    values: (given) => condorValues(condor, secret.name, given),
    resources: condorResources(condor),
    timeout: 600,
    secret,
    namespace: { owner: "operators", quota: condorQuota(condor, config) },
    metrics: [condorMetrics],
    openings: {
      // Daemons ask each other, all at one port.
      ...among(condorName, allPods, [9618]),
      "api-server": { kind: "to-api-server", pods: { htcondor: "scaler" } },
      // Jobs fetch data.
      data: outside(config, { htcondor: "executor" }),
    },
    hosts: [],
    readiness: [],
    backup: { kind: "volumes", what: "The queue of HTCondor, with files that jobs brought and left." },
  };
}

function kueue(): Instance {
  return {
    name: catalog.kueue.namespace,
    settings: {},
    chart: catalog.kueue,
    values: kueueValues,
    resources: kueueResources,
    namespace: { owner: "operators" },
    openings: {
      // The API server asks it before it takes a job, and for what waits; its address is not one of a pod.
      webhooks: { kind: "from-anywhere", pods: allPods, ports: [8082, 9443] },
      "api-server": { kind: "to-api-server", pods: allPods },
    },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "It keeps nothing; jobs that wait are objects of Kubernetes." },
  };
}

function queues(settings: Batch["queues"], config: Config): Instance {
  return {
    name: queuesNamespace,
    settings: { queues: settings },
    chart: catalog.batchQueues,
    values: () => ({ queues: settings }),
    resources: {},
    // Its objects are of kinds that Kueue brings, and checks.
    after: [catalog.kueue.namespace],
    namespace: { quota: queuesQuota(settings, config) },
    openings: {
      // Jobs fetch data.
      data: outside(config, allPods),
    },
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "Queues are the stack file's; volumes of jobs are their owners' to copy." },
  };
}
