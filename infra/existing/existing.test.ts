/** The whole layer under mocks. */
import * as pulumi from "@pulumi/pulumi";
import { record, type RecordedResource } from "../../test/mocks";
import { existingConfig, kubeconfigText } from "./testing";
import { createExisting } from ".";

type Change = Parameters<typeof existingConfig>[0];

interface Made {
  resources: RecordedResource[];
  infrastructure: object;
}

const namespace = "science-platform";
const secrets = {
  [`${namespace}:kubeconfig`]: kubeconfigText,
  [`${namespace}:s3-access-key`]: "mock-plaintext-access-key",
  [`${namespace}:s3-secret-key`]: "mock-plaintext-secret-key",
};

async function make(change?: Change, set: Record<string, string> = secrets): Promise<Made> {
  pulumi.runtime.setAllConfig(set, Object.keys(set));
  const config = existingConfig(change);
  const { resources, outputs } = await record("test", () => ({
    infrastructure: createExisting(config, ["rsp", "argo"]),
  }));
  return { resources, infrastructure: outputs["infrastructure"] as object };
}

test("makes nothing, and hands the platform what is described, secrets marked", async () => {
  const { resources, infrastructure } = await make();
  expect(resources).toEqual([]);
  expect(infrastructure).toEqual({
    cluster: {
      name: "test",
      kubeconfig: "[secret]",
      identifier: "test@api.example.org:6443",
      version: "v1.34.2",
      nodePools: [{ name: "worker", count: 3, cpu: 8, memory: 65536, labels: {}, taints: [] }],
      exists: true,
    },
    ingress: { address: "203.0.113.10", loadBalancerAnnotations: {}, kind: "service" },
    storage: {
      classes: [
        {
          name: "standard",
          provisioner: "csi.example.org",
          parameters: {},
          reclaim: "Delete",
          expandable: true,
          default: true,
          exists: false,
        },
      ],
      sharedFiles: [{ name: "homes", server: "10.60.0.5", path: "/srv/homes", size: 100, readOnly: false }],
    },
    objectStore: {
      endpoint: "https://s3.example.org",
      region: "us-east-1",
      buckets: { backup: "test-backup" },
      credentials: { accessKey: "[secret]", secretKey: "[secret]" },
      pathStyle: true,
    },
    dns: { zone: "test.example.", provider: "none" },
    dnsRecords: [
      { name: "argo.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
      { name: "rsp.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
    ],
  });
});

test.each<[string, NonNullable<Change>, object]>([
  [
    "pools as they are described",
    (input) =>
      (input.cluster.nodePools = [
        {
          name: "lab",
          count: 1,
          cpu: "1500m",
          memory: "7900M",
          labels: { purpose: "lab" },
          taints: [{ key: "lab", effect: "NoSchedule" }],
        },
      ]),
    {
      cluster: {
        nodePools: [
          {
            name: "lab",
            count: 1,
            cpu: 1.5,
            memory: 7534,
            labels: { purpose: "lab" },
            taints: [{ key: "lab", value: "", effect: "NoSchedule" }],
          },
        ],
      },
    },
  ],
  [
    "a name of the cluster's own",
    (input) => (input.cluster.name = "shared"),
    { cluster: { name: "shared", identifier: "shared@api.example.org:6443" } },
  ],
  ["ports of the nodes", (input) => (input.addresses.kind = "daemonset"), { ingress: { kind: "daemonset" } }],
  [
    "a class that exists",
    (input) => input.storage.classes.push({ name: "there", provisioner: "x", reclaim: "Retain", create: false }),
    {
      storage: {
        classes: [
          { name: "standard", exists: false },
          { name: "there", reclaim: "Retain", exists: true },
        ],
      },
    },
  ],
  [
    "files of the platform's own server in the cluster, at the address that it will have",
    (input) =>
      (input.storage.fileServer = {
        kind: "pod",
        exports: [{ name: "data", size: 50, address: "10.254.0.21", readOnly: true, rootAccess: true }],
      }),
    { storage: { sharedFiles: [{ name: "data", server: "10.254.0.21", path: "/data", size: 50, readOnly: true }] } },
  ],
  ["no files", (input) => delete input.storage.fileServer, { storage: { sharedFiles: [] } }],
  [
    "names that a server of one's own holds: records are an output",
    (input) =>
      (input.dns = { ...input.dns, provider: "rfc2136", server: "192.0.2.53", keyName: "key" } as typeof input.dns),
    { dns: { provider: "rfc2136" }, dnsRecords: [{ name: "argo.test.example." }, { name: "rsp.test.example." }] },
  ],
])("%s", async (_, change, promised) => {
  const { resources, infrastructure } = await make(change);
  expect(resources).toEqual([]);
  expect(infrastructure).toMatchObject(promised);
});

test("without buckets nobody asks for their keys", async () => {
  const only = { [`${namespace}:kubeconfig`]: kubeconfigText };
  const { infrastructure } = await make((input) => delete input.objectStore, only);
  expect(infrastructure).toMatchObject({ objectStore: undefined });
});
