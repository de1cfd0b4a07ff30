/** How the TAP service is watched. Pure. */
import { failingAnswers } from "../../foundation/ingress-watch";
import { answers, answerTime, coresInUse, memoryOfLimit, readyPods, volumesUsed } from "../../foundation/panels";
import type { Alert, Dashboard } from "../../foundation/watch";
import { release } from "./values";

/** A pod is ready as long as the service itself says that it is available. */
export const tapAlerts: readonly Alert[] = [
  {
    name: "TapUnavailable",
    expr: 'kube_deployment_status_replicas_available{namespace="tap",deployment="tap"} == 0',
    for: "5m",
    severity: "critical",
    summary: "No pod of the TAP service says that it is available.",
    action:
      "It asks TAP_SCHEMA for that: kubectl -n tap get pods shows whether tap-db runs, and /tap/availability says what is wrong.",
  },
  {
    name: "TapDatabaseDown",
    expr: 'kube_statefulset_status_replicas_ready{namespace="tap",statefulset="tap-db"} == 0',
    for: "5m",
    severity: "critical",
    summary: "The database of TAP_SCHEMA and of jobs is down.",
    action:
      "No query is taken, and jobs that run cannot end. kubectl -n tap logs tap-db-0 --all-containers; its first container makes the databases.",
  },
  // A wrong query is answered by 400, and one that the service or its database breaks off by 500.
  failingAnswers({
    name: "TapQueriesFail",
    ...{ namespace: release, ingress: release },
    summary:
      "More than a tenth of the requests to the TAP service has failed for five minutes, not by their users' fault.",
    action:
      "kubectl -n tap logs deployment/tap says what the database answered; 502 and 504 are a pod that went or took too long.",
  }),
  {
    name: "TapMemoryNearLimit",
    expr:
      'container_memory_working_set_bytes{namespace="tap",container="tap"} / on (namespace, pod, container) ' +
      'kube_pod_container_resource_limits{namespace="tap",container="tap",resource="memory"} > 0.95',
    for: "10m",
    severity: "warning",
    summary: "The pod {{ $labels.pod }} of the TAP service has used more than 95 % of its memory for ten minutes.",
    action: "It is killed at its limit, with all queries that run in it: raise services.tap.resources.",
  },
];

export const tapDashboards: readonly Dashboard[] = [
  {
    name: "tap",
    title: "TAP",
    panels: [
      readyPods(release),
      answers(release, release),
      answerTime(release, release),
      memoryOfLimit(release),
      coresInUse(release),
      volumesUsed(release),
    ],
  },
];
