import { answers, answerTime, coresInUse, memoryOfLimit, readyPods, volumesUsed } from "./panels";

test("each is of one namespace, and its lines are told apart by what its question leaves", () => {
  const all = [readyPods("a"), coresInUse("a"), memoryOfLimit("a"), volumesUsed("a")];
  expect(all.map(({ expr, legend, unit }) => [legend, unit, expr])).toEqual([
    [
      "{{deployment}}{{statefulset}}",
      "short",
      'kube_deployment_status_replicas_available{namespace="a"} or kube_statefulset_status_replicas_ready{namespace="a"}',
    ],
    ["{{pod}}", "short", 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="a",container!=""}[5m]))'],
    [
      "{{pod}} {{container}}",
      "percentunit",
      'max by (pod, container) (container_memory_working_set_bytes{namespace="a",container!=""} / on (namespace, pod, container) ' +
        '(kube_pod_container_resource_limits{namespace="a",resource="memory"} > 0))',
    ],
    [
      "{{persistentvolumeclaim}}",
      "percentunit",
      '1 - kubelet_volume_stats_available_bytes{namespace="a"} / kubelet_volume_stats_capacity_bytes{namespace="a"}',
    ],
  ]);
});

test("answers are those of one Ingress", () => {
  expect([answers("a", "b"), answerTime("a", "b")].map(({ expr, legend, unit }) => [legend, unit, expr])).toEqual([
    ["{{status}}", "reqps", 'sum by (status) (rate(nginx_ingress_controller_requests{namespace="a",ingress="b"}[5m]))'],
    [
      "time",
      "s",
      'histogram_quantile(0.95, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket{namespace="a",ingress="b"}[5m])))',
    ],
  ]);
});
