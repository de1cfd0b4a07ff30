import type { Cases } from "../case";
import { container, pod, workload } from "../objects";
import type { Settings } from "./probes";

const ask = { httpGet: { path: "/healthz", port: 8080 } };
const probed = { readinessProbe: ask, livenessProbe: ask };
const both = (path: string) => [`${path}.readinessProbe is not set`, `${path}.livenessProbe is not set`];

export const probesCases: Cases<Settings> = {
  good: [
    { name: "a Deployment", of: workload("Deployment", { containers: [container(probed)] }) },
    {
      name: "every way to ask",
      of: workload("StatefulSet", {
        containers: [
          container({ readinessProbe: { tcpSocket: { port: 5432 } }, livenessProbe: { exec: { command: ["true"] } } }),
          container({ name: "b", readinessProbe: { grpc: { port: 9000 } }, livenessProbe: ask }),
        ],
      }),
    },
    { name: "a Job runs to its end", of: workload("Job", { containers: [container()] }) },
    { name: "a CronJob too", of: workload("CronJob", { containers: [container()] }) },
    { name: "a pod that is not started again", of: pod({ containers: [container()], restartPolicy: "OnFailure" }) },
    {
      name: "init containers are not probed",
      of: workload("DaemonSet", { containers: [container(probed)], initContainers: [container({ name: "init" })] }),
    },
    {
      name: "readiness alone, where the site says so",
      of: pod({ containers: [container({ readinessProbe: ask })] }),
      settings: { probes: ["readinessProbe"] },
    },
    {
      name: "one of others, whose makers give it none",
      of: {
        ...workload("Deployment", { containers: [container()] }),
        metadata: { name: "case", namespace: "default" },
      },
      settings: { unprobed: ["default/*"] },
    },
    {
      name: "a Patch says only a part",
      of: {
        type: "kubernetes:apps/v1:DeploymentPatch",
        props: workload("Deployment", { containers: [{ name: "web" }] }),
      },
    },
  ],
  bad: [
    {
      name: "a Deployment",
      of: workload("Deployment", { containers: [container()] }),
      says: both("spec.template.spec.containers[web]"),
    },
    { name: "a pod", of: pod({ containers: [container()] }), says: both("spec.containers[web]") },
    {
      name: "the second container",
      of: workload("StatefulSet", { containers: [container(probed), container({ name: "b" })] }),
      says: both("spec.template.spec.containers[b]"),
    },
    {
      name: "no liveness",
      of: workload("DaemonSet", { containers: [container({ readinessProbe: ask })] }),
      says: ["spec.template.spec.containers[web].livenessProbe is not set"],
    },
    {
      name: "a startup probe is not enough",
      of: workload("ReplicaSet", { containers: [container({ startupProbe: ask, livenessProbe: ask })] }),
      says: ["spec.template.spec.containers[web].readinessProbe is not set"],
    },
    {
      name: "no readiness",
      of: workload("ReplicationController", { containers: [container({ livenessProbe: ask })] }),
      says: ["spec.template.spec.containers[web].readinessProbe is not set"],
    },
    {
      name: "a probe that cannot ask",
      of: pod({ containers: [container({ ...probed, livenessProbe: { periodSeconds: 5 } })] }),
      says: ["spec.containers[web].livenessProbe says no way to ask"],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "an empty probe",
      of: pod({ containers: [container({ ...probed, readinessProbe: {} })] }),
      says: ["spec.containers[web].readinessProbe says no way to ask"],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "an unknown probe hides nothing",
      of: pod({ containers: [container({ readinessProbe: "$unknown" })] }),
      says: ["? spec.containers[web].readinessProbe", "spec.containers[web].livenessProbe is not set"],
    },
  ],
};
