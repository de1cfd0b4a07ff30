/** Panels of what is known of every namespace, whatever runs in it: by the cluster, and by the ingress controller. Pure. */
import type { Panel } from "./watch";

/** Deployments and StatefulSets, each with the number of its pods that are ready. */
export function readyPods(namespace: string): Panel {
  const of = `{namespace="${namespace}"}`;
  return {
    title: "Pods that are ready",
    expr: `kube_deployment_status_replicas_available${of} or kube_statefulset_status_replicas_ready${of}`,
    legend: "{{deployment}}{{statefulset}}",
    unit: "short",
  };
}

export function coresInUse(namespace: string): Panel {
  return {
    title: "Cores in use",
    expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="${namespace}",container!=""}[5m]))`,
    legend: "{{pod}}",
    unit: "short",
  };
}

/** What comes near its limit is about to be killed. */
export function memoryOfLimit(namespace: string): Panel {
  return {
    title: "Memory, part of the limit",
    expr:
      `max by (pod, container) (container_memory_working_set_bytes{namespace="${namespace}",container!=""} / on (namespace, pod, container) ` +
      `(kube_pod_container_resource_limits{namespace="${namespace}",resource="memory"} > 0))`,
    legend: "{{pod}} {{container}}",
    unit: "percentunit",
  };
}

export function volumesUsed(namespace: string): Panel {
  return {
    title: "Volume, part that is used",
    expr: `1 - kubelet_volume_stats_available_bytes{namespace="${namespace}"} / kubelet_volume_stats_capacity_bytes{namespace="${namespace}"}`,
    legend: "{{persistentvolumeclaim}}",
    unit: "percentunit",
  };
}

/** @param ingress Name of the Ingress whose answers count. */
export function answers(namespace: string, ingress: string): Panel {
  return {
    title: "Answers, a second, by their code",
    expr: `sum by (status) (rate(nginx_ingress_controller_requests{namespace="${namespace}",ingress="${ingress}"}[5m]))`,
    legend: "{{status}}",
    unit: "reqps",
  };
}

/** @param ingress As above. */
export function answerTime(namespace: string, ingress: string): Panel {
  return {
    title: "Time within which 95 % are answered",
    expr: `histogram_quantile(0.95, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket{namespace="${namespace}",ingress="${ingress}"}[5m])))`,
    legend: "time",
    unit: "s",
  };
}
