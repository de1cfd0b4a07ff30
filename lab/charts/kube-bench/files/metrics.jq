# From what kube-bench says (--json) to what node-exporter tells. $pool: the pool that the node is one of.
[.Controls[].tests[].results[]] as $checks
| "# TYPE kube_bench_checks gauge",
  (["PASS", "FAIL", "WARN", "INFO"][] as $status
   | "kube_bench_checks{pool=\"\($pool)\",status=\"\($status | ascii_downcase)\"} \([$checks[] | select(.status == $status)] | length)"),
  "# TYPE kube_bench_check_failed gauge",
  ($checks[] | select(.status == "FAIL") | "kube_bench_check_failed{pool=\"\($pool)\",check=\"\(.test_number)\"} 1"),
  "# TYPE kube_bench_last_run_timestamp_seconds gauge",
  "kube_bench_last_run_timestamp_seconds{pool=\"\($pool)\"} \(now | floor)"
