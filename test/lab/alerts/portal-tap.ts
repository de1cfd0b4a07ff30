/** Cases of the alerts of portal and TAP. Data only. */
import type { Case } from "./case";

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

/** Answers of the ingress controller for one Ingress: code to their number over time. */
const answers = (name: string, codes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(codes).map(([status, values]) => [
      `nginx_ingress_controller_requests{namespace="${name}",ingress="${name}",status="${status}",method="POST",controller_pod="x"}`,
      values,
    ]),
  );
const tapFails =
  "More than a tenth of the requests to the TAP service has failed for five minutes, not by their users' fault.";

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
    alert: "TapQueriesFail",
    title: "one of five is broken off, of 500 and 504 together",
    series: answers("tap", { "200": "0+4x60", "500": "0+0.5x60", "504": "0+0.5x60" }),
    at: "20m",
    told: [{ labels: { namespace: "tap", ingress: "tap" }, summary: tapFails }],
  },
  {
    alert: "TapQueriesFail",
    title: "what users do wrong does not hide it",
    series: answers("tap", { "200": "0+4x60", "400": "0+50x60", "401": "0+50x60", "500": "0+1x60" }),
    at: "20m",
    told: [{ labels: { namespace: "tap", ingress: "tap" }, summary: tapFails }],
  },
  {
    alert: "TapQueriesFail",
    title: "nothing but failures",
    series: answers("tap", { "503": "0+1x60" }),
    at: "20m",
    told: [{ labels: { namespace: "tap", ingress: "tap" }, summary: tapFails }],
  },
  {
    alert: "TapQueriesFail",
    title: "wrong queries alone",
    series: answers("tap", { "200": "0+1x60", "400": "0+9x60" }),
    at: "30m",
    told: [],
  },
  {
    alert: "TapQueriesFail",
    title: "one of twenty",
    series: answers("tap", { "200": "0+19x60", "500": "0+1x60" }),
    at: "30m",
    told: [],
  },
  {
    alert: "TapQueriesFail",
    title: "two in a quiet night",
    series: answers("tap", { "200": "0x60", "500": "0x10 1x3 2x60" }),
    at: "18m",
    told: [],
  },
  {
    alert: "TapQueriesFail",
    title: "over",
    series: answers("tap", { "200": "0+4x90", "500": "0+1x30 30x60" }),
    at: "50m",
    told: [],
  },
  {
    alert: "TapQueriesFail",
    title: "another's Ingress, and what is asked without a password",
    series: {
      ...answers("portal", { "200": "0+1x60", "500": "0+1x60" }),
      'nginx_ingress_controller_requests{namespace="tap",ingress="tap-about",status="503"}': "0+1x60",
    },
    at: "30m",
    told: [],
  },
  {
    alert: "PortalRequestsFail",
    title: "one of five",
    series: answers("portal", { "200": "0+4x60", "502": "0+1x60" }),
    at: "20m",
    told: [
      {
        labels: { namespace: "portal", ingress: "portal" },
        summary: "More than a tenth of the portal's answers has been an error of its own for five minutes.",
      },
    ],
  },
  {
    alert: "PortalRequestsFail",
    title: "pages that are not there",
    series: answers("portal", { "200": "0+1x60", "404": "0+9x60" }),
    at: "30m",
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
