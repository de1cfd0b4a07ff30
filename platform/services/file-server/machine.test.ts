import { foundationWatch } from "../../foundation/watched";
import { exampleSite } from "../testing";
import { machineWatch } from "./machine";

const disks = 'job="file-server",mountpoint=~"/|/srv/.+"';
const disk = (least: number) =>
  `(node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < ${least} ` +
  `or node_filesystem_files_free{${disks}} / node_filesystem_files{${disks}} < ${least}) ` +
  `and node_filesystem_readonly{${disks}} == 0`;

test("what somebody is told of", () => {
  expect(machineWatch.alerts.map(({ name, severity, for: held, expr }) => [name, severity, held, expr])).toEqual([
    ["FileServerMachineDown", "critical", "5m", 'up{job="file-server"} == 0'],
    [
      "FileServerMachineNotServing",
      "critical",
      "5m",
      'up{job="file-server"} == 1 unless on (instance) node_systemd_unit_state{job="file-server",name="nfs-server.service",state="active"} == 1',
    ],
    [
      "FileServerUnitFails",
      "warning",
      "10m",
      'avg_over_time(node_systemd_unit_state{job="file-server",name=~"(sync-exports|take-snapshots).service",state="failed"}[5m]) > 0.5',
    ],
    ["FileServerDiskNearlyFull", "warning", "15m", disk(0.2)],
    ["FileServerDiskFull", "critical", "5m", disk(0.03)],
  ]);
});

test("what is said of nodes is not said of it: everything here names its job, and everything there another", () => {
  const { alerts, dashboards } = foundationWatch(exampleSite({}));
  const nodes = [...alerts, ...dashboards.flatMap(({ panels }) => panels)].filter(({ expr }) => /\bnode_/.test(expr));
  const jobs = (exprs: string[]) =>
    new Set(
      exprs.flatMap((expr) => expr.match(/\bnode_\w+\{[^}]*/g) ?? []).map((one) => /job="([^"]*)"/.exec(one)?.[1]),
    );
  expect([...jobs(nodes.map(({ expr }) => expr))]).toEqual(["node-exporter"]);
  const own = [...machineWatch.alerts, ...machineWatch.dashboards.flatMap(({ panels }) => panels)];
  expect([...jobs(own.map(({ expr }) => expr))]).toEqual(["file-server"]);
});
