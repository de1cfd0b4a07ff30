/** Checks of nodes against the CIS benchmark: jobs that leave numbers on the node, and what somebody must be told of. Pure. */
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import type { Alert } from "../../foundation/watch";
import { tolerationsOf } from "../../foundation/tolerations";
import type { ContainerResources, Values } from "../../foundation/values";
import { longestPause } from "../backup/watch";
import type { Given, Instance } from "../service";

type KubeBench = NonNullable<NonNullable<Config["services"]["monitoring"]>["kubeBench"]>;

/** Folder of a node in which jobs leave their numbers, for node-exporter. */
export const benchFolder = "/var/lib/node-exporter";

const resources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
};

/** The benchmark that fits the nodes of a cloud, and the folders that it looks into. */
export function benchmarkOf({ cloud }: Pick<Config, "cloud">): { benchmark: string; folders: string[] } {
  const [common, kubelet] = [["/etc/kubernetes", "/etc/systemd"], "/var/lib/kubelet"];
  return cloud === "gcp"
    ? { benchmark: "gke-1.9.0", folders: [...common, "/home/kubernetes", kubelet] }
    : { benchmark: "cis-1.12", folders: [...common, "/lib/systemd", kubelet] };
}

export function kubeBench({ schedule }: KubeBench, config: Config): Instance {
  return {
    name: catalog.kubeBench.namespace,
    settings: { schedule },
    chart: catalog.kubeBench,
    values: (given) => benchValues(schedule, benchmarkOf(config), given),
    resources,
    // policies/site.ts has the exception, with owner and end.
    namespace: { owner: "operators", podSecurity: "privileged" },
    // It looks at its own node only.
    openings: {},
    hosts: [],
    readiness: [],
    backup: { kind: "nothing", why: "Numbers of the last run, on the nodes." },
  };
}

/** A job for each pool: its nodes are made alike, so one of them tells for all. */
export function benchValues(
  schedule: string,
  { benchmark, folders }: ReturnType<typeof benchmarkOf>,
  { pools, priority }: Pick<Given, "pools" | "priority">,
): Values {
  const targets = pools.map(({ name, labels, taints }) => ({
    name,
    nodeSelector: { ...labels },
    tolerations: tolerationsOf(taints),
  }));
  return {
    priorityClassName: priority.service,
    schedule,
    benchmark,
    folder: benchFolder,
    folders,
    targets: targets.length === 0 ? [{ name: "nodes", nodeSelector: {}, tolerations: [] }] : targets,
  };
}

const hour = 3600;

export function benchAlerts({ accepted, schedule }: KubeBench): readonly Alert[] {
  const pause = longestPause(schedule);
  // Nodes keep their numbers when the next run is on another of their pool: those are too old to count.
  const allowed = 2 * pause + hour;
  const others =
    accepted.length === 0 ? "" : `{check!~"${accepted.map((one) => one.replaceAll(".", "\\\\.")).join("|")}"}`;
  return [
    {
      name: "NodeCheckFails",
      expr: `max by (pool, check) (kube_bench_check_failed${others} and on (instance) time() - kube_bench_last_run_timestamp_seconds < ${allowed}) == 1`,
      for: "1h",
      severity: "warning",
      summary: "Nodes of the pool {{ $labels.pool }} fail the check {{ $labels.check }} of the CIS benchmark.",
      action:
        "The log of the job (namespace kube-bench) says what it wants. Mend it in the nodes' image, or accept it: services.monitoring.kubeBench.accepted.",
    },
    {
      name: "NodeCheckMissing",
      expr: `time() - max by (pool) (kube_bench_last_run_timestamp_seconds) > ${pause + 2 * hour} or absent(kube_bench_last_run_timestamp_seconds)`,
      // Where it is new, it has not run yet.
      for: `${Math.ceil(pause / hour) + 2}h`,
      severity: "warning",
      summary: "Nodes have not been checked by kube-bench for two of its turns.",
      action: "kubectl -n kube-bench get jobs and logs say whether it runs, and what it says.",
    },
  ];
}
