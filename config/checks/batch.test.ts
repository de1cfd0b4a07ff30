import { onOpenstack } from "./testing";

const executors = (max: number, min = 0) => ({ executors: { min, max } });

describe("HTCondor", () => {
  onOpenstack([
    ["as many as fit all pools", (input) => (input.services = { batch: { condor: executors(5) } }), []],
    [
      "one more",
      (input) => (input.services = { batch: { condor: executors(6) } }),
      [
        {
          path: "services.batch.condor.executors.max",
          message:
            '6 executors take 24 cores and 96 GiB, but pools "default-worker" and "notebook" have 22.5 cores and 172.8 GiB for pods on 3 nodes at the most: lower it, or raise max of the nodes',
        },
      ],
    ],
    [
      "as many as fit one pool when it has grown",
      (input) => {
        input.cluster.nodePools = [{ name: "batch", flavor: "large", count: 1, max: 4 }];
        input.services = { batch: { condor: { ...executors(7), nodePool: "batch" } } };
      },
      [],
    ],
    [
      "more than fit one pool",
      (input) => (input.services = { batch: { condor: { ...executors(2), nodePool: "notebook" } } }),
      [
        {
          path: "services.batch.condor.executors.max",
          message:
            '2 executors take 8 cores and 32 GiB, but pool "notebook" has 7.5 cores and 57.6 GiB for pods on 1 node at the most: lower it, or raise max of the nodes',
        },
      ],
    ],
    [
      "one that is larger than a node, and fewest above most",
      (input) => (input.services = { batch: { condor: { ...executors(2, 3), cpu: "8" } } }),
      [
        { path: "services.batch.condor.executors.min", message: "3 is more than max 2: min <= max" },
        {
          path: "services.batch.condor",
          message:
            'an executor takes 8 cores and 16 GiB, but the largest node of pools "default-worker" and "notebook" has 7.5 cores and 57.6 GiB for pods: lower cpu or memory, or choose larger nodes',
        },
      ],
    ],
    [
      "parts of a core, and hardly any memory",
      (input) => (input.services = { batch: { condor: { ...executors(2), cpu: "1500m", memory: "512Mi" } } }),
      [
        {
          path: "services.batch.condor.cpu",
          message: '"1500m" is no whole number of cores: executors offer whole ones',
        },
        {
          path: "services.batch.condor.memory",
          message: '"512Mi" is too little for HTCondor and a job: at least 1Gi',
        },
      ],
    ],
    [
      "more than one container may have",
      (input) => {
        input.policies = { container: { cpu: "2", memory: "8Gi" } };
        input.services = { batch: { condor: executors(1) } };
      },
      [
        {
          path: "services.batch.condor.cpu",
          message: '"4" is more than policies.container.cpu "2": lower it, or raise that',
        },
        {
          path: "services.batch.condor.memory",
          message: '"16Gi" is more than policies.container.memory "8Gi": lower it, or raise that',
        },
      ],
    ],
    [
      "a pool that is not there",
      (input) => (input.services = { batch: { condor: { ...executors(2), nodePool: "notebooks" } } }),
      [
        {
          path: "services.batch.condor.nodePool",
          message: '"notebooks" is not in cluster.nodePools: did you mean "notebook"?',
        },
      ],
    ],
  ]);
});

describe("queues", () => {
  onOpenstack([
    [
      "one that fits, and one that does not",
      (input) =>
        (input.services = {
          batch: { queues: { short: { cpu: "22", memory: "172Gi" }, long: { cpu: "4", memory: "173Gi" } } },
        }),
      [
        {
          path: "services.batch.queues.long",
          message:
            'its jobs may take 4 cores and 173 GiB, but pools "default-worker" and "notebook" have 22.5 cores and 172.8 GiB for pods on 3 nodes at the most: lower it, or raise max of the nodes',
        },
      ],
    ],
    [
      "that fit one by one, but not together",
      (input) =>
        (input.services = {
          batch: { queues: { short: { cpu: "12", memory: "10Gi" }, long: { cpu: "11", memory: "10Gi" } } },
        }),
      [
        {
          path: "services.batch.queues",
          message:
            'together promise 23 cores and 20 GiB, but pools "default-worker" and "notebook" have 22.5 cores and 172.8 GiB for pods on 3 nodes at the most: lower them, or raise max of the nodes',
        },
      ],
    ],
  ]);
});
