/** Virtual labs as the platform makes them, under mocks: what each has of its own, and that no rule of ours is broken. */
import * as pulumi from "@pulumi/pulumi";
import { plaintextSecret, record, type RecordedResource, type Run } from "../../test/mocks";
import { createPlatform } from "..";
import { broken, exampleInfrastructure } from "../testing";
import { inOrder } from "./create";
import { exampleSite } from "./testing";
import { example } from "./virtual-labs/example";

const config = exampleSite(example);
let run: Run;
beforeAll(async () => {
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const secrets = { "science-platform:oidc-client-secret": "mock-plaintext-client" };
  pulumi.runtime.setAllConfig(secrets, Object.keys(secrets));
  run = await record("labs", () => ({ ...createPlatform(config, exampleInfrastructure()) }));
}, 240_000);

function one(type: string, name: string): RecordedResource {
  const found = run.resources.find((resource) => resource.type === `kubernetes:${type}` && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

test("keeps to our own policies", () => {
  expect(broken(run, config)).toEqual([]);
});

test("each lab has its address, and no secret is in plain text", () => {
  expect(run.outputs.endpoints).toEqual({
    "lab-birds": "https://birds.example.org",
    "lab-school": "https://school.example.org",
  });
  expect(JSON.stringify(run)).not.toMatch(plaintextSecret);
});

test("a lab's namespace is bounded, walled, and open to the ingress controller", () => {
  expect(one("core/v1:Namespace", "lab-birds").inputs).toMatchObject({
    metadata: {
      labels: { "science-platform/published": "true", "pod-security.kubernetes.io/enforce": "restricted" },
    },
  });
  expect(one("core/v1:ResourceQuota", "lab-birds").inputs).toMatchObject({
    spec: {
      hard: {
        "limits.cpu": "17600m",
        "requests.storage": "22528Mi",
        "files-homes.storageclass.storage.k8s.io/requests.storage": "20480Mi",
        "services.loadbalancers": "0",
      },
    },
  });
  expect(one("core/v1:LimitRange", "lab-birds").inputs).toMatchObject({
    spec: { limits: [{ type: "Container", max: { cpu: "4", memory: "11719Mi" } }] },
  });
  const policies = run.resources
    .filter(({ type, name }) => type.endsWith(":NetworkPolicy") && name.startsWith("lab-birds-"))
    .map(({ name }) => name);
  expect(policies).toEqual(
    ["allow-api-server", "allow-dns", "allow-ingress", "default-deny"].map((name) => `lab-birds-${name}`),
  );
});

test("shared files are a volume and a claim of the lab's own, read-only as the lab asks", () => {
  expect(one("core/v1:PersistentVolume", "lab-birds-catalogues").inputs).toMatchObject({
    metadata: { name: "lab-birds-catalogues" },
    spec: {
      accessModes: ["ReadOnlyMany"],
      persistentVolumeReclaimPolicy: "Retain",
      nfs: { server: "10.10.0.5", path: "/export/catalogues", readOnly: true },
    },
  });
  expect(one("core/v1:PersistentVolumeClaim", "lab-birds-catalogues").inputs).toMatchObject({
    metadata: { name: "catalogues", namespace: "lab-birds" },
    spec: { volumeName: "lab-birds-catalogues", storageClassName: "", resources: { requests: { storage: "1Gi" } } },
  });
});

test("each lab is a release of its own version, which comes after its namespace, its keys and its files", () => {
  expect(one("helm.sh/v3:Release", "lab-school").inputs).toMatchObject({
    name: "lab-school",
    chart: "./.charts/jupyterhub-3.3.7/jupyterhub",
    version: "3.3.7",
    namespace: "lab-school",
    timeout: 600,
  });
  expect(one("helm.sh/v3:Release", "lab-birds")).toMatchObject({
    inputs: { version: "4.3.5", values: { hub: { existingSecret: "lab-birds-keys" } } },
    dependsOn: expect.arrayContaining([
      "kubernetes:core/v1:ResourceQuota::lab-birds",
      "kubernetes:core/v1:Secret::lab-birds-keys",
      "kubernetes:core/v1:PersistentVolumeClaim::lab-birds-catalogues",
      "kubernetes:helm.sh/v3:Release::ingress-nginx",
    ]) as string[],
  });
});

describe("order", () => {
  const instance = (name: string, ...after: string[]) => ({ instance: { name, after, first: false } });
  const names = (...all: ReturnType<typeof instance>[]) => inOrder(all).map(({ instance: { name } }) => name);

  test("each comes after those that it waits for, otherwise as they are, and nobody waits for what is not there", () => {
    expect(
      names(instance("page"), instance("lab", "realm"), instance("realm", "server"), instance("server", "database")),
    ).toEqual(["page", "server", "realm", "lab"]);
  });

  test("what comes first is before all others", () => {
    expect(names(instance("page"), { instance: { name: "files", after: [], first: true } }, instance("lab"))).toEqual([
      "files",
      "page",
      "lab",
    ]);
  });

  test("two that wait for each other are a mistake of ours", () => {
    expect(() => names(instance("page"), instance("a", "b"), instance("b", "a"))).toThrow(
      "these instances wait for each other: a, b",
    );
  });
});
