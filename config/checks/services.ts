/** What single services need of the rest of the configuration. */
import { formatPath, type Problem } from "../problems";
import type { Check } from "./context";
import { cronProblem } from "./cron";
import { bucketsOf, exportsOf } from "./facts";
import { mostNodes, poolsOf } from "./pools";
import { lookup, unknownName } from "./words";

/** Each pod of the Portal keeps uploads and results on a disk of its own unless all share one: users would lose them at random. */
export const workArea: Check = (config) => {
  const sections = [
    { path: "services.portal", portal: config.services.portal },
    { path: "phalanx.portal", portal: config.phalanx?.portal },
  ];
  const exports = exportsOf(config);
  return sections.flatMap(({ path, portal }): Problem[] => {
    if (!portal) return [];
    const { replicas, workArea: name } = portal;
    if (name === undefined)
      return replicas > 1
        ? [
            {
              path: `${path}.workArea`,
              message: `is missing: ${replicas} replicas must share their files; name an export of storage.fileServer, or have one replica`,
            },
          ]
        : [];
    const found = exports.find((one) => one.name === name);
    const message = found
      ? `"${name}" is read-only, but uploads are written to it: choose another export`
      : unknownName(
          name,
          exports.map((one) => one.name),
          "storage.fileServer.exports",
        );
    return found && !found.readOnly ? [] : [{ path: `${path}.workArea`, message }];
  });
};

/** Both would answer, with other data and another login. */
export const ownAndPhalanxs: Check = ({ phalanx, services }) =>
  (["portal", "tap"] as const)
    .filter((name) => services[name] !== undefined && phalanx?.applications.includes(name))
    .map((name) => ({
      path: `services.${name}`,
      message: `Phalanx has the application "${name}" already, behind its own login: take this section away, or the application out of phalanx.applications`,
    }));

/** The tables that TAP shall ask must be somewhere. */
export const tapDatabase: Check = (config) => {
  const { database, services } = config;
  const backend = services.tap?.backend;
  if (backend?.kind !== "postgresql") return [];
  const kind = "services.tap.backend.kind";
  switch (database?.kind) {
    case undefined:
      return [{ path: kind, message: '"postgresql" needs the section database: add it' }];
    case "in-cluster":
      return [
        {
          path: kind,
          message:
            '"postgresql" asks tables of yours, but database.kind is "in-cluster", which has none: write external or cloudsql there, or sample here',
        },
      ];
    case "cloudsql": {
      const known = (config.cloud === "gcp" && config.cloudSql?.databases) || [];
      return known.includes(backend.database)
        ? []
        : [
            {
              path: "services.tap.backend.database",
              message: unknownName(backend.database, known, "cloudSql.databases"),
            },
          ];
    }
    case "external":
      return [];
  }
};

/** Nothing else deletes them: the service forgets its jobs after a week, and leaves what they wrote. */
export const tapResults: Check = (config) => {
  const bucket = config.services.tap?.resultsBucket;
  if (bucket === undefined || config.lifecycle !== "production" || config.cloud === "existing") return [];
  const { objectStore } = config;
  const days =
    "deleteAfter" in objectStore
      ? lookup(objectStore.deleteAfter, bucket)
      : lookup(objectStore.lifecycle, bucket)?.deleteAfter;
  const path =
    config.cloud === "gcp"
      ? formatPath(["objectStore", "deleteAfter", bucket])
      : formatPath(["objectStore", "lifecycle", bucket, "deleteAfter"]);
  return days === undefined && bucketsOf(config)?.includes(bucket)
    ? [{ path, message: "is missing: results of services.tap would stay for ever; write the days after which they go" }]
    : [];
};

export const backupTargets: Check = (config) => {
  const { services, storage } = config;
  const { backup } = services;
  if (!backup) return [];
  const problems: Problem[] = [];
  if (Object.keys(backup.targets).length === 0)
    problems.push({
      path: "services.backup.targets",
      message: "is empty, so nothing would be backed up: name at least one place",
    });
  if (config.cloud === "existing" && !("snapshots" in storage && storage.snapshots))
    problems.push({
      path: "storage.snapshots",
      message: "is missing, but backups are made of snapshots: name the driver, or take services.backup away",
    });
  return problems;
};

/** A line that means no moment would be taken by the cluster and never run. */
export const backupSchedule: Check = ({ services: { backup } }) => {
  if (!backup) return [];
  const wrong = cronProblem(backup.schedule);
  return wrong === undefined ? [] : [{ path: "services.backup.schedule", message: wrong }];
};

/** Alerts that nobody hears of are worth a decision. */
export const alertsTold: Check = ({ lifecycle, services: { monitoring } }) =>
  lifecycle === "production" && monitoring && monitoring.alerts === undefined
    ? [
        {
          path: "services.monitoring.alerts",
          message: "is missing, so nobody would be told: write who is, or { to: nobody } if that is meant",
        },
      ]
    : [];

export const kubeBenchSchedule: Check = ({ services: { monitoring } }) => {
  const wrong = monitoring?.kubeBench && cronProblem(monitoring.kubeBench.schedule);
  return wrong === undefined ? [] : [{ path: "services.monitoring.kubeBench.schedule", message: wrong }];
};

/** Its questions are put by Prometheus, which keeps the answers and tells of them. */
export const uptimeMonitoring: Check = ({ services: { monitoring, uptime } }) =>
  uptime !== undefined && monitoring === undefined
    ? [
        {
          path: "services.uptime",
          message: "needs the section services.monitoring, whose Prometheus makes the checks: add it",
        },
      ]
    : [];

/** Logs have in them whatever programs print; only in the cluster's own network they may go without encryption. */
export const loggingAddress: Check = ({ services: { logging } }) => {
  if (logging?.kind !== "collector") return [];
  const { hostname, protocol } = new URL(logging.address);
  return protocol === "https:" || /\.svc(\.cluster\.local)?$/.test(hostname)
    ? []
    : [
        {
          path: "services.logging.address",
          message: `"${logging.address}" would carry the logs of all pods in the clear: write https, or a name below .svc`,
        },
      ];
};

/** Servers of Vault refuse to share a node. */
export const vaultReplicas: Check = (config) => {
  const { secrets } = config;
  const nodes = mostNodes(poolsOf(config));
  return secrets.backend === "vault-in-cluster" && secrets.replicas > nodes
    ? [
        {
          path: "secrets.replicas",
          message: `${secrets.replicas} servers need a node each, but there are ${nodes} at the most: lower it, or add nodes`,
        },
      ]
    : [];
};
