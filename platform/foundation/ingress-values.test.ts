import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { catalog } from "../catalog";
import { knownKeys, unknownTo } from "../charts/keys";
import { exampleConfig, exampleInfrastructure } from "../testing";
import { openings } from "./ingress";
import { ingressResources, ingressValues } from "./ingress-values";
import { merge, withResources, type Values } from "./values";

const certificate = "ingress-nginx/platform-tls";
const priority = "platform-foundation";
const values = (kind: "service" | "daemonset") =>
  ingressValues({ ingress: exampleInfrastructure({ kind }).ingress, replicas: 3, priority, certificate });

test("behind a load balancer: replicas of a Deployment, and a Service that keeps the reserved address", () => {
  const { ingress } = exampleInfrastructure();
  expect(ingressValues({ ingress, replicas: 3, priority, certificate })).toMatchObject({
    controller: {
      kind: "Deployment",
      replicaCount: 3,
      hostPort: { enabled: false },
      extraArgs: { "default-ssl-certificate": "ingress-nginx/platform-tls" },
      service: {
        type: "LoadBalancer",
        loadBalancerIP: ingress.address,
        annotations: { "loadbalancer.openstack.org/keep-floatingip": "true" },
        externalTrafficPolicy: "Cluster",
      },
    },
    defaultBackend: { enabled: true },
  });
});

test("on the nodes' own ports: a DaemonSet, and no load balancer", () => {
  expect(values("daemonset")).toMatchObject({
    controller: { kind: "DaemonSet", hostPort: { enabled: true }, service: { type: "ClusterIP" } },
  });
});

test("with Prometheus it counts answers by Ingress, and no sizes and times; without, nothing", () => {
  const { ingress } = exampleInfrastructure();
  const telling = ingressValues({ ingress, replicas: 3, priority, certificate, monitored: true });
  expect(telling).toMatchObject({
    controller: {
      metrics: { enabled: true, service: { enabled: false } },
      extraArgs: {
        "default-ssl-certificate": "ingress-nginx/platform-tls",
        "metrics-per-host": "false",
        "exclude-socket-metrics":
          "request_duration_seconds,response_duration_seconds,header_duration_seconds,connect_duration_seconds,request_size,response_size,bytes_sent",
      },
    },
  });
  expect(unknownTo(knownKeys(catalog.ingressNginx) ?? [], telling)).toEqual([]);
  expect(values("service").controller).not.toHaveProperty("metrics");
});

test("Prometheus alone, and only where there is one, reads that", () => {
  const rest = { rsp: false, http01: false };
  expect(openings({ ...rest, monitored: true }).metrics).toEqual({
    kind: "from-namespace",
    namespace: "monitoring",
    fromPods: { "app.kubernetes.io/name": "prometheus" },
    pods: { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller" },
    ports: [10254],
  });
  expect(openings({ ...rest, monitored: false })).not.toHaveProperty("metrics");
});

// The chart in lab/charts has the upstream chart's keys: a key that it lacks would be a typing mistake that Helm ignores.
test.each(["service", "daemonset"] as const)("every key that is set exists in the chart (%s)", (kind) => {
  const file = path.join(__dirname, "../../lab/charts/ingress-nginx/values.yaml");
  const known = parse(fs.readFileSync(file, "utf8")) as Values;
  const set = merge(values(kind), withResources(ingressResources(exampleConfig().platform.ingress)));
  expect(missing(set, known)).toEqual([]);
});

/** Paths in `set` that `known` does not have. Below resources, and an empty map or list in `known`, anything may stand. */
function missing(set: Values, known: Values, prefix = ""): string[] {
  return Object.entries(set).flatMap(([key, value]) => {
    if (!(key in known)) return [`${prefix}${key}`];
    const below = known[key];
    const open =
      key === "resources" ||
      typeof below !== "object" ||
      Array.isArray(below) ||
      Object.keys(below as object).length === 0;
    return open || typeof value !== "object" ? [] : missing(value as Values, below as Values, `${prefix}${key}.`);
  });
}
