/** The whole of it under mocks: what it registers, in which order, and that no secret is in plain text. */
import type { OpenstackInput } from "../../../config/schema";
import { plaintextSecret, record, type RecordedResource, type Run } from "../../../test/mocks";
import { createProviders } from "../../providers";
import { siteLabels } from "../../foundation/labels";
import { createFoundation } from "../../foundation";
import { Phalanx } from ".";
import { examplePhalanx, exampleVault, phalanxInfrastructure, type PhalanxInput } from "./testing";
import type { PhalanxVault } from "./vault";

const application = "kubernetes:argoproj.io/v1alpha1:Application";

function run(
  more: Partial<PhalanxInput> = {},
  rest: Partial<OpenstackInput> = {},
  vault: PhalanxVault = exampleVault,
): Promise<Run> {
  return record("test", () => {
    const { config, phalanx } = examplePhalanx(more, rest);
    const infrastructure = phalanxInfrastructure();
    const providers = createProviders(config, infrastructure.cluster);
    const labels = siteLabels(config);
    const { ingress } = createFoundation(config, infrastructure, labels, { providers });
    const made = new Phalanx("phalanx", { config, phalanx, infrastructure, vault, labels, ingress }, { providers });
    return { endpoints: made.endpoints, phalanx: made.output };
  });
}

function one({ resources }: Run, type: string, name: string): RecordedResource {
  const found = resources.find((resource) => resource.type === type && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

const needs = (of: RecordedResource) =>
  of.dependsOn?.filter((name) => name.startsWith(application)).map((name) => name.split("::")[1]);

let standard: Run;
beforeAll(
  async () => void (standard = await run({ applications: ["nublado", "tap"], sharedFiles: { "/home": "homes" } })),
);

test("an Application for each member and one for the app of apps, in waves", () => {
  const made = standard.resources.filter(({ type }) => type === application);
  expect(made.map((each) => [each.name, needs(each)])).toEqual([
    ["gafaelfawr", ["science-platform"]],
    ["nublado", ["gafaelfawr", "science-platform"]],
    ["repertoire", ["gafaelfawr", "science-platform"]],
    ["science-platform", []],
    ["tap", ["gafaelfawr", "science-platform"]],
  ]);
});

test("the app of apps comes after Argo CD, and that after the operator that brings its secret", () => {
  expect(one(standard, "kubernetes:argoproj.io/v1alpha1:AppProject", "science-platform").dependsOn).toContain(
    "kubernetes:helm.sh/v3:Release::argo-cd",
  );
  expect(one(standard, "science-platform:foundation:HelmService", "argo-cd").dependsOn).toEqual(
    expect.arrayContaining([
      "kubernetes:ricoberger.de/v1alpha1:VaultSecret::argocd-secret",
      "kubernetes:helm.sh/v3:Release::vault-secrets-operator",
      "kubernetes:helm.sh/v3:Release::ingress-nginx",
    ]),
  );
});

test("an Application owns what the app of apps does not give it", () => {
  expect(one(standard, application, "tap").inputs).toEqual({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: "tap",
      namespace: "argocd",
      annotations: {
        "argocd.argoproj.io/sync-wave": "1",
        "pulumi.com/patchForce": "true",
        "pulumi.com/waitFor":
          '["jsonpath={.status.operationState.phase}=Succeeded","jsonpath={.status.health.status}=Healthy"]',
      },
    },
    spec: {
      project: "rsp",
      destination: { namespace: "tap", server: "https://kubernetes.default.svc" },
      source: {
        repoURL: "https://git.example.org/phalanx.git",
        helm: {
          valuesObject: {
            "cadc-tap": {
              config: {
                gcsBucket: "test-tap-results",
                gcsBucketUrl: "https://s3.example.org",
                gcsBucketType: "S3",
              },
            },
          },
        },
      },
      syncPolicy: { automated: { prune: false, selfHeal: false } },
    },
  });
});

test("the app of apps may make namespaces, projects and Applications out of its repository, and nothing else", () => {
  expect(one(standard, "kubernetes:argoproj.io/v1alpha1:AppProject", "science-platform").inputs).toMatchObject({
    spec: {
      sourceRepos: ["https://git.example.org/phalanx.git"],
      destinations: [{ server: "https://kubernetes.default.svc", namespace: "argocd" }],
      clusterResourceWhitelist: [{ group: "", kind: "Namespace" }],
      namespaceResourceWhitelist: [
        { group: "argoproj.io", kind: "Application" },
        { group: "argoproj.io", kind: "AppProject" },
      ],
    },
  });
});

test("Argo CD's secret comes from the environment's folder in Vault, and the operator reads with its AppRole", () => {
  expect(one(standard, "kubernetes:ricoberger.de/v1alpha1:VaultSecret", "argocd-secret").inputs).toMatchObject({
    metadata: { labels: { "app.kubernetes.io/part-of": "argocd" } },
    spec: { path: "secret/phalanx/site/argocd" },
  });
  expect(one(standard, "kubernetes:helm.sh/v3:Release", "vault-secrets-operator").inputs).toMatchObject({
    values: { vault: { address: "https://vault.example.org", authMethod: "approle" } },
  });
  expect(one(standard, "kubernetes:core/v1:Secret", "vault-credentials").inputs).toMatchObject({
    stringData: "[secret]",
  });
});

test("no secret is in plain text anywhere", () => expect(JSON.stringify(standard)).not.toMatch(plaintextSecret));

test("says where users find it, and what is wired", () => {
  expect(standard.outputs).toMatchObject({
    endpoints: { rsp: "https://data.example.org", "argo-cd": "https://data.example.org/argo-cd" },
    phalanx: {
      environment: "site",
      appOfApps: "science-platform",
      repository: "https://git.example.org/phalanx.git",
      revision: "v1",
    },
  });
  const { wired } = standard.outputs.phalanx as { wired: { application: string; key: string }[] };
  expect(wired.filter(({ application: of }) => of === "tap").map(({ key }) => key)).toEqual([
    "cadc-tap.config.gcsBucket",
    "cadc-tap.config.gcsBucketUrl",
    "cadc-tap.config.gcsBucketType",
  ]);
});

test("by hand: nothing is synchronized by itself, and nothing is waited for", async () => {
  const manual = await run({ sync: "manual" });
  for (const { inputs } of manual.resources.filter(({ type }) => type === application)) {
    expect(inputs).not.toHaveProperty("spec.syncPolicy");
    expect(inputs).not.toHaveProperty(["metadata", "annotations", "pulumi.com/waitFor"]);
  }
});

test("a Vault in the cluster: the operator logs in as itself, and trusts Vault's own authority", async () => {
  const inCluster: PhalanxVault = {
    ...exampleVault,
    certificateAuthority: "PEM",
    reader: { method: "kubernetes", mount: "kubernetes", role: "reader" },
  };
  const { resources } = await run({}, {}, inCluster);
  const release = resources.find(
    ({ type, name }) => type === "kubernetes:helm.sh/v3:Release" && name === "vault-secrets-operator",
  );
  expect(release?.inputs).toMatchObject({
    values: {
      environmentVars: [{ name: "VAULT_CACERT", value: "/etc/vault-authority/ca.pem" }],
      vault: { authMethod: "kubernetes", kubernetesPath: "auth/kubernetes", kubernetesRole: "reader" },
    },
  });
  expect(resources.some(({ name }) => name === "vault-credentials")).toBe(false);
});
