import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { paths, repository } from "./paths";
import { processFiles } from "./start";

const processSchema = z.object({
  namespace: z.string(),
  command: z.string(),
  log_location: z.string(),
  availability: z.object({ restart: z.string(), max_restarts: z.number().optional() }),
  shutdown: z.object({ timeout_seconds: z.number() }).optional(),
  readiness_probe: z
    .object({ failure_threshold: z.number(), exec: z.object({ command: z.string() }).optional() })
    .optional(),
  ready_log_line: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});

const processes = Object.assign(
  {},
  ...processFiles.map((file) => {
    const text = fs.readFileSync(path.join(repository, file), "utf8");
    return z.object({ processes: z.record(z.string(), processSchema) }).parse(parse(text, { merge: true })).processes;
  }),
) as Record<string, z.infer<typeof processSchema>>;
const services = Object.entries(processes).filter(([, { namespace }]) => namespace !== "setup");
const oneShots = Object.entries(processes).filter(([, { namespace }]) => namespace === "setup");

test("there are as many as README.md says", () => {
  expect([services.length, oneShots.length]).toEqual([38, 18]);
});

test.each(services)("%s says when it is ready, restarts, and is ended in time", (_name, process) => {
  expect([process.readiness_probe, process.ready_log_line].filter(Boolean)).toHaveLength(1);
  expect(process.availability.restart).toBe("always");
  expect(process.shutdown?.timeout_seconds).toBeLessThanOrEqual(11);
  // process-compose stops for good what fails so often; a slow machine must not get there.
  expect(process.readiness_probe?.failure_threshold ?? 1000000).toBe(1000000);
});

test.each(oneShots)("%s is tried three times and no more", (_name, process) => {
  expect(process.availability).toEqual({ restart: "on_failure", max_restarts: 2 });
});

test.each(Object.entries(processes))(
  "%s logs under its own name and waits for what exists, in the way it can",
  (name, process) => {
    expect(process.log_location).toBe(`\${LAB_STATE}/log/${name}.log`);
    for (const [other, { condition }] of Object.entries(process.depends_on)) {
      const target = processes[other];
      const possible = {
        process_completed_successfully: target?.namespace === "setup",
        process_log_ready: target?.ready_log_line !== undefined,
        process_healthy: target?.readiness_probe !== undefined,
        process_started: target !== undefined,
      }[condition];
      expect([other, condition, possible]).toEqual([other, condition, true]);
    }
  },
);

test("scripts that are run exist and may be run", () => {
  for (const { command } of Object.values(processes))
    for (const [, script = ""] of command.matchAll(/\$\{LAB_SETUP\}\/(\S+)/g))
      expect(fs.statSync(path.join(repository, "lab/openstack/setup", script)).mode & 0o111).toBe(0o111);
});

test("the Kubernetes supervisor is ready when it has spoken since the start, whatever is restarted later", () => {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "lab-probe-"));
  const probe = processes.kubernetes?.readiness_probe?.exec?.command ?? "";
  const isReady = (): boolean =>
    spawnSync("bash", ["-c", probe], { env: { PATH: process.env.PATH, LAB_STATE: state } }).status === 0;
  const write = (file: string, second: number): void => {
    fs.mkdirSync(path.dirname(path.join(state, file)), { recursive: true });
    fs.writeFileSync(path.join(state, file), "");
    fs.utimesSync(path.join(state, file), second, second);
  };
  try {
    write("var/magnum/supervisor.json", 1000);
    write(path.relative(paths.state, paths.prepared), 2000);
    expect(isReady()).toBe(false); // of an earlier start
    write("var/magnum/supervisor.json", 3000);
    write("run/ovs/nb.sock", 4000); // a process of OVN was restarted: the folder is newer than everything
    expect(isReady()).toBe(true);
  } finally {
    fs.rmSync(state, { recursive: true });
  }
});
