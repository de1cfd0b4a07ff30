/** Cases of the alerts of portal and TAP. Data only. */
import type { Case } from "./cases";

const without = (kind: "deployment" | "statefulset", namespace: string, name: string, ready: string) => ({
  [`kube_${kind}_status_replicas_${kind === "deployment" ? "available" : "ready"}{namespace="${namespace}",${kind}="${name}"}`]:
    ready,
});
const memoryOf = (namespace: string, pod: string, container: string, used: string) => ({
  [`container_memory_working_set_bytes{namespace="${namespace}",pod="${pod}",container="${container}",image="x"}`]:
    used,
  [`kube_pod_container_resource_limits{namespace="${namespace}",pod="${pod}",container="${container}",node="n",resource="memory",unit="byte"}`]:
    "100x60",
  [`kube_pod_container_resource_limits{namespace="${namespace}",pod="${pod}",container="${container}",node="n",resource="cpu",unit="core"}`]:
    "2x60",
});

export const portalTapCases: readonly Case[] = [
  {
    alert: "PortalDown",
    title: "no pod for five minutes",
    series: without("statefulset", "portal", "portal", "0x60"),
    at: "5m",
    told: [{ labels: { namespace: "portal", statefulset: "portal" }, summary: "No pod of the portal is ready." }],
  },
  {
    alert: "PortalDown",
    title: "one of two is enough",
    series: without("statefulset", "portal", "portal", "1x60"),
    at: "30m",
    told: [],
  },
  {
    alert: "PortalRedisDown",
    title: "gone for five minutes",
    series: without("deployment", "portal", "portal-redis", "0x60"),
    at: "5m",
    told: [{ labels: { namespace: "portal", deployment: "portal-redis" }, summary: "The portal's Redis is down." }],
  },
  {
    alert: "PortalRedisDown",
    title: "back after three minutes",
    series: without("deployment", "portal", "portal-redis", "0x2 1x60"),
    at: "10m",
    told: [],
  },
  {
    alert: "PortalMemoryNearLimit",
    title: "96 % for ten minutes",
    series: memoryOf("portal", "portal-0", "firefly", "96x60"),
    at: "10m",
    told: [
      {
        labels: { namespace: "portal", pod: "portal-0", container: "firefly" },
        summary: "The pod portal-0 of the portal has used more than 95 % of its memory for ten minutes.",
      },
    ],
  },
  {
    alert: "PortalMemoryNearLimit",
    title: "what Java takes as a matter of course",
    series: memoryOf("portal", "portal-0", "firefly", "90x60"),
    at: "30m",
    told: [],
  },
  {
    alert: "TapUnavailable",
    title: "no pod says so for five minutes",
    series: without("deployment", "tap", "tap", "0x60"),
    at: "5m",
    told: [
      {
        labels: { namespace: "tap", deployment: "tap" },
        summary: "No pod of the TAP service says that it is available.",
      },
    ],
  },
  {
    alert: "TapUnavailable",
    title: "one of two is enough",
    series: without("deployment", "tap", "tap", "1x60"),
    at: "30m",
    told: [],
  },
  {
    alert: "TapDatabaseDown",
    title: "gone for five minutes",
    series: without("statefulset", "tap", "tap-db", "0x60"),
    at: "5m",
    told: [
      {
        labels: { namespace: "tap", statefulset: "tap-db" },
        summary: "The database of TAP_SCHEMA and of jobs is down.",
      },
    ],
  },
  {
    alert: "TapDatabaseDown",
    title: "a restart",
    series: without("statefulset", "tap", "tap-db", "0x2 1x60"),
    at: "10m",
    told: [],
  },
  {
    alert: "TapMemoryNearLimit",
    title: "96 % for ten minutes",
    series: memoryOf("tap", "tap-5d9c-x", "tap", "96x60"),
    at: "10m",
    told: [
      {
        labels: { namespace: "tap", pod: "tap-5d9c-x", container: "tap" },
        summary: "The pod tap-5d9c-x of the TAP service has used more than 95 % of its memory for ten minutes.",
      },
    ],
  },
  {
    alert: "TapMemoryNearLimit",
    title: "four fifths",
    series: memoryOf("tap", "tap-5d9c-x", "tap", "80x60"),
    at: "30m",
    told: [],
  },
];
