import type { Cases } from "../case";
import { container, deployment, workload } from "../objects";
import type { Manifest } from "../rule";
import type { Settings } from "./replicas";

const spec = { containers: [container()] };
const replicas = (replicas: unknown, metadata: object = {}) => deployment(spec, { replicas }, metadata);
const scaler = (minReplicas: unknown, maxReplicas: unknown): Manifest => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "case" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "case" },
    minReplicas,
    maxReplicas,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
  },
});

const owned = (kind: string, replicas?: number): Manifest => ({
  ...workload(kind, spec),
  spec: { ...(workload(kind, spec).spec as object), replicas },
  metadata: {
    name: "case",
    ownerReferences: [
      { apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: "00000000-0000-0000-0000-000000000000" },
    ],
  },
});

export const replicasCases: Cases<Settings> = {
  good: [
    { name: "two", of: replicas(2) },
    { name: "many", of: replicas(50) },
    { name: "exactly the most", of: replicas(5), settings: { max: 5 } },
    { name: "one, where the site asks for no more", of: replicas(1), settings: { min: 1 } },
    {
      name: "one that may run alone",
      of: replicas(1, { name: "database", namespace: "default" }),
      settings: { single: ["default/data*"] },
    },
    { name: "a kind that is not looked at", of: workload("StatefulSet", spec), settings: { kinds: ["Deployment"] } },
    { name: "a DaemonSet has as many as there are nodes", of: workload("DaemonSet", spec) },
    ...["ReplicaSet", "StatefulSet"].map((kind) => ({ name: `a ${kind} that another object owns`, of: owned(kind) })),
    { name: "many that another object wants", of: owned("StatefulSet", 9), settings: { max: 8 } },
    { name: "an autoscaler", of: scaler(2, 10), settings: { max: 10 } },
  ],
  bad: [
    { name: "one", of: replicas(1), says: ["spec.replicas is 1, fewer than 2"] },
    { name: "nothing said", of: deployment(spec), says: ["spec.replicas is not set, which means 1, fewer than 2"] },
    { name: "null", of: replicas(null), says: ["spec.replicas is not set, which means 1, fewer than 2"] },
    { name: "none", of: replicas(0), says: ["spec.replicas is 0, fewer than 2"] },
    {
      name: "a StatefulSet",
      of: workload("StatefulSet", spec),
      says: ["spec.replicas is not set, which means 1, fewer than 2"],
    },
    {
      name: "a StatefulSet of two where there are to be three",
      of: {
        ...workload("StatefulSet", spec),
        spec: { ...(workload("StatefulSet", spec).spec as object), replicas: 2 },
      },
      settings: { min: 3 },
      says: ["spec.replicas is 2, fewer than 3"],
    },
    { name: "too many", of: replicas(9), settings: { max: 8 }, says: ["spec.replicas is 9, more than 8"] },
    { name: "an autoscaler that goes too low", of: scaler(1, 4), says: ["spec.minReplicas is 1, fewer than 2"] },
    {
      name: "an autoscaler that goes too high",
      of: scaler(2, 40),
      settings: { max: 10 },
      says: ["spec.maxReplicas is 40, more than 10"],
    },
    {
      name: "one in another namespace than the one that may",
      of: replicas(1, { namespace: "default" }),
      settings: { single: ["other/case"] },
      says: ["spec.replicas is 1, fewer than 2"],
    },
    { name: "unknown", of: replicas("$unknown"), says: ["? spec.replicas"] },
  ],
};
