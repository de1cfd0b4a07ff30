import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { validInput } from "../../config/testing";
import { container, deployment, podOf, resources } from "../../policies/objects";
import { repository } from "../../system/repository";
import { capture } from "../process";

let folder: string;
const run = (...args: string[]) => capture(path.join(repository, "bin/science-platform"), ["policy", ...args]);
const write = (file: string, content: unknown) =>
  fs.writeFileSync(path.join(folder, file), typeof content === "string" ? content : stringify(content));

const good = podOf({});
const bad = deployment(
  { containers: [container({ resources: { requests: resources.requests, limits: { cpu: "1" } } })] },
  {},
  { name: "web", namespace: "demo" },
);
const violation = {
  rule: "container-limits",
  level: "mandatory",
  message:
    "Deployment demo/web: spec.template.spec.containers[web].resources.limits.memory is not set. " +
    "Why: a container without bounds can starve everything else on its node, and the scheduler cannot place it. " +
    'Fix: set it to a quantity like "256Mi". More: docs/policies.md#container-limits.',
  where: "spec.template.spec.containers[web].resources.limits.memory",
  what: "is not set",
};
const exception = {
  rule: "container-limits",
  resource: "demo/web",
  reason: "moved next week",
  owner: "anna",
  expires: "2099-01-01",
};

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "policy-"));
  fs.mkdirSync(path.join(folder, "manifests"));
  write("manifests/good.yaml", good);
  write("manifests/two.yaml", `${stringify(bad)}---\n${stringify({ apiVersion: "v1", kind: "List", items: [good] })}`);
  write("exceptions.yaml", { exceptions: { list: [exception] } });
  write("expired.yaml", { exceptions: { list: [{ ...exception, expires: "2026-01-01" }] } });
  write("big.yaml", podOf({ resources: { limits: { cpu: "2" } } }));
  write("advice.yaml", { "container-limits": "advisory" });
  write("settings.yaml", { "container-maxima": { cpu: 1 } });
  const config = { ...validInput(), policies: { container: { cpu: "1" }, exceptions: [exception] } };
  write("Pulumi.own.yaml", {
    config: { "pulumi:disable-default-providers": ["*"], "science-platform:config": config },
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const manifests = () => path.join(folder, "manifests");
const limits = (...args: string[]) => run("test", "--rule", "container-limits", ...args, manifests());

test("a line for each object, what is wrong with it, and how to comply", async () => {
  const file = (name: string) => path.join(manifests(), name);
  expect(await limits()).toEqual({
    code: 1,
    stdout: `allow  Pod case  (${file("good.yaml")})
deny   Deployment demo/web  (${file("two.yaml")})
         container-limits: spec.template.spec.containers[web].resources.limits.memory is not set
allow  Pod case  (${file("two.yaml")}, document 2, item 1)

To comply:
  container-limits (docs/policies.md#container-limits)
    set resources.requests and resources.limits of cpu and memory for each container, init containers and sidecars too; a chart's in \`resources\` of its HelmService.
    Why: a container without bounds can starve everything else on its node, and the scheduler cannot place it.

3 objects: 2 allowed, 1 denied.
`,
    stderr: "",
  });
});

test("the same as JSON", async () => {
  const { code, stdout } = await limits("--json");
  const file = path.join(manifests(), "two.yaml");
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    {
      allowed: 2,
      denied: 1,
      objects: [
        {
          file: path.join(manifests(), "good.yaml"),
          document: 1,
          verdict: "allow",
          apiVersion: "v1",
          kind: "Pod",
          name: "case",
          violations: [],
        },
        {
          ...{
            file,
            document: 1,
            verdict: "deny",
            apiVersion: "apps/v1",
            kind: "Deployment",
            namespace: "demo",
            name: "web",
          },
          violations: [violation],
        },
        { file, document: 2, item: 1, verdict: "allow", apiVersion: "v1", kind: "Pod", name: "case", violations: [] },
      ],
      problems: [],
    },
  ]);
});

test("0 when all are allowed: advice does not deny", async () => {
  const { code, stdout } = await limits("--config", path.join(folder, "advice.yaml"));
  expect(code).toBe(0);
  expect(stdout).toContain("         advice: container-limits: spec.template.spec");
  expect(stdout).toContain("3 objects: 3 allowed, 0 denied.");
});

test("an exception lets through, and says until when, by whom and why", async () => {
  const { code, stdout } = await limits("--config", path.join(folder, "exceptions.yaml"), "--json");
  const { objects } = JSON.parse(stdout) as { objects: unknown[] };
  expect(code).toBe(0);
  expect(objects[1]).toMatchObject({
    verdict: "allow",
    violations: [{ ...violation, exception: "Excepted until 2099-01-01 by anna: moved next week." }],
  });
});

test("an exception that has expired fails by itself", async () => {
  const { code, stderr } = await run(
    "test",
    "--rule",
    "probes",
    "--config",
    path.join(folder, "expired.yaml"),
    path.join(manifests(), "two.yaml"),
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The exception of demo\/web from container-limits expired on 2026-01-01: /);
});

test("what is wrong with exceptions stands in the JSON too", async () => {
  const list = [
    { ...exception, rule: "container-limit" },
    { ...exception, expires: "2026-01-01" },
    { ...exception, expires: "soon" },
  ];
  write("wrong.yaml", { exceptions: { list } });
  const file = path.join(folder, "wrong.yaml");
  const { code, stdout, stderr } = await run("test", "--json", "--config", file, path.join(manifests(), "good.yaml"));
  const { problems } = JSON.parse(stdout) as { problems: unknown };
  expect([code, stderr, problems]).toEqual([
    1,
    "",
    [
      "The exception of demo/web from container-limit names a rule that does not exist: write one of docs/policies.md.",
      "The exception of demo/web from container-limits expired on 2026-01-01: comply with the rule, or let anna renew it with a reason of today.",
      "The exception of demo/web from container-limits has no end: write its last day as `expires`, like 2027-03-31.",
    ],
  ]);
});

test.each([
  ["a file", ["--config", "settings.yaml"]],
  ["a stack", ["--stack", "own"]],
])("settings come from %s", async (_, args) => {
  const inFolder = args.map((one) => (one.endsWith(".yaml") ? path.join(folder, one) : one));
  const { code, stdout } = await run(
    "test",
    "--directory",
    folder,
    "--rule",
    "container-maxima",
    ...inFolder,
    path.join(folder, "big.yaml"),
  );
  expect(code).toBe(1);
  expect(stdout).toContain(
    "container-maxima: spec.containers[web].resources.limits.cpu is 2, more than this site's maximum of 1",
  );
});

test.each<[string, string[], RegExp]>([
  ["no folder", ["test"], /^error: missing required argument 'paths'/],
  ["a folder that is not there", ["test", "/nowhere"], /^error: There is no \/nowhere\./],
  ["a rule that is none", ["test", "--rule", "limits", "."], /^error: "limits" is not a rule: /],
  ["settings from two places", ["test", "--stack", "a", "--config", "b", "."], /^error: --config and --stack both/],
])("2 for %s", async (_, args, message) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) as string });
});

test("list names every rule, and exceptions those of a stack", async () => {
  const { stdout } = await run("list", "--json");
  expect((JSON.parse(stdout) as unknown[])[0]).toMatchObject({
    name: "container-limits",
    group: "resource-limits",
    inCluster: true,
  });
  expect(await run("exceptions", "--stack", "own", "--directory", folder)).toEqual({
    code: 0,
    stdout:
      "| rule | resource | reason | owner | until |\n| --- | --- | --- | --- | --- |\n| `namespace-pod-security` | csi-driver-nfs | The driver mounts file systems on the nodes, which only root can. | team | 2027-11-28 |\n| `container-limits` | demo/web | moved next week | anna | 2099-01-01 |\n",
    stderr: "",
  });
});
