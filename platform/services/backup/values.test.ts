import * as pulumi from "@pulumi/pulumi";
import { valueAt } from "../../../config/problems-tree";
import { gcpConfig } from "../../../config/checks/testing";
import { exampleGiven, exampleSite } from "../testing";
import { backup } from ".";

const [instance] = backup.instances(exampleSite(backup.example));
const values = instance?.values(exampleGiven);
const at = (path: string, of: unknown = values) => valueAt(of, path.split("."));

const resolved = <T>(value: pulumi.Input<T>) =>
  new Promise<unknown>((resolve) => pulumi.output(value).apply((one) => resolve(one)));

test("each target is a location with keys of its own, in a folder of the site", async () => {
  expect(await resolved(at("configuration.backupStorageLocation") as object)).toEqual([
    {
      name: "near",
      prefix: "test",
      accessMode: "ReadWrite",
      provider: "aws",
      bucket: "test-backup",
      credential: { name: "backup-targets", key: "credentials-near" },
      config: {
        region: "RegionOne",
        s3Url: "https://s3.cloud.example:6780",
        s3ForcePathStyle: "true",
        checksumAlgorithm: "",
      },
    },
    {
      name: "far",
      prefix: "test",
      accessMode: "ReadWrite",
      provider: "aws",
      bucket: "platform-backups",
      credential: { name: "backup-targets", key: "credentials-far" },
      config: {
        region: "us-east-1",
        s3Url: "https://s3.example.org",
        s3ForcePathStyle: "true",
        checksumAlgorithm: "",
      },
    },
  ]);
  expect(at("credentials")).toEqual({ useSecret: false });
});

test("its keys: the bucket's from the hardware, the others from the stack, and the file that Velero reads", () => {
  const { secret } = instance ?? {};
  expect(secret?.declared.service).toBe("velero");
  expect(Object.entries(secret?.declared.keys ?? {}).map(([key, { source }]) => [key, source])).toEqual([
    ["access-key-near", { kind: "wired", name: "bucket/backup/access" }],
    ["secret-key-near", { kind: "wired", name: "bucket/backup/secret" }],
    ["credentials-near", { kind: "aws-credentials", accessKey: "access-key-near", secretKey: "secret-key-near" }],
    ["access-key-far", { kind: "stack", secret: "backup-far-access-key" }],
    ["secret-key-far", { kind: "stack", secret: "backup-far-secret-key" }],
    ["credentials-far", { kind: "aws-credentials", accessKey: "access-key-far", secretKey: "secret-key-far" }],
  ]);
});

test("a schedule for each target: the namespaces with data, kept as long as asked, with their data moved", () => {
  const template = (storageLocation: string) => ({
    storageLocation,
    ttl: "720h0m0s",
    includedNamespaces: ["lab-birds", "vault"],
    snapshotMoveData: true,
    resourcePolicy: { kind: "configmap", name: "velero-volumes" },
  });
  const common = { schedule: "0 1 * * *", skipImmediately: true };
  expect(at("schedules")).toEqual({
    near: { ...common, template: template("near") },
    far: { ...common, template: template("far") },
  });
});

test("where nothing is to be backed up there is no schedule, which would mean everything", () => {
  expect(at("schedules", instance?.values({ ...exampleGiven, backedUp: [] }))).toEqual({});
});

test("NFS, which has no snapshots, is left out; homes come back without a pod that waits for them", () => {
  expect(at("configMaps.volumes.data.policy")).toMatch(/csi:\n\s+driver: nfs\.csi\.k8s\.io\n\s+action:\n\s+type: skip/);
  expect(JSON.parse(at("configMaps.node-agent.data.config") as string)).toEqual({
    loadConcurrency: { globalConfig: 1, prepareQueueLength: 1 },
    podResources: { cpuRequest: "100m", memoryRequest: "256Mi", cpuLimit: "1", memoryLimit: "2Gi" },
    restorePVC: { ignoreDelayBinding: true },
  });
  expect(at("nodeAgent.extraArgs")).toEqual(["--node-agent-configmap=velero-node-agent"]);
});

test("the namespace has room for an agent and two pods that move data on each of two nodes", () => {
  expect(instance?.namespace).toEqual({
    owner: "operators",
    podSecurity: "baseline",
    quota: { cpu: "9", memory: "15360Mi", pods: 10, storage: "2048Gi", claims: 6 },
  });
});

test("on Google's cloud the bucket is reached as the service's account, without a key", async () => {
  const config = gcpConfig((input) => {
    input.services = { backup: { targets: { near: { kind: "bucket", bucket: "backup" } } } };
  });
  const [one] = backup.instances(config);
  expect(one?.secret).toBeUndefined();
  const account = pulumi.output("backup@example.iam");
  const found = one?.values({ ...exampleGiven, accounts: { backup: account } });
  expect(await resolved(at("configuration.backupStorageLocation", found) as object)).toEqual([
    {
      name: "near",
      prefix: "gke",
      accessMode: "ReadWrite",
      provider: "gcp",
      bucket: "test-backup",
      config: { serviceAccount: "backup@example.iam" },
    },
  ]);
  expect(await resolved(at("serviceAccount.server.annotations", found) as object)).toEqual({
    "iam.gke.io/gcp-service-account": "backup@example.iam",
  });
  expect(at("initContainers", found)).toMatchObject([{ image: "docker.io/velero/velero-plugin-for-gcp:v1.14.2" }]);
});
