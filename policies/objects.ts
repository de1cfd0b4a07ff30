/** Objects of Kubernetes for tables of cases: whole enough for an API server to take them. */
import type { Manifest } from "./rule";

export const bounds = { cpu: "100m", memory: "64Mi" };
export const resources = { requests: bounds, limits: bounds };
export const image = "registry.example.org/team/web:1.4.2";

const labels = { app: "case" };

/** A container that keeps to every rule about bounds and images; `more` wins. */
export function container(more: object = {}): Record<string, unknown> {
  return { name: "web", image, resources, ...more };
}

export function pod(spec: object, metadata: object = {}): Manifest {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "case", ...metadata }, spec };
}

/** A pod of one container. */
export function podOf(more: object): Manifest {
  return pod({ containers: [container(more)] });
}

const template = (spec: object, metadata: object = {}) => ({ metadata: { labels, ...metadata }, spec });

export function deployment(spec: object, more: object = {}, metadata: object = {}): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "case", ...metadata },
    spec: { selector: { matchLabels: labels }, template: template(spec), ...more },
  };
}

/** A workload of any kind around a pod's spec. */
export function workload(kind: string, spec: object): Manifest {
  const metadata = { name: "case" };
  const selector = { matchLabels: labels };
  const once = { restartPolicy: "Never", ...spec };
  switch (kind) {
    case "Pod":
      return pod(spec);
    case "PodTemplate":
      return { apiVersion: "v1", kind, metadata, template: template(spec) };
    case "ReplicationController":
      return { apiVersion: "v1", kind, metadata, spec: { selector: labels, template: template(spec) } };
    case "StatefulSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { selector, serviceName: "case", template: template(spec) },
      };
    case "DaemonSet":
    case "ReplicaSet":
    case "Deployment":
      return { apiVersion: "apps/v1", kind, metadata, spec: { selector, template: template(spec) } };
    case "Job":
      return { apiVersion: "batch/v1", kind, metadata, spec: { template: { spec: once } } };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: once } } } },
      };
    default:
      throw new Error(`no workload of kind ${kind}`);
  }
}

export function namespace(name: string, labels: Record<string, string> = {}): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export function service(spec: object, annotations: Record<string, string> = {}): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "case", namespace: "default", annotations },
    spec: { selector: labels, ports: [{ port: 443, targetPort: 8443 }], ...spec },
  };
}

export function storageClass(more: object, metadata: object = {}): Manifest {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "case", ...metadata },
    provisioner: "cinder.csi.openstack.org",
    reclaimPolicy: "Retain",
    ...more,
  };
}
