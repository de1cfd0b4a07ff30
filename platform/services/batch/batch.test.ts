import { parse } from "yaml";
import { listed } from "../service";
import { exampleGiven, exampleSite } from "../testing";
import { batch } from ".";
import { offered } from "./condor";

const site = (settings: object) => exampleSite({ services: { batch: settings } });
const condor = { executors: { min: 1, max: 3 }, cpu: "4", memory: "16Gi" };
const queues = { short: { cpu: "8", memory: "32Gi" }, long: { cpu: "16", memory: "64Gi" } };

test("each part is made when the site has it", () => {
  const names = (settings: object) => batch.instances(site(settings)).map(({ name }) => name);
  expect(names({})).toEqual([]);
  expect(names({ condor })).toEqual(["htcondor"]);
  expect(names({ queues })).toEqual(["kueue", "batch"]);
});

test("each part has a dashboard of its own", () => {
  const names = (settings: object) => listed(batch.dashboards(site(settings))).map(({ name }) => name);
  expect([names({ condor }), names({ queues }), names({ condor, queues })]).toEqual([
    ["htcondor"],
    ["batch"],
    ["htcondor", "batch"],
  ]);
});

describe("HTCondor", () => {
  const [pool] = batch.instances(site({ condor: { ...condor, nodePool: "batch", image: "ghcr.io/org/jobs:1.2.3" } }));

  test("executors offer whole cores, and their memory without what HTCondor needs", () => {
    expect(offered({ cpu: "4", memory: "16Gi" })).toEqual({ cpu: 4, memory: 16 * 1024 - 256 });
  });

  test("executors run where the site says, after everything else", () => {
    const pools = [
      {
        name: "batch",
        labels: { pool: "batch" },
        taints: [{ key: "batch", value: "only", effect: "NoSchedule" as const }],
      },
    ];
    expect(pool?.values({ ...exampleGiven, pools })).toEqual({
      secretName: "htcondor-keys",
      priorityClassName: "platform-service",
      submit: { storage: "50Gi" },
      executor: {
        ...{ min: 1, max: 3, cpu: 4, memory: 16128 },
        image: "ghcr.io/org/jobs:1.2.3",
        priorityClassName: "platform-batch",
        nodeSelector: { pool: "batch" },
        tolerations: [{ key: "batch", operator: "Equal", value: "only", effect: "NoSchedule" }],
      },
    });
    expect(pool?.resources["executor.resources"]).toEqual({
      requests: { cpu: "4", memory: "16Gi" },
      limits: { cpu: "4", memory: "16Gi" },
    });
  });

  test("all executors fit the namespace, beside the pool's own pods", () => {
    // Three executors of 4 cores, and twice manager, submit node and scaler.
    expect(pool?.namespace?.quota).toEqual({
      cpu: "17",
      memory: `${(48 + 4) * 1024 + 512}Mi`,
      pods: 9,
      storage: "102400Mi",
      claims: 2,
    });
  });

  test("a quota above what the nodes have would promise nothing", () => {
    const [large] = batch.instances(site({ condor: { ...condor, executors: { min: 0, max: 100 } } }));
    // Two nodes of 32 cores and 128 GiB.
    expect(large?.namespace?.quota).toMatchObject({ cpu: "64", memory: `${256 * 1024}Mi` });
  });

  test("daemons reach each other at one port, and only executors the world", () => {
    expect(pool?.openings.inside).toMatchObject({ kind: "from-namespace", namespace: "htcondor", ports: [9618] });
    expect(pool?.openings.data).toEqual({
      kind: "to-anywhere",
      pods: { htcondor: "executor" },
      ports: [80, 443],
      // Of the cluster and of the cloud's machines nothing.
      except: ["172.16.0.0/13", "172.24.0.0/13", "169.254.0.0/16"],
    });
  });
});

describe("Kueue", () => {
  const [kueue, queued] = batch.instances(site({ queues }));

  test("looks at the jobs of one namespace, and lets nobody go around a queue there", () => {
    const { managerConfig } = kueue?.values(exampleGiven) as {
      managerConfig: { controllerManagerConfigYaml: string };
    };
    expect(parse(managerConfig.controllerManagerConfigYaml)).toMatchObject({
      manageJobsWithoutQueueName: true,
      managedJobsNamespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "batch" } },
      integrations: { frameworks: ["batch/job"] },
    });
  });

  test("queues come after it, in a namespace that has room for all of them", () => {
    expect(queued?.after).toEqual(["kueue"]);
    expect(queued?.values(exampleGiven)).toEqual({ queues });
    expect(queued?.namespace?.quota).toMatchObject({ cpu: "48", memory: `${192 * 1024}Mi`, pods: 220 });
  });
});
