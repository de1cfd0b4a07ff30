/**
 * cert-manager on a real API server with real engine, provider and Helm: what is made, what a second run changes, what stays, and what is
 * said when something is missing. Its pods are fake, so the test says in its place that the authority has taken the account.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { removeClusters, startSupervisor, TestCluster } from "../lab/bare-cluster";
import { repository } from "../mocks";
import { Workspace, type Result } from "./workspace";

jest.setTimeout(600_000);

const folder = path.join(repository, "test/engine/certificates");
const key = "bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=";
const workspace = new Workspace();

let cluster: TestCluster, api: ApiClient, file: string;
beforeAll(async () => {
  cluster = await TestCluster.create("certificates", 1);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  file = await workspace.stack("certificates", "certificates");
});
afterAll(async () => {
  api.close();
  workspace.remove();
  await removeClusters();
});

const issuer = {
  issuer: "dns01",
  solver: { provider: "rfc2136", server: "ns.example.org", keyName: "platform" },
};

/** @param more Further settings of the program. */
async function pulumi(verb: string[], certificates: object = issuer, more: Record<string, string> = {}) {
  const settings = { kubeconfig: cluster.kubeconfig, certificates: JSON.stringify(certificates), ...more };
  const config = Object.entries(settings).flatMap(([name, value]) => ["--config", `certificates:${name}=${value}`]);
  const secret = [
    "config",
    "set",
    "--secret",
    "certificates:key",
    key,
    "--stack",
    "certificates",
    "--config-file",
    file,
  ];
  const set = await workspace.pulumi(secret, folder);
  if (set.code !== 0) throw new Error(set.output);
  return workspace.pulumi([...verb, "--stack", "certificates", ...config, "--config-file", file], folder);
}

const clusterIssuer = "/apis/cert-manager.io/v1/clusterissuers/letsencrypt-dns";
const ready = { status: { conditions: [{ type: "Ready", status: "True", reason: "ACMEAccountRegistered" }] } };

/** Runs `up`; meanwhile says what cert-manager would say of the issuer. */
async function up(...args: Parameters<typeof pulumi> extends [unknown, ...infer Rest] ? Rest : never): Promise<Result> {
  let over = false;
  const standIn = async () => {
    while (!over) {
      await api.mergePatch(`${clusterIssuer}/status`, ready).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const [result] = await Promise.all([
    pulumi(["up", "--yes", "--skip-preview"], ...args).finally(() => (over = true)),
    standIn(),
  ]);
  return result;
}

async function definitions(): Promise<string[]> {
  const { items } = (await api.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")) as {
    items: { metadata: { name: string } }[];
  };
  return items.map(({ metadata }) => metadata.name).sort();
}

const all = [
  "certificaterequests.cert-manager.io",
  "certificates.cert-manager.io",
  "challenges.acme.cert-manager.io",
  "clusterissuers.cert-manager.io",
  "issuers.cert-manager.io",
  "orders.acme.cert-manager.io",
];

test("a preview on an empty cluster, where none of the definitions is there yet", async () => {
  const { code, output } = await pulumi(["preview"]);
  expect(output).toContain("kubernetes:cert-manager.io/v1:ClusterIssuer");
  expect(code).toBe(0);
});

test("up installs it with its definitions, and waits for the account", async () => {
  const { code, output } = await up();
  expect(output).not.toContain("error");
  expect(code).toBe(0);
  expect(await definitions()).toEqual(all);
  expect(await api.get(clusterIssuer)).toMatchObject({
    spec: {
      acme: {
        email: "admin@example.org",
        solvers: [
          {
            dns01: {
              rfc2136: {
                nameserver: "ns.example.org:53",
                tsigKeyName: "platform",
                tsigAlgorithm: "HMACSHA256",
                tsigSecretSecretRef: { name: "dns-credentials", key: "secret" },
              },
            },
          },
        ],
      },
    },
  });
  expect(await api.get("/apis/cert-manager.io/v1/namespaces/web/certificates/platform-tls")).toMatchObject({
    spec: {
      secretName: "platform-tls-acme",
      dnsNames: ["rsp.example.org"],
      issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-dns" },
    },
  });
  const secret = (await api.get("/api/v1/namespaces/cert-manager/secrets/dns-credentials")) as {
    data: Record<string, string>;
  };
  expect(secret.data).toEqual({ secret: Buffer.from(key).toString("base64") });
});

test("the key to the zone is nowhere in the state", () => {
  expect(workspace.stateText()).not.toContain(key);
  expect(workspace.stateText()).not.toContain(Buffer.from(key).toString("base64"));
  expect(fs.readFileSync(file, "utf8")).not.toContain(key);
});

test("a second up changes nothing", async () => {
  const { code, output } = await pulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(output).toMatch(/\d+ unchanged/);
  expect(code).toBe(0);
});

test("a webhook that does not answer is told, with what helps", async () => {
  const configuration = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "cert-manager-webhook" },
    webhooks: [
      {
        name: "webhook.cert-manager.io",
        clientConfig: { service: { namespace: "cert-manager", name: "cert-manager-webhook", path: "/validate" } },
        rules: [
          { apiGroups: ["cert-manager.io"], apiVersions: ["v1"], operations: ["*"], resources: ["clusterissuers"] },
        ],
        failurePolicy: "Fail",
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        timeoutSeconds: 1,
      },
    ],
  };
  const place = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
  await api.request("POST", place, configuration);
  const { code, output } = await pulumi(["up", "--yes", "--skip-preview"], { ...issuer, staging: true });
  await api.request("DELETE", `${place}/cert-manager-webhook`);
  expect(output).toContain("error: The webhook of the Helm release cert-manager does not answer");
  expect(output).toContain("kubectl --namespace cert-manager get pods,events");
  expect(code).not.toBe(0);
});

test("once it answers, the same up goes on", async () => {
  const { code } = await up({ ...issuer, staging: true });
  expect(code).toBe(0);
  expect(await api.get(clusterIssuer)).toMatchObject({
    spec: { acme: { server: "https://acme-staging-v02.api.letsencrypt.org/directory" } },
  });
});

test("destroy leaves the definitions, with everybody's certificates", async () => {
  const { code } = await pulumi(["destroy", "--yes", "--skip-preview"]);
  expect(code).toBe(0);
  expect(await definitions()).toEqual(all);
});

test("and the next up takes them over", async () => {
  const { code } = await up();
  expect(code).toBe(0);
  expect(await definitions()).toEqual(all);
});

test("definitions that are missing are told, with what helps", async () => {
  await pulumi(["destroy", "--yes", "--skip-preview"]);
  for (const name of all)
    await api.request("DELETE", `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
  const values = JSON.stringify({ "cert-manager": { crds: { enabled: false } } });
  const { code, output } = await pulumi(["up", "--yes", "--skip-preview"], issuer, { values });
  expect(output).toContain("error: The custom resource definitions of cert-manager are not in the cluster.");
  expect(output).toContain("take platform.values.cert-manager.crds out of the stack file");
  expect(code).not.toBe(0);
});
