/** Backups as the platform makes them, under mocks: what is covered, which keys arrive where, and that no rule of ours is broken. */
import * as pulumi from "@pulumi/pulumi";
import { plaintextSecret, record, type Run } from "../../../test/mocks";
import { createPlatform } from "../..";
import { broken, exampleInfrastructure } from "../../testing";
import { backedUpNamespaces } from "../table";
import { exampleSite } from "../testing";
import { example as labs } from "../virtual-labs/example";
import { backup } from ".";

const config = exampleSite({
  ...labs,
  ...backup.example,
  secrets: { backend: "vault-in-cluster", replicas: 1 },
  services: { ...labs.services, ...backup.example.services },
});

let run: Run;
beforeAll(async () => {
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const secrets = {
    "science-platform:oidc-client-secret": "mock-plaintext-client",
    "science-platform:backup-far-access-key": "mock-plaintext-far-access",
    "science-platform:backup-far-secret-key": "mock-plaintext-far-secret",
  };
  pulumi.runtime.setAllConfig(secrets, Object.keys(secrets));
  run = await record("backup", () => ({ ...createPlatform(config, exampleInfrastructure()) }));
}, 240_000);

function inputs(type: string, name: string) {
  const found = run.resources.find((resource) => resource.type === `kubernetes:${type}` && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found.inputs;
}

test("keeps to our own policies", () => {
  expect(broken(run, config)).toEqual([]);
});

test("the labs' and Vault's namespaces are covered, and no other", () => {
  const { values } = inputs("helm.sh/v3:Release", "velero") as {
    values: { schedules: Record<string, { template: { includedNamespaces: string[] } }> };
  };
  const covered = Object.entries(values.schedules).map(([name, { template }]) => [name, template.includedNamespaces]);
  expect(covered).toEqual([
    ["far", ["lab-birds", "lab-school", "vault"]],
    ["near", ["lab-birds", "lab-school", "vault"]],
  ]);
});

test("where Phalanx is, its applications are covered, but not what the platform itself installs for them", () => {
  const phalanx = { environment: "test", fqdn: "rsp.example.org", applications: ["nublado", "sasquatch"] };
  expect(backedUpNamespaces(exampleSite({ phalanx }))).toEqual(["gafaelfawr", "nublado", "repertoire", "sasquatch"]);
});

test("the keys are in one Secret, which is secret, and nowhere in the values", () => {
  const secret = inputs("core/v1:Secret", "backup-targets");
  expect(secret).toMatchObject({ metadata: { name: "backup-targets", namespace: "velero" } });
  expect(JSON.stringify(run)).not.toMatch(plaintextSecret);
});

test("nobody comes in: there is no address, and the namespace is not the ingress controller's to reach", () => {
  expect(Object.keys(run.outputs.endpoints as object)).toEqual(["lab-birds", "lab-school"]);
  const { metadata } = inputs("core/v1:Namespace", "velero") as { metadata: { labels: Record<string, string> } };
  expect(metadata.labels).not.toHaveProperty("science-platform/published");
  expect(metadata.labels["pod-security.kubernetes.io/enforce"]).toBe("baseline");
});
