/** Backups: Velero, which keeps objects and volumes of namespaces in object stores. */
import { mostNodes, poolsFor, poolsOf } from "../../../config/checks/pools";
import { amount } from "../../../config/quantity";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import type { Opening } from "../../foundation/network-policies";
import { withinNodes } from "../../foundation/quota";
import type { ContainerResources } from "../../foundation/values";
import type { Instance, InstanceSecret, Service } from "../service";
import { copyInstances } from "./copies";
import { targetSecrets } from "./targets";
import { agent, backupValues, mover, release, scheduleOf, server } from "./values";
import { backupAlerts, backupDashboards, backupMetrics, copyAlerts } from "./watch";

type Backup = NonNullable<Config["services"]["backup"]>;

const secretName = "backup-targets";

/** GiB of volumes that each node may have as copies at a time, to read them. */
const copies = 1024;

/** Everything in the namespace is Velero's, and pods that move data have names and labels that only it knows. */
const allPods = {};

const openings: Record<string, Opening> = {
  "api-server": { kind: "to-api-server", pods: allPods },
  // The port of the hardware's own object store is known only when it is there.
  "object-stores": { kind: "to-anywhere", pods: allPods },
};

export const backup: Service = {
  name: "backup",
  title: "Backup",
  purpose: "Copies of volumes, with the objects around them, in object stores: every night, and when asked.",
  section: "backup",
  component: "Backup",
  charts: [catalog.velero, catalog.restic],
  example: {
    objectStore: { buckets: ["backup"] },
    services: {
      backup: {
        schedule: "0 1 * * *",
        retainDays: 30,
        targets: {
          near: { kind: "bucket", bucket: "backup" },
          far: { kind: "s3", endpoint: "https://s3.example.org", bucket: "platform-backups" },
        },
        files: true,
      },
    },
  },
  notes: [
    "What is backed up, what is not, and how to get it back: [backup.md](../backup.md).",
    "`files` and `databases` are other repositories in the same targets, by restic, encrypted with a password of ours: without it nothing " +
      "comes back. It is the key `password` of the secret `restic`, in the state and, where the site has one, in Vault; keep it elsewhere too.",
    "Files are read by root through claims that cannot write. An export without `rootAccess` gives root only what everybody may read; the " +
      "copy fails and tells of it when that is not all.",
    "Volumes are read from snapshots and their data are moved to the target, so a backup outlives the cloud's project. Repositories of " +
      "data are encrypted with a password that Velero itself fixes; what protects them is who may read the bucket.",
    "A backup has the Secrets of its namespaces in it: whoever reads the bucket reads them.",
    "Velero may do everything in the cluster, as it must make any object anew; who may make objects in its namespace may too.",
    "The pods that move data are root, because files keep their owners. They reach no folder of their node, and the namespace's level is " +
      "baseline, which allows that.",
  ],
  alerts: (config) => {
    const { backup } = config.services;
    if (backup === undefined) return [];
    return [
      ...backupAlerts(backup.schedule, Object.keys(backup.targets).map(scheduleOf)),
      ...(copyInstances(config, backup).length > 0 ? copyAlerts(backup.schedule) : []),
    ];
  },
  dashboards: (config) => {
    const { backup } = config.services;
    return backup === undefined ? [] : backupDashboards(copyInstances(config, backup).length > 0);
  },
  instances: (config): Instance[] => {
    const { backup } = config.services;
    if (backup === undefined) return [];
    const secret = targetSecret(config, backup);
    return [
      {
        name: release,
        settings: { backup },
        chart: catalog.velero,
        values: (given) => backupValues(config, backup, given, secretName),
        resources: { resources: server, "nodeAgent.resources": agent },
        ...(secret === undefined ? {} : { secret }),
        namespace: { owner: "operators", podSecurity: "baseline", quota: quota(config) },
        metrics: [backupMetrics],
        openings,
        hosts: [],
        readiness: [],
        backup: { kind: "nothing", why: "What it has is in the targets, where a new Velero finds it." },
      },
      ...copyInstances(config, backup),
    ];
  },
};

function targetSecret(config: Config, backup: Backup): InstanceSecret | undefined {
  const keys = targetSecrets(config, backup);
  if (Object.keys(keys).length === 0) return undefined;
  return { name: secretName, declared: { service: release, delivery: "platform", keys } };
}

/**
 * An agent on each node, beside a pod that moves data, one whose turn is next, and one that looks after a repository; no more than all nodes
 * have.
 */
function quota(config: Config): Config["platform"]["quota"] {
  const pools = poolsOf(config);
  const nodes = mostNodes(poolsFor(undefined, pools));
  const movers = 2 * nodes + 2;
  const limit = (kind: keyof ContainerResources["limits"]) =>
    // The server twice: while it is renewed.
    2 * amount(server.limits[kind]) + nodes * amount(agent.limits[kind]) + movers * amount(mover.limits[kind]);
  return {
    ...withinNodes(config, { cpu: limit("cpu"), memory: limit("memory") }),
    pods: 2 + nodes + movers,
    storage: `${nodes * copies}Gi`,
    claims: movers,
  };
}
