/** How the portal is watched. Pure. */
import { failingAnswers } from "../../foundation/ingress-watch";
import { answers, answerTime, coresInUse, memoryOfLimit, readyPods } from "../../foundation/panels";
import type { Alert, Dashboard } from "../../foundation/watch";
import { release } from "./values";

/** Part of its memory that Java takes as heap, by the image: what is above this part is about to be killed. */
const nearLimit = 0.95;

const firefly = 'namespace="portal",container="firefly"';

export const portalAlerts: readonly Alert[] = [
  {
    name: "PortalDown",
    expr: 'kube_statefulset_status_replicas_ready{namespace="portal",statefulset="portal"} == 0',
    for: "5m",
    severity: "critical",
    summary: "No pod of the portal is ready.",
    action:
      "kubectl -n portal describe pods says why; after an update it takes a minute until Firefly has unpacked itself.",
  },
  {
    name: "PortalRedisDown",
    expr: 'kube_deployment_status_replicas_available{namespace="portal",deployment="portal-redis"} == 0',
    for: "5m",
    severity: "critical",
    summary: "The portal's Redis is down.",
    action:
      "Users see that a critical component is unavailable, and nothing that takes long tells them of its end. kubectl -n portal logs deployment/portal-redis.",
  },
  failingAnswers({
    name: "PortalRequestsFail",
    ...{ namespace: "portal", ingress: "portal" },
    summary: "More than a tenth of the portal's answers has been an error of its own for five minutes.",
    action:
      "kubectl -n portal logs statefulset/portal says why; 502 and 504 are a pod that went or took too long, as it does when its memory is used up.",
  }),
  {
    name: "PortalMemoryNearLimit",
    expr: `container_memory_working_set_bytes{${firefly}} / on (namespace, pod, container) kube_pod_container_resource_limits{${firefly},resource="memory"} > ${nearLimit}`,
    for: "10m",
    severity: "warning",
    summary: "The pod {{ $labels.pod }} of the portal has used more than 95 % of its memory for ten minutes.",
    action:
      "It is killed at its limit, and its users lose their place: raise services.portal.resources, or have more replicas.",
  },
];

export const portalDashboards: readonly Dashboard[] = [
  {
    name: "portal",
    title: "Portal",
    panels: [
      readyPods(release),
      answers(release, release),
      answerTime(release, release),
      memoryOfLimit(release),
      coresInUse(release),
    ],
  },
];
