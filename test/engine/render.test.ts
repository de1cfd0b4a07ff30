/** `science-platform render`: every stack's releases, and a Phalanx of two applications, through Helm and the rules. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { capture } from "../../ops/process";
import { deployment, container, resources } from "../../policies/objects";
import { toolEnvironment } from "../../toolchain";
import { repository } from "../mocks";

jest.setTimeout(120_000);

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "render-test-"))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const render = (...args: string[]) =>
  capture(path.join(repository, "bin/science-platform"), ["render", ...args], {
    env: { ...process.env, ...toolEnvironment() },
  });
const charts = path.join(repository, "lab/charts");

test("every object of every release of every stack is allowed", async () => {
  const output = path.join(folder, "output");
  const { code, stdout, stderr } = await render(
    "stack",
    "lab",
    "roe",
    "gke",
    "--charts",
    charts,
    "--output",
    output,
    "--json",
  );
  expect([code, stderr]).toEqual([0, ""]);
  const judged = JSON.parse(stdout) as { name: string; allowed: number; denied: number; objects: { kind: string }[] }[];
  expect(judged.map(({ name, denied }) => [name, denied])).toEqual([
    ["lab", 0],
    ["roe", 0],
    ["gke", 0],
  ]);
  for (const { objects } of judged)
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["Deployment", "Service", "Ingress"]));
  for (const stack of ["lab", "roe", "gke"])
    expect(fs.readFileSync(path.join(output, stack, "ingress-nginx.yaml"), "utf8")).toContain("kind: IngressClass");
});

describe("a chart that breaks rules, which no policy of Pulumi's could see", () => {
  let broken: string;
  beforeAll(() => {
    broken = path.join(folder, "charts");
    fs.cpSync(charts, broken, { recursive: true });
    const file = path.join(broken, "ingress-nginx/templates/default-backend.yaml");
    const text = fs.readFileSync(file, "utf8");
    const spoiled = text.replace(/ +resources: .*\n/, "").replace("type: ClusterIP", "type: NodePort");
    expect(spoiled).not.toBe(text);
    fs.writeFileSync(file, spoiled);
  });

  test("is denied, object by object", async () => {
    const { code, stdout } = await render("stack", "roe", "--charts", broken);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^roe: \d+ objects: \d+ allowed, 2 denied\.$/m);
    const where = "spec.template.spec.containers[default-backend].resources";
    expect(stdout).toContain(
      `deny   Deployment ingress-nginx/ingress-nginx-defaultbackend  (release ingress-nginx, document`,
    );
    for (const bound of ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"])
      expect(stdout).toContain(`container-limits: ${where}.${bound} is not set`);
    expect(stdout).toContain("exposed-ports: spec.type is NodePort");
  });
});

test("a chart that cannot be had is said to be so", async () => {
  const { code, stdout, stderr } = await render("stack", "roe", "--charts", path.join(folder, "empty"));
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^helm template [\w-]+: path ".*\/empty\/[\w-]+" not found\n$/);
});

describe("Phalanx", () => {
  let checkout: string;
  const write = (file: string, content: unknown) => {
    fs.mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true });
    fs.writeFileSync(path.join(checkout, file), typeof content === "string" ? content : stringify(content));
  };
  const application = (name: string) =>
    `{{- if .Values.applications.${name} }}
apiVersion: v1
kind: Namespace
metadata: { name: ${name} }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  destination: { namespace: ${name}, server: https://kubernetes.default.svc }
  source:
    path: applications/${name}
    helm:
      parameters: [{ name: global.host, value: {{ .Values.fqdn }} }]
      valueFiles: [values.yaml, "values-{{ .Values.name }}.yaml"]
{{- end }}
`;
  const chart = (name: string, more: object = {}) => ({ apiVersion: "v2", name, version: "1.0.0", ...more });

  beforeAll(() => {
    checkout = path.join(folder, "phalanx");
    write("environments/Chart.yaml", chart("science-platform"));
    write("environments/values.yaml", { name: "", fqdn: "", applications: { portal: false, tap: false, mobu: false } });
    write("environments/values-test.yaml", {
      name: "test",
      fqdn: "rsp.example.org",
      applications: { portal: true, tap: true },
    });
    for (const name of ["portal", "tap", "mobu"]) write(`environments/templates/${name}.yaml`, application(name));
    write("applications/portal/Chart.yaml", chart("portal"));
    write("applications/portal/values.yaml", { memory: "1Gi" });
    write("applications/portal/values-test.yaml", { memory: "2Gi" });
    const bounds = { requests: resources.requests, limits: { cpu: "1", memory: "{{ .Values.memory }}" } };
    const web = container({ resources: bounds, env: [{ name: "HOST", value: "{{ .Values.global.host }}" }] });
    write("applications/portal/templates/web.yaml", deployment({ containers: [web] }, {}, { name: "web" }));
    write(
      "applications/tap/Chart.yaml",
      chart("tap", { dependencies: [{ name: "uws", version: "1.0.0", repository: "file://../../charts/uws" }] }),
    );
    for (const file of ["values.yaml", "values-test.yaml"]) write(`applications/tap/${file}`, {});
    write("charts/uws/Chart.yaml", chart("uws"));
    write("charts/uws/templates/config.yaml", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "uws" },
      data: { password: "example" },
    });
    write("limits.yaml", { "container-maxima": { memory: "1Gi" } });
  });

  const phalanx = (...args: string[]) => render("phalanx", checkout, "--environment", "test", ...args);
  const maxima = () => ["--rule", "container-maxima", "--config", path.join(checkout, "limits.yaml")];

  test("applications are rendered with the values of the environment, and judged by the rules", async () => {
    const output = path.join(folder, "phalanx-output");
    const { code, stdout, stderr } = await phalanx(...maxima(), "--output", output);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "test: 3 objects: 2 allowed, 1 denied.\n  deny   Deployment portal/web  (application portal)\n",
    );
    expect(stdout).toContain("limits.memory is 2Gi, more than this site's maximum of 1Gi");
    expect(fs.readFileSync(path.join(output, "test/portal.yaml"), "utf8")).toContain('value: "rsp.example.org"');
    expect(stderr).toMatch(/^tap is not rendered: helm template tap: .*uws/);
  });

  test("only one application, and what it depends on", async () => {
    const { code, stdout, stderr } = await phalanx(
      "--application",
      "tap",
      "--update-dependencies",
      "--rule",
      "secrets-not-plain",
    );
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(
      "deny   ConfigMap tap/uws  (application tap)\n           secrets-not-plain: data.password holds a secret in plain text",
    );
  });

  test.each([
    [
      "an environment that is not there",
      () => render("phalanx", checkout, "--environment", "prod"),
      /^Phalanx has no environment "prod": there are test\.$/m,
    ],
    [
      "an application that is not there",
      () => phalanx("--application", "mobu"),
      /^test does not have mobu: it has portal, tap\.$/m,
    ],
    ["another folder", () => render("phalanx", folder, "--environment", "test"), /is no checkout of Phalanx\.$/m],
  ])("%s", async (_, run, message) => {
    const { code, stderr } = await run();
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});
