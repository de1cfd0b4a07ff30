/** Values of the ingress controller's chart; the keys are the upstream chart's. */
import type * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { Ingress } from "../../infra/contract";
import { rspIngressValues } from "./ingress-rsp";
import { containerResources, merge, type ContainerResources, type Values } from "./values";

/** Labels by which the upstream chart's pods can be told apart. */
export const controllerPods = {
  "app.kubernetes.io/name": "ingress-nginx",
  "app.kubernetes.io/component": "controller",
};

/** Name of the IngressClass. */
export const ingressClass = "nginx";

/** The answer for names and paths that nobody serves is small and rare. */
const defaultBackend: ContainerResources = {
  requests: { cpu: "10m", memory: "16Mi" },
  limits: { cpu: "50m", memory: "32Mi" },
};
/** Jobs of the chart that make the certificate of its admission webhook. */
const webhookJob: ContainerResources = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { cpu: "100m", memory: "64Mi" },
};

export interface IngressValuesArgs {
  ingress: Ingress;
  replicas: number;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  /** "namespace/name" of the Secret with the default certificate. */
  certificate: pulumi.Input<string>;
  /** True: the Rubin Science Platform stands behind it too. @default false */
  rsp?: boolean;
  /** True: Prometheus reads its counters. @default false */
  monitored?: boolean;
}

export function ingressValues({ rsp = false, monitored = false, ...args }: IngressValuesArgs): Values {
  return [ownValues(args), ...(monitored ? [telling] : []), ...(rsp ? [rspIngressValues()] : [])].reduce(merge);
}

/**
 * It counts answers by Ingress and code, and nothing else: sizes and times are a dozen series for each of these, and some thousand Ingresses
 * are common. Prometheus reads each pod itself, without a Service.
 */
const telling: Values = {
  controller: {
    metrics: { enabled: true, service: { enabled: false } },
    extraArgs: {
      "metrics-per-host": "false",
      "exclude-socket-metrics": [
        ...["request_duration_seconds", "response_duration_seconds", "header_duration_seconds"],
        ...["connect_duration_seconds", "request_size", "response_size", "bytes_sent"],
      ].join(","),
    },
  },
};

function ownValues({ ingress, replicas, priority, certificate }: IngressValuesArgs): Values {
  const onNodes = ingress.kind === "daemonset";
  return {
    controller: {
      kind: onNodes ? "DaemonSet" : "Deployment",
      replicaCount: replicas,
      priorityClassName: priority,
      ingressClassResource: { name: ingressClass, default: true },
      extraArgs: { "default-ssl-certificate": certificate },
      // A snippet in one service's Ingress could read every other service's secrets.
      allowSnippetAnnotations: false,
      hostPort: { enabled: onNodes },
      service: onNodes
        ? { type: "ClusterIP" }
        : {
            type: "LoadBalancer",
            loadBalancerIP: ingress.address,
            annotations: ingress.loadBalancerAnnotations,
            // Local keeps the user's address, and needs a balancer that checks which nodes have a pod; not all do. With Cluster
            // every node is a good member.
            externalTrafficPolicy: ingress.checksNodes === true ? "Local" : "Cluster",
          },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: controllerPods },
        },
      ],
    },
    defaultBackend: { enabled: true, priorityClassName: priority },
  };
}

/** Bounds of every container of the chart, by the path of its values. */
export function ingressResources(configured: Config["platform"]["ingress"]): Record<string, ContainerResources> {
  return {
    "controller.resources": containerResources(configured.resources),
    "controller.admissionWebhooks.createSecretJob.resources": webhookJob,
    "controller.admissionWebhooks.patchWebhookJob.resources": webhookJob,
    "defaultBackend.resources": defaultBackend,
  };
}
