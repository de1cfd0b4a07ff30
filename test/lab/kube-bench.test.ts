/** kube-bench's answer as metrics, by the filter of our chart and jq itself. */
import { execFileSync } from "node:child_process";
import { installPackages, missingPackages } from "../../lab/packages";
import { printProgress } from "../../lab/progress";

beforeAll(async () => {
  const missing = missingPackages(["jq"]);
  if (missing.length > 0) await installPackages(missing, printProgress);
}, 10 * 60_000);

test("what kube-bench says becomes numbers", () => {
  const result = (id: string, status: string) => ({ test_number: id, test_desc: "text", status });
  const said = {
    Controls: [
      {
        tests: [
          { results: [result("4.1.1", "PASS"), result("4.1.9", "FAIL")] },
          { results: [result("4.2.6", "FAIL"), result("4.2.7", "WARN")] },
        ],
      },
    ],
  };
  const filter = ["-r", "--arg", "pool", "notebook", "-f", "lab/charts/kube-bench/files/metrics.jq"];
  const lines = execFileSync("jq", filter, { input: JSON.stringify(said), encoding: "utf8" })
    .trim()
    .split("\n");
  const time = lines.pop();
  expect(time).toMatch(/^kube_bench_last_run_timestamp_seconds\{pool="notebook"\} 1\d{9}$/);
  expect(lines).toEqual([
    "# TYPE kube_bench_checks gauge",
    'kube_bench_checks{pool="notebook",status="pass"} 1',
    'kube_bench_checks{pool="notebook",status="fail"} 2',
    'kube_bench_checks{pool="notebook",status="warn"} 1',
    'kube_bench_checks{pool="notebook",status="info"} 0',
    "# TYPE kube_bench_check_failed gauge",
    'kube_bench_check_failed{pool="notebook",check="4.1.9"} 1',
    'kube_bench_check_failed{pool="notebook",check="4.2.6"} 1',
    "# TYPE kube_bench_last_run_timestamp_seconds gauge",
  ]);
});
