/** The issuers that need cert-manager, and the whole platform on them, under mocks. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { plaintextSecret, record, type RecordedResource, type Run } from "../test/mocks";
import { createPlatform } from ".";
import { broken, exampleConfig, exampleInfrastructure } from "./testing";

// The whole platform three times over, on machines that do other things as well.
jest.setTimeout(180_000);

type Issuer = NonNullable<Parameters<typeof exampleConfig>[1]>["certificates"];

function configured(certificates: Issuer): Config {
  return exampleConfig({}, { certificates });
}

function run(config: Config, more: Partial<Infrastructure> = {}): Promise<Run> {
  return record("test", () => ({ ...createPlatform(config, { ...exampleInfrastructure(), ...more }) }));
}

function one({ resources }: Run, type: string, name: string): RecordedResource {
  const found = resources.find((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

const login = {
  authUrl: "https://keystone.example.org/v3",
  region: "RegionOne",
  id: "credential",
  secret: pulumi.secret("mock-plaintext-login"),
};

const http01 = configured({ issuer: "http01" });
const designate = configured({ issuer: "dns01", solver: { provider: "designate" } });
let answered: Run, proved: Run;
beforeAll(async () => {
  answered = await run(http01);
  proved = await run(designate, { dnsLogin: login });
});

test.each<[string, () => Run, Config]>([
  ["http01", () => answered, http01],
  ["dns01 by Designate", () => proved, designate],
])("%s keeps to our own policies, and shows no secret", (_, made, config) => {
  expect(broken(made(), config)).toEqual([]);
  expect(JSON.stringify(made())).not.toMatch(plaintextSecret);
});

test("the issuer comes after the release, the certificate after the issuer, the ingress after the certificate", () => {
  expect(one(answered, "ClusterIssuer", "letsencrypt-dns").dependsOn).toContain(
    "kubernetes:helm.sh/v3:Release::cert-manager",
  );
  expect(one(answered, "Certificate", "platform-tls").dependsOn).toContain(
    "kubernetes:cert-manager.io/v1:ClusterIssuer::letsencrypt-dns",
  );
  expect(one(answered, "Release", "ingress-nginx").dependsOn).toContain(
    "kubernetes:cert-manager.io/v1:Certificate::platform-tls",
  );
});

test("an issuer is waited for, a certificate is not", () => {
  expect(one(answered, "ClusterIssuer", "letsencrypt-dns").inputs).toMatchObject({
    metadata: { annotations: { "pulumi.com/waitFor": "condition=Ready", "pulumi.com/timeoutSeconds": "180" } },
  });
  expect(JSON.stringify(one(answered, "Certificate", "platform-tls").inputs)).not.toContain("pulumi.com/waitFor");
});

test("the ingress serves the certificate that cert-manager makes, and the output has no authority", () => {
  expect(one(answered, "Release", "ingress-nginx").inputs).toMatchObject({
    values: { controller: { extraArgs: { "default-ssl-certificate": "ingress-nginx/platform-tls-acme" } } },
  });
  expect(answered.outputs["certificateAuthority"]).toBeUndefined();
});

test("a trial's certificate lies in a Secret of its own", async () => {
  const trial = await run(configured({ issuer: "http01", staging: true }));
  expect(one(trial, "Certificate", "platform-tls").inputs).toMatchObject({
    spec: { secretName: "platform-tls-staging" },
  });
});

test("Designate's webhook has a namespace of its own, and logs in with what the layer made", () => {
  expect(one(proved, "Release", "designate-certmanager-webhook").inputs).toMatchObject({
    namespace: "designate-certmanager-webhook",
    values: { credentialsSecret: "cloud-credentials", certManager: { namespace: "cert-manager" } },
  });
  expect(one(proved, "Secret", "designate-login").inputs).toMatchObject({
    metadata: { name: "cloud-credentials", namespace: "designate-certmanager-webhook" },
    stringData: "[secret]",
  });
  expect(one(proved, "ClusterIssuer", "letsencrypt-dns").dependsOn).toContain(
    "kubernetes:helm.sh/v3:Release::designate-certmanager-webhook",
  );
});

test("a layer that made no login for Designate is a mistake of ours", async () => {
  await expect(run(designate)).rejects.toThrow("the hardware layer has no login for Designate");
});

test("so is one without an account for Cloud DNS", async () => {
  await expect(run(configured({ issuer: "dns01", solver: { provider: "clouddns" } }))).rejects.toThrow(
    "the hardware layer has no account for cert-manager in Google Cloud",
  );
});
