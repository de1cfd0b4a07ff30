/** Renders the charts with the values that the platform sets, and holds what comes out against our own rules and Pod Security. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments, stringify } from "yaml";
import { catalog, folderOf, ownCharts, type Chart } from "../../platform/catalog";
import { fetchWithHelm } from "../../platform/charts/package";
import {
  certManagerResources,
  certManagerValues,
  designateResources,
  designateValues,
} from "../../platform/foundation/certificates/cert-manager-values";
import { ingressResources, ingressValues } from "../../platform/foundation/ingress-values";
import { containerResources, merge, withResources, type Values } from "../../platform/foundation/values";
import { exampleConfig, exampleInfrastructure } from "../../platform/testing";
import { argocdResources, argocdValues } from "../../platform/services/phalanx/argocd-values";
import { exampleGiven, exampleSite } from "../../platform/services/testing";
import { registry } from "../../platform/services/registry";
import { virtualLabs } from "../../platform/services/virtual-labs";
import { exampleVault } from "../../platform/services/phalanx/testing";
import { operatorResources, operatorValues } from "../../platform/services/phalanx/vault-secrets-operator";
import { siteLabels } from "../../platform/foundation/labels";
import { lines } from "../../policies/cases";
import { evaluate } from "../../policies/evaluate";
import { enforceLabel } from "../../policies/pod-security/standard";
import { Field, readable } from "../../policies/reader";
import { message, resourceOfManifest } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { podSecurity } from "../../policies/rules/pod-security";
import { policyConfig } from "../../policies/site";
import { containers, podSpecs } from "../../policies/workloads";
import { toolEnvironment } from "../../toolchain";
import { repository } from "../mocks";

interface Manifest extends Record<string, unknown> {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

function render(chart: Chart, values: Values): Manifest[] {
  const { name, namespace } = chart;
  const text = execFileSync(
    "helm",
    ["template", name, path.join(repository, ownCharts, folderOf(chart)), "--namespace", namespace, "--values", "-"],
    {
      input: stringify(values),
      encoding: "utf8",
      env: { ...process.env, ...toolEnvironment() },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

const config = exampleConfig();

/** The values of the program, with what it only knows at run time filled in. */
function ingress(kind: "service" | "daemonset"): Values {
  const values = ingressValues({
    ingress: { ...exampleInfrastructure().ingress, kind, address: "192.0.2.10" as unknown as pulumi.Output<string> },
    replicas: 2,
    priority: "platform-foundation",
    certificate: "ingress-nginx/platform-tls",
  });
  return merge(values, withResources(ingressResources(config.platform.ingress)));
}

const page: Values = {
  host: "rsp.example.org",
  title: 'Sky & <"Stars">',
  replicaCount: 2,
  ingressClassName: "nginx",
  status: { secretName: "landing-page-status" },
  resources: containerResources({ cpu: { request: "10m", limit: "100m" }, memory: { request: "32Mi", limit: "64Mi" } }),
};

const ids = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
const find = (manifests: Manifest[], kind: string, name: string) =>
  new Field(readable(manifests.find((one) => one.kind === kind && one.metadata.name === name)));

let controller: Manifest[], onNodes: Manifest[], landing: Manifest[], certManager: Manifest[], webhook: Manifest[];
let argocd: Manifest[], operator: Manifest[], birds: Manifest[], school: Manifest[];
beforeAll(() => {
  controller = render(catalog.ingressNginx, ingress("service"));
  onNodes = render(catalog.ingressNginx, ingress("daemonset"));
  landing = render(catalog.landingPage, page);
  certManager = render(
    catalog.certManager,
    merge(certManagerValues({ replicas: 2 }), withResources(certManagerResources)),
  );
  webhook = render(catalog.designateWebhook, merge(designateValues(2), withResources(designateResources)));
  argocd = render(
    catalog.argoCd,
    merge(
      argocdValues({ fqdn: "data.example.org", environment: "site" }, exampleSite({})),
      withResources(argocdResources),
    ),
  );
  operator = render(
    catalog.vaultSecretsOperator,
    merge(operatorValues({ ...exampleVault, certificateAuthority: "PEM" }), withResources(operatorResources)),
  );
  [birds = [], school = []] = virtualLabs
    .instances(exampleSite(virtualLabs.example))
    .map(({ chart, name, values, resources }) =>
      render({ ...chart, namespace: name }, merge(values(exampleGiven), withResources(resources))),
    );
});

test("ingress-nginx makes exactly this", () => {
  expect(ids(controller)).toEqual([
    "ConfigMap ingress-nginx-controller",
    "Deployment ingress-nginx-controller",
    "Deployment ingress-nginx-defaultbackend",
    "IngressClass nginx",
    "PodDisruptionBudget ingress-nginx-controller",
    "Service ingress-nginx-controller",
    "Service ingress-nginx-defaultbackend",
    "ServiceAccount ingress-nginx",
  ]);
});

test("the controller's Service takes the reserved address and keeps it", () => {
  const service = find(controller, "Service", "ingress-nginx-controller");
  expect(service.get("spec").value).toMatchObject({
    type: "LoadBalancer",
    loadBalancerIP: "192.0.2.10",
    externalTrafficPolicy: "Cluster",
  });
  expect(service.get("metadata", "annotations").value).toEqual({
    "loadbalancer.openstack.org/keep-floatingip": "true",
  });
});

test("the controller has the values of the program", () => {
  const spec = find(controller, "Deployment", "ingress-nginx-controller").get("spec");
  const [container] = spec.get("template", "spec", "containers").items;
  expect(spec.get("replicas").value).toBe(2);
  expect(container?.get("args").value).toContain("--default-ssl-certificate=ingress-nginx/platform-tls");
  expect(container?.get("args").value).toContain(
    "--default-backend-service=$(POD_NAMESPACE)/ingress-nginx-defaultbackend",
  );
  expect(container?.get("resources").value).toEqual(containerResources(config.platform.ingress.resources));
  expect(find(controller, "IngressClass", "nginx").get("metadata", "annotations").value).toEqual({
    "ingressclass.kubernetes.io/is-default-class": "true",
  });
});

test("on nodes the controller is a DaemonSet at the nodes' ports, without a load balancer", () => {
  expect(ids(onNodes)).toContain("DaemonSet ingress-nginx-controller");
  expect(ids(onNodes)).not.toContain("PodDisruptionBudget ingress-nginx-controller");
  const [container] = find(onNodes, "DaemonSet", "ingress-nginx-controller").get(
    "spec",
    "template",
    "spec",
    "containers",
  ).items;
  expect(container?.get("ports").items.map((port) => port.get("hostPort").value)).toEqual([80, 443]);
  expect(find(onNodes, "Service", "ingress-nginx-controller").get("spec", "type").value).toBe("ClusterIP");
});

test("for the Rubin Science Platform the controller is Rubin's, with its settings and labels", () => {
  const values = ingressValues({
    ingress: { ...exampleInfrastructure().ingress, address: "192.0.2.10" as unknown as pulumi.Output<string> },
    replicas: 2,
    priority: "platform-foundation",
    certificate: "ingress-nginx/platform-tls",
    rsp: true,
  });
  const rsp = render(catalog.ingressNginx, merge(values, withResources(ingressResources(config.platform.ingress))));
  const template = find(rsp, "Deployment", "ingress-nginx-controller").get("spec", "template");
  expect(template.get("metadata", "labels", "gafaelfawr.lsst.io/ingress").value).toBe("true");
  expect(template.get("spec", "containers").items.map((one) => one.get("image").value)).toEqual([
    "ghcr.io/lsst-sqre/ingress-nginx-controller:v1.15.6-lsstsqre-chainguard",
  ]);
  expect(find(rsp, "ConfigMap", "ingress-nginx-controller").get("data").value).toMatchObject({
    "allow-snippet-annotations": "true",
    "annotations-risk-level": "Critical",
    "server-snippet": expect.stringContaining("location @autherror {") as string,
  });
});

test("cert-manager makes exactly this", () => {
  expect(ids(certManager)).toEqual([
    "CustomResourceDefinition certificaterequests.cert-manager.io",
    "CustomResourceDefinition certificates.cert-manager.io",
    "CustomResourceDefinition challenges.acme.cert-manager.io",
    "CustomResourceDefinition clusterissuers.cert-manager.io",
    "CustomResourceDefinition issuers.cert-manager.io",
    "CustomResourceDefinition orders.acme.cert-manager.io",
    "Deployment cert-manager",
    "Deployment cert-manager-cainjector",
    "Deployment cert-manager-webhook",
    "Job cert-manager-startupapicheck",
    "Service cert-manager-webhook",
    "ServiceAccount cert-manager",
    "ServiceAccount cert-manager-cainjector",
    "ServiceAccount cert-manager-webhook",
  ]);
  const kept = certManager.filter(({ kind }) => kind === "CustomResourceDefinition");
  const policies = kept.map(({ metadata }) => new Field(readable(metadata)).get("annotations").value);
  expect(policies).toEqual(kept.map(() => ({ "helm.sh/resource-policy": "keep" })));
});

test("without the switch cert-manager brings no definitions", () => {
  const without = render(catalog.certManager, { ...certManagerValues({ replicas: 1 }), crds: { enabled: false } });
  expect(without.filter(({ kind }) => kind === "CustomResourceDefinition")).toEqual([]);
});

test("the Designate webhook makes exactly this, and reads its login from the Secret", () => {
  expect(ids(webhook)).toEqual([
    "Deployment designate-certmanager-webhook",
    "Service designate-certmanager-webhook",
    "ServiceAccount designate-certmanager-webhook",
  ]);
  const pod = find(webhook, "Deployment", "designate-certmanager-webhook").get("spec", "template", "spec");
  expect(pod.get("containers").items.map((one) => one.get("envFrom").value)).toEqual([
    [{ secretRef: { name: "cloud-credentials" } }],
  ]);
});

test("landing-page makes exactly this", () => {
  expect(ids(landing)).toEqual([
    "ConfigMap landing-page",
    "Deployment landing-page",
    "Ingress landing-page",
    "Ingress landing-page-status",
    "PodDisruptionBudget landing-page",
    "Service landing-page",
    "ServiceAccount landing-page",
  ]);
});

test("Argo CD has the names that Phalanx's commands use, and is found at its path", () => {
  expect(ids(argocd).filter((id) => /^(Deployment|StatefulSet|CustomResource)/.test(id))).toEqual([
    "CustomResourceDefinition applications.argoproj.io",
    "CustomResourceDefinition appprojects.argoproj.io",
    "Deployment argocd-redis",
    "Deployment argocd-repo-server",
    "Deployment argocd-server",
    "StatefulSet argocd-application-controller",
  ]);
  const [rule] = find(argocd, "Ingress", "argocd-server").get("spec", "rules").items;
  expect(rule?.get("host").value).toBe("data.example.org");
  expect(rule?.get("http", "paths").items.map((path) => path.get("path").value)).toEqual(["/argo-cd"]);
  expect(find(argocd, "ConfigMap", "argocd-cm").get("data").value).toMatchObject({
    url: "https://data.example.org/argo-cd",
    "application.resourceTrackingMethod": "label",
  });
});

test("the Vault Secrets Operator reads its AppRole from the Secret, and trusts Vault's authority", () => {
  const [container] = find(operator, "Deployment", "vault-secrets-operator").get(
    "spec",
    "template",
    "spec",
    "containers",
  ).items;
  const env = container?.get("env").items.map((one) => one.get("name").text);
  expect(env).toEqual([
    ...["VAULT_ADDRESS", "VAULT_AUTH_METHOD", "VAULT_RECONCILIATION_TIME"],
    ...["VAULT_ROLE_ID", "VAULT_SECRET_ID", "VAULT_CACERT"],
  ]);
});

test.each([
  ["4.3.5", () => birds],
  ["3.3.7", () => school],
])("jupyterhub %s makes exactly this", (_, manifests) => {
  expect(ids(manifests())).toEqual([
    "ConfigMap hub",
    "DaemonSet continuous-image-puller",
    "Deployment hub",
    "Deployment proxy",
    "Ingress jupyterhub",
    "NetworkPolicy hub",
    "NetworkPolicy proxy",
    "NetworkPolicy singleuser",
    "PersistentVolumeClaim hub-db-dir",
    "Service hub",
    "Service proxy-api",
    "Service proxy-public",
    "ServiceAccount hub",
  ]);
});

test("only users' servers reach the world, and nobody the cloud's metadata; the way into a lab is the proxy's own opening", () => {
  const egress = (name: string) =>
    JSON.stringify(find(birds, "NetworkPolicy", name).get("spec", "egress").value).match(
      /"cidr":"[^"]+","except":.*?\]/g,
    );
  expect([egress("hub"), egress("proxy"), egress("singleuser")]).toEqual([
    null,
    null,
    ['"cidr":"0.0.0.0/0","except":["10.0.0.0/8","172.16.0.0/12","192.168.0.0/16","169.254.169.254/32"]'],
  ]);
  expect(find(birds, "Service", "proxy-public").get("spec", "type").value).toBe("ClusterIP");
  const [, ...open] = find(birds, "NetworkPolicy", "proxy").get("spec", "ingress").items;
  expect(open).toEqual([]);
});

test("the page shows a message of the day when there is one, from an address that cannot leave its attribute", () => {
  const html = (values: Values) =>
    find(render(catalog.landingPage, { ...page, ...values }), "ConfigMap", "landing-page").get("data", "index.html")
      .text;
  expect(html({})).not.toContain("<script>");
  expect(html({ messageOfTheDay: 'https://example.org/"><b>' })).toContain(
    '<p id="message" data-address="https://example.org/&#34;&gt;&lt;b&gt;" role="status" hidden></p>',
  );
});

test("the page escapes its title", () => {
  const html = find(landing, "ConfigMap", "landing-page").get("data", "index.html").text;
  expect(html).toContain("<title>Sky &amp; &lt;&#34;Stars&#34;&gt;</title>");
});

test("/status asks for the generated password, and is closed without one", () => {
  const annotations = (manifests: Manifest[]) =>
    find(manifests, "Ingress", "landing-page-status").get("metadata", "annotations").value;
  expect(annotations(landing)).toEqual({
    "nginx.ingress.kubernetes.io/auth-type": "basic",
    "nginx.ingress.kubernetes.io/auth-secret": "landing-page-status",
    "nginx.ingress.kubernetes.io/auth-realm": "status",
  });
  expect(annotations(render(catalog.landingPage, { ...page, status: { secretName: "" } }))).toEqual({
    "nginx.ingress.kubernetes.io/denylist-source-range": "0.0.0.0/0,::/0",
  });
});

test("of the registry's caches only whether they serve is told without a password", () => {
  const [cache] = registry.instances(
    exampleSite({ services: { registry: { kind: "cache", upstreams: ["ghcr.io"] } } }),
  );
  const made = render(
    catalog.registryCache,
    merge(cache?.values(exampleGiven) ?? {}, withResources(cache?.resources ?? {})),
  );
  const opened = made
    .filter(({ kind }) => kind === "Ingress")
    .map(({ metadata: { name } }) => {
      const found = find(made, "Ingress", name);
      const annotation = (key: string) =>
        found.get("metadata", "annotations", `nginx.ingress.kubernetes.io/${key}`).text;
      const paths = found.get("spec", "rules").items.flatMap((rule) => rule.get("http", "paths").items);
      return [name, annotation("auth-type"), annotation("rewrite-target"), paths.map((one) => one.get("path").text)];
    });
  expect(opened).toEqual([
    ["registry-cache", "basic", "/v2/$1", [String.raw`/v2/ghcr\.io/(.*)`]],
    ["registry-cache-health", undefined, "/", ["/healthz/ghcr-io$"]],
  ]);
});

test("a new title restarts the pods", () => {
  const checksum = (manifests: Manifest[]) =>
    find(manifests, "Deployment", "landing-page").get("spec", "template", "metadata", "annotations", "checksum/content")
      .text;
  expect(checksum(landing)).toMatch(/^[0-9a-f]{64}$/);
  expect(checksum(render(catalog.landingPage, { ...page, title: "Other" }))).not.toBe(checksum(landing));
});

test.each<[string, Values]>([
  ["without a host", { host: "" }],
  ["with a host that is none", { host: "not a host" }],
  ["with a key that does not exist", { replicas: 2 }],
])("landing-page is refused %s", (_, wrong) => {
  expect(() => render(catalog.landingPage, { ...page, ...wrong })).toThrow(
    /values don't meet the specifications of the schema/,
  );
});

describe.each([
  ["ingress-nginx", () => controller],
  ["ingress-nginx on nodes", () => onNodes],
  ["landing-page", () => landing],
  ["cert-manager", () => certManager],
  ["designate-certmanager-webhook", () => webhook],
  ["argo-cd", () => argocd],
  ["vault-secrets-operator", () => operator],
  ["jupyterhub 4.3.5", () => birds],
  ["jupyterhub 3.3.7", () => school],
])("%s", (name, manifests) => {
  const namespace = (): Manifest => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: manifests()[0]?.metadata.namespace ?? "",
      labels: {
        ...siteLabels(config),
        [enforceLabel]: name === "ingress-nginx on nodes" ? "privileged" : "restricted",
      },
    },
  });

  test("keeps to our own policies", () => {
    const resources = [namespace(), ...manifests()].map(resourceOfManifest);
    // What makes the namespace's quota is not the chart.
    const own = rules.filter((rule) => !rule.name.startsWith("namespace-"));
    const outcomes = evaluate(resources, { rules: own, config: policyConfig(config) });
    expect(outcomes.map(({ finding }) => message(finding))).toEqual([]);
  });

  test("every image has a version, and every container its probes", () => {
    const found = manifests()
      .filter(
        ({ kind, metadata }) =>
          kind !== "Job" && !/^(cert-manager(-cainjector)?|continuous-image-puller)$/.test(metadata.name),
      )
      .map(resourceOfManifest)
      .flatMap((resource) => podSpecs(resource).flatMap(containers));
    expect(found.length).toBeGreaterThan(0);
    for (const { field } of found) {
      expect(field.get("image").text).toMatch(/^[a-z0-9.]+\/[\w./-]+:v?\d+\.\d+/);
      expect([field.get("readinessProbe").absent, field.get("livenessProbe").absent]).toEqual([false, false]);
    }
  });

  test("every pod keeps to the Pod Security Standard restricted, host ports apart", () => {
    const resources = manifests().map(resourceOfManifest);
    expect(lines(podSecurity.checkStack(resources, { level: "restricted" }))).toEqual(
      name === "ingress-nginx on nodes"
        ? [80, 443].map(
            (port, index) =>
              `spec.template.spec.containers[controller].ports[${["http", "https"][index]}].hostPort is ${port}: it would be open on the node, past the ingress`,
          )
        : [],
    );
  });
});

test("what makes Harbor's projects runs at each change and every hour, and keeps to our own policies", () => {
  const site = exampleSite({ services: { registry: { kind: "harbor", logins: ["docker.io"] } } });
  const [, job] = registry.instances(site);
  const made = (rotation: number) => {
    const values = job?.values(exampleGiven) ?? {};
    return render(catalog.registryProjects, {
      ...merge(values, withResources(job?.resources ?? {})),
      rotation: String(rotation),
    });
  };
  const manifests = made(1);
  expect(ids(manifests)).toEqual([
    "ConfigMap registry-projects",
    "CronJob registry-projects",
    expect.stringMatching(/^Job registry-projects-[0-9a-f]{10}$/),
    "ServiceAccount registry-projects",
  ]);
  expect(ids(made(2))).not.toEqual(ids(manifests));
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "registry-projects", labels: { ...siteLabels(config), [enforceLabel]: "restricted" } },
  };
  const resources = [namespace, ...manifests].map(resourceOfManifest);
  const own = rules.filter((rule) => !rule.name.startsWith("namespace-"));
  const outcomes = evaluate(resources, { rules: own, config: policyConfig(config) });
  expect(outcomes.map(({ finding }) => message(finding))).toEqual([]);
  expect(lines(podSecurity.checkStack(resources, { level: "restricted" }))).toEqual([]);
  const wanted = JSON.parse(
    find(manifests, "ConfigMap", "registry-projects").get("data", "wanted.json").text ?? "",
  ) as {
    robot: unknown;
  };
  expect(wanted.robot).toEqual({ name: "nodes", user: "robot$nodes" });
});

test("nodes that ask Harbor name the project before the image", () => {
  const [, , nodes] = registry.instances(exampleSite({ services: { registry: { kind: "harbor" } } }));
  const manifests = render(catalog.registryNodes, nodes?.values(exampleGiven) ?? {});
  expect(find(manifests, "ConfigMap", "registry-nodes").get("data", "docker.io.toml").text).toContain(
    '[host."https://registry.example.org/v2/docker.io"]',
  );
});

describe("a repository of charts", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "repository-"));
  const before = process.env.PATH;
  beforeAll(() => void (process.env.PATH = toolEnvironment().PATH));
  afterAll(() => {
    process.env.PATH = before;
    fs.rmSync(folder, { recursive: true });
  });

  test("that cannot be reached is told with the chart, Helm's words and what helps", () => {
    const repository = "https://127.0.0.1:1/charts" as const;
    const chart = { ...catalog.certManager, from: { repository, digest: "unrecorded" } } as const;
    expect(() => fetchWithHelm(chart, folder)).toThrow(
      /^The chart cert-manager v1\.21\.1 cannot be had from https:\/\/127\.0\.0\.1:1\/charts: .*connection refused\. Once it can be reached, run this again; or set platform\.charts to a directory that has the charts\.$/,
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
