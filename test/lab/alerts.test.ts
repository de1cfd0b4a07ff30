/** The platform's alerts, by the program that Prometheus itself brings for it: what each tells, of which series, and when not. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { Dashboard, Watch } from "../../platform/foundation/watch";
import { logging } from "../../platform/services/logging";
import { ruleGroups } from "../../platform/services/monitoring/rules";
import { registry } from "../../platform/services/registry";
import { listed } from "../../platform/services/service";
import { watchedAt, type Watched } from "../../platform/services/watched";
import { services } from "../../platform/services/table";
import { exampleSite, machineStorage } from "../../platform/services/testing";
import { ensureTools } from "../../toolchain";
import type { Case } from "./alerts/case";
import { cases } from "./alerts/cases";

// Where promtool must be built first: about five minutes on two free cores.
jest.setTimeout(20 * 60_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "alerts-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Every alert and dashboard of the platform, as a site with all services would have them. */
function everything(): Watched {
  const parts = services.map((service): [string, Watch] => {
    const config = exampleSite(service.example);
    const [instance] = service.instances(config);
    const watch = instance && watchedAt(config, [{ service, instance }])[service.name];
    if (watch === undefined) throw new Error(`the example of ${service.name} makes nothing`);
    return [service.name, watch];
  });
  const beside = exampleSite({
    certificates: { issuer: "http01" },
    storage: machineStorage,
    secrets: { backend: "vault-in-cluster" },
    phalanx: { environment: "test", fqdn: "rsp.example.org", applications: ["nublado"] },
  });
  return { ...watchedAt(beside, []), ...Object.fromEntries(parts) };
}

/** Dashboards of services of another kind than their example is. */
function otherKinds(): readonly Dashboard[] {
  const harbor = exampleSite({ services: { registry: { kind: "harbor" } } });
  const collector = exampleSite({ services: { logging: { kind: "collector", address: "https://otel.example.org" } } });
  return [...listed(registry.dashboards(harbor)), ...listed(logging.dashboards(collector))];
}

const watched = everything();
const groups = ruleGroups(watched);
const rules = groups.flatMap((group) => group.rules);

let promtool: string;
beforeAll(async () => {
  const { bin } = await ensureTools({ names: ["promtool"] });
  promtool = path.join(bin, "promtool");
  fs.writeFileSync(path.join(folder, "rules.yaml"), stringify({ groups }));
});

/** What promtool says; a failure is its exit code with its words. */
async function run(...args: string[]): Promise<{ code: number; text: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(promtool, args, { cwd: folder });
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code = -1, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    return { code, text: stdout + stderr };
  }
}

/** One of promtool's tests. */
function unitTest({ alert, series, at, told }: Case): object {
  const rule = rules.find((one) => one.alert === alert);
  if (rule === undefined) throw new Error(`no alert is called ${alert}`);
  return {
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      {
        eval_time: at,
        alertname: alert,
        exp_alerts: told.map(({ labels, summary }) => ({
          exp_labels: { ...labels, ...rule.labels },
          exp_annotations: { ...rule.annotations, summary },
        })),
      },
    ],
  };
}

test("the rules are such as Prometheus reads", async () => {
  expect(await run("check", "rules", "rules.yaml")).toEqual({
    code: 0,
    text: expect.stringContaining(`SUCCESS: ${rules.length} rules found`) as string,
  });
});

test("each alert has a name of its own, a case that tells of it and one that does not", () => {
  const names = rules.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  const covered = (told: boolean) => cases.filter((one) => one.told.length > 0 === told).map(({ alert }) => alert);
  expect([...new Set(covered(true))].sort()).toEqual([...names].sort());
  expect([...new Set(covered(false))].sort()).toEqual([...names].sort());
});

test.each(cases.map((one) => [one.alert, one.title, one] as const))("%s: %s", async (alert, title, one) => {
  const file = `${alert}-${cases.indexOf(one)}.yaml`;
  // Its own rule alone: some cases take weeks, of which promtool reckons every rule at every minute.
  const own = `rule-${file}`;
  const group = { name: "own", rules: rules.filter((rule) => rule.alert === alert) };
  fs.writeFileSync(path.join(folder, own), stringify({ groups: [group] }));
  const text = stringify({ rule_files: [own], evaluation_interval: "1m", tests: [unitTest(one)] });
  fs.writeFileSync(path.join(folder, file), text);
  expect({ title, ...(await run("test", "rules", file)) }).toMatchObject({ title, code: 0 });
});

test("what dashboards ask is such as Prometheus understands", async () => {
  const dashboards = [...Object.values(watched).flatMap((one) => one.dashboards), ...otherKinds()];
  const panels = dashboards.flatMap((one) => one.panels);
  const asked = panels.map(({ expr }, index) => ({ record: `panel:${index}`, expr }));
  fs.writeFileSync(path.join(folder, "panels.yaml"), stringify({ groups: [{ name: "panels", rules: asked }] }));
  expect(asked).toHaveLength(90);
  expect(await run("check", "rules", "panels.yaml")).toEqual({
    code: 0,
    text: expect.stringContaining("SUCCESS: 90 rules found") as string,
  });
});

test("a rule that is wrong is found", async () => {
  fs.writeFileSync(
    path.join(folder, "wrong.yaml"),
    stringify({ groups: [{ name: "x", rules: [{ alert: "X", expr: "a >" }] }] }),
  );
  expect((await run("check", "rules", "wrong.yaml")).code).not.toBe(0);
});
