/** The whole platform under mocks: what it registers, with which inputs. What a cluster says to it is for the lab's tests. */
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { plaintextSecret, record, type RecordedResource, type Run } from "../test/mocks";
import { createPlatform } from ".";
import { broken, exampleConfig, exampleInfrastructure } from "./testing";

const providers = /^pulumi:providers:/;

function run(config: Config, infrastructure: Infrastructure): Promise<Run> {
  return record("test", () => ({ ...createPlatform(config, infrastructure) }));
}

function counts(resources: RecordedResource[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { type } of resources) found[type] = (found[type] ?? 0) + 1;
  return found;
}

function one({ resources }: Run, type: string, name: string): RecordedResource {
  const found = resources.find((resource) => resource.type === type && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

let standard: Run;
beforeAll(async () => void (standard = await run(exampleConfig(), exampleInfrastructure())));

test("registers exactly this", () => {
  expect(counts(standard.resources)).toEqual({
    "pulumi:providers:kubernetes": 1,
    "pulumi:providers:random": 1,
    "pulumi:providers:tls": 1,
    "science-platform:foundation:Storage": 1,
    "science-platform:foundation:Admission": 1,
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": 14,
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": 14,
    "science-platform:foundation:Priorities": 1,
    "science-platform:foundation:ClusterRoles": 1,
    "science-platform:foundation:Snapshots": 1,
    "science-platform:foundation:NfsDriver": 1,
    "science-platform:foundation:IngressController": 1,
    "science-platform:foundation:Certificate": 1,
    "science-platform:secrets:PlatformSecrets": 1,
    "science-platform:secrets:ServiceSecret": 1,
    "science-platform:foundation:ServiceNamespace": 4,
    "science-platform:foundation:HelmService": 4,
    "science-platform:services:LandingPage": 1,
    "kubernetes:storage.k8s.io/v1:StorageClass": 3,
    "kubernetes:scheduling.k8s.io/v1:PriorityClass": 4,
    "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass": 1,
    "kubernetes:core/v1:PersistentVolume": 2,
    "kubernetes:core/v1:Namespace": 4,
    "kubernetes:core/v1:ResourceQuota": 4,
    "kubernetes:core/v1:LimitRange": 4,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 17,
    "kubernetes:core/v1:Secret": 2,
    "kubernetes:helm.sh/v3:Release": 4,
    "random:index/randomPassword:RandomPassword": 1,
    "tls:index/privateKey:PrivateKey": 2,
    "tls:index/selfSignedCert:SelfSignedCert": 1,
    "tls:index/certRequest:CertRequest": 1,
    "tls:index/locallySignedCert:LocallySignedCert": 1,
  });
});

test("every resource has an explicit provider, and a component above it", () => {
  const own = standard.resources.filter(({ type }) => !providers.test(type) && !type.startsWith("science-platform:"));
  expect(new Set(own.map(({ provider }) => provider))).toEqual(new Set(["platform"]));
  expect(own.filter(({ parent }) => !parent?.startsWith("science-platform:"))).toEqual([]);
});

test("the Kubernetes provider knows the cluster by its identifier, and its kubeconfig is secret", () => {
  expect(one(standard, "pulumi:providers:kubernetes", "platform").inputs).toMatchObject({
    kubeconfig: "[secret]",
    clusterIdentifier: "cluster-id",
    deleteUnreachable: "false",
  });
});

test("keeps to our own policies", () => expect(broken(standard, exampleConfig())).toEqual([]));

test("no secret is in plain text anywhere", () => {
  const text = JSON.stringify(standard);
  expect(text).not.toMatch(plaintextSecret);
  const secrets = standard.resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
  expect(secrets.map(({ inputs }) => (inputs as { stringData: unknown }).stringData)).toEqual(["[secret]", "[secret]"]);
});

test("says where users find it", () => {
  expect(standard.outputs).toMatchObject({ endpoints: { "landing-page": "https://rsp.example.org" } });
});

test("a namespace has labels, quota and limits", () => {
  const labels = {
    "app.kubernetes.io/managed-by": "pulumi",
    "science-platform/owner": "Platform-team",
    "science-platform/site": "test",
  };
  expect(one(standard, "kubernetes:core/v1:Namespace", "landing-page").inputs).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "landing-page",
      labels: {
        ...labels,
        "science-platform/published": "true",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
      },
    },
  });
  expect(one(standard, "kubernetes:core/v1:ResourceQuota", "landing-page").inputs).toMatchObject({
    spec: {
      hard: {
        "limits.cpu": "8",
        "limits.memory": "16Gi",
        pods: "50",
        "requests.storage": "500Gi",
        persistentvolumeclaims: "20",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
    },
  });
  expect(one(standard, "kubernetes:core/v1:ResourceQuota", "ingress-nginx").inputs).toMatchObject({
    spec: { hard: { "services.loadbalancers": "1" } },
  });
  expect(one(standard, "kubernetes:core/v1:LimitRange", "landing-page").inputs).toMatchObject({
    spec: {
      limits: [
        {
          type: "Container",
          default: { cpu: "500m", memory: "256Mi" },
          defaultRequest: { cpu: "50m", memory: "64Mi" },
        },
      ],
    },
  });
});

test("storage classes say everything that Kubernetes would otherwise choose", () => {
  const [fast, usual] = ["fast", "standard"].map((name) =>
    one(standard, "kubernetes:storage.k8s.io/v1:StorageClass", name),
  );
  expect(usual?.inputs).toMatchObject({
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "cinder.csi.openstack.org",
    parameters: { type: "ceph" },
    reclaimPolicy: "Retain",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  });
  expect(fast?.inputs).toMatchObject({
    metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "false" } },
    reclaimPolicy: "Delete",
    allowVolumeExpansion: false,
  });
  expect(usual).toMatchObject({
    replaceOnChanges: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
    deleteBeforeReplace: true,
  });
});

test("a storage class that exists is left alone", async () => {
  const hardware = exampleInfrastructure();
  const classes = hardware.storage.classes.map((spec) => ({ ...spec, exists: spec.name === "standard" }));
  const there = await run(exampleConfig(), { ...hardware, storage: { ...hardware.storage, classes } });
  expect(
    there.resources
      .filter(({ type }) => type.endsWith(":StorageClass"))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["fast", "files-homes"]);
});

test("an export that may be written is a storage class: a folder for each claim, which stays", () => {
  const classes = standard.resources.filter(({ type }) => type.endsWith(":StorageClass")).map(({ name }) => name);
  expect(classes.sort()).toEqual(["fast", "files-homes", "standard"]);
  expect(one(standard, "kubernetes:storage.k8s.io/v1:StorageClass", "files-homes").inputs).toMatchObject({
    metadata: { name: "files-homes" },
    provisioner: "nfs.csi.k8s.io",
    parameters: {
      server: "10.10.0.5",
      share: "/export/homes",
      subDir: "${pvc.metadata.namespace}.${pvc.metadata.name}",
      mountPermissions: "0777",
    },
    reclaimPolicy: "Retain",
    volumeBindingMode: "Immediate",
    mountOptions: ["nfsvers=4.2", "hard", "noatime"],
  });
  // Two nodes: a pod on each, and those of the controller.
  expect(one(standard, "kubernetes:core/v1:ResourceQuota", "csi-driver-nfs").inputs).toMatchObject({
    spec: { hard: { "limits.cpu": "6", "limits.memory": "6Gi", pods: "10", persistentvolumeclaims: "0" } },
  });
  expect(one(standard, "kubernetes:helm.sh/v3:Release", "csi-driver-nfs").inputs).toMatchObject({
    namespace: "csi-driver-nfs",
    values: { controller: { replicas: 2, priorityClassName: "platform-foundation", enableSnapshotter: false } },
  });
});

test.each([
  ["exists", 1, 0],
  ["none", 0, 0],
] as const)("NFS driver %s: %i class, %i releases", async (nfsDriver, classes, releases) => {
  const { resources } = await run(exampleConfig({ nfsDriver }), exampleInfrastructure());
  const named = (name: string) => resources.filter((one) => one.name === name).map(({ type }) => type);
  expect(named("files-homes").filter((type) => type.endsWith(":StorageClass"))).toHaveLength(classes);
  expect(named("csi-driver-nfs")).toHaveLength(releases);
});

const snapshotClassType = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";

test("snapshots stay in production, and the controller with its definitions too", () => {
  const made = one(standard, snapshotClassType, "volumes");
  expect(made.inputs).toMatchObject({
    metadata: {
      name: "volumes",
      labels: { "velero.io/csi-volumesnapshot-class": "true" },
      annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
    },
    driver: "cinder.csi.openstack.org",
    parameters: { "force-create": "true" },
    deletionPolicy: "Retain",
  });
  expect(made.dependsOn).toContain("kubernetes:helm.sh/v3:Release::snapshot-controller");
  expect(one(standard, "kubernetes:helm.sh/v3:Release", "snapshot-controller")).toMatchObject({ retainOnDelete: true });
});

test("on a disposable site snapshots and claims' folders go", async () => {
  const gone = await run(exampleConfig({}, { lifecycle: "disposable" }), exampleInfrastructure());
  expect(one(gone, snapshotClassType, "volumes").inputs).toMatchObject({ deletionPolicy: "Delete" });
  expect(one(gone, "kubernetes:storage.k8s.io/v1:StorageClass", "files-homes").inputs).toMatchObject({
    reclaimPolicy: "Delete",
  });
  expect(one(gone, "kubernetes:helm.sh/v3:Release", "snapshot-controller").retainOnDelete).not.toBe(true);
});

test("a cluster that has a snapshot controller gets the class only; one whose driver makes none, nothing", async () => {
  const hardware = exampleInfrastructure();
  const on = async (snapshots?: Infrastructure["storage"]["snapshots"]) => {
    const { resources } = await run(exampleConfig(), { ...hardware, storage: { ...hardware.storage, snapshots } });
    return resources.filter(({ name }) => name === "snapshot-controller" || name === "volumes").map(({ type }) => type);
  };
  expect(await on({ driver: "x.csi", parameters: {}, controller: "exists" })).toEqual([snapshotClassType]);
  expect(await on()).toEqual([]);
});

test("pods give way in this order", () => {
  const classes = standard.resources.filter(({ type }) => type.endsWith(":PriorityClass"));
  const order = classes.map(({ inputs }) => inputs as { metadata: { name: string }; value: number });
  expect(order.sort((a, b) => b.value - a.value).map(({ metadata }) => metadata.name)).toEqual([
    "platform-foundation",
    "platform-service",
    "platform-lab",
    "platform-batch",
  ]);
});

test("groups have their roles where they look after things", async () => {
  const roles = {
    operators: { groups: ["ops"], quota: { cpu: "4", memory: "8Gi", pods: 10, storage: "1Gi", claims: 1 } },
    serviceOwners: { groups: ["owners", "ops"] },
  };
  const { resources } = await run(exampleConfig({ roles }), exampleInfrastructure());
  const bound = resources
    .filter(({ type }) => /:(Cluster)?RoleBinding$/.test(type))
    .map(({ name, inputs }) => {
      const { metadata, roleRef, subjects } = inputs as {
        metadata: { namespace?: string };
        roleRef: { name: string };
        subjects: { name: string }[];
      };
      return `${name}: ${subjects.map((one) => one.name).join("+")} ${roleRef.name} in ${metadata.namespace ?? "all"}`;
    });
  expect(bound.sort()).toEqual([
    "csi-driver-nfs-operators: ops admin in csi-driver-nfs",
    "ingress-nginx-operators: ops admin in ingress-nginx",
    "landing-page-operators: ops admin in landing-page",
    "landing-page-service-owners: owners+ops edit in landing-page",
    "operators-view: ops view in all",
    "operators: ops science-platform-operators in all",
    "snapshot-controller-operators: ops admin in snapshot-controller",
  ]);
  const quota = (namespace: string) =>
    resources.find(({ type, name }) => type.endsWith(":ResourceQuota") && name === namespace)?.inputs;
  expect(quota("ingress-nginx")).toMatchObject({ spec: { hard: { "limits.cpu": "4" } } });
  expect(quota("landing-page")).toMatchObject({ spec: { hard: { "limits.cpu": "8" } } });
});

test("shared files are volumes that stay", () => {
  expect(one(standard, "kubernetes:core/v1:PersistentVolume", "files-catalogues").inputs).toMatchObject({
    metadata: { name: "catalogues" },
    spec: {
      capacity: { storage: "20Gi" },
      accessModes: ["ReadOnlyMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "",
      nfs: { server: "10.10.0.5", path: "/export/catalogues", readOnly: true },
    },
  });
});

test("releases wait, roll back, and come after all that they need", () => {
  const release = one(standard, "kubernetes:helm.sh/v3:Release", "ingress-nginx");
  expect(release.inputs).toMatchObject({
    name: "ingress-nginx",
    chart: "./.charts/ingress-nginx-4.15.1/ingress-nginx",
    version: "4.15.1",
    skipCrds: true,
    namespace: "ingress-nginx",
    atomic: true,
    cleanupOnFail: true,
    waitForJobs: true,
    skipAwait: false,
    timeout: 600,
    maxHistory: 5,
    values: { controller: { service: { loadBalancerIP: "192.0.2.10" } } },
  });
  expect(release.customTimeouts).toEqual({ create: "1320s", update: "1320s", delete: "1320s" });
  expect(one(standard, "kubernetes:helm.sh/v3:Release", "landing-page").dependsOn).toEqual(
    expect.arrayContaining([
      "kubernetes:core/v1:ResourceQuota::landing-page",
      "kubernetes:core/v1:LimitRange::landing-page",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::landing-page-default-deny",
      "kubernetes:core/v1:Secret::landing-page-status",
      "kubernetes:helm.sh/v3:Release::ingress-nginx",
    ]),
  );
});

test("a HelmService shows its chart and its resources to policies, at the paths where the release has them", () => {
  const bounds = { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "100m", memory: "64Mi" } };
  expect(one(standard, "science-platform:foundation:HelmService", "landing-page").inputs).toMatchObject({
    chart: "landing-page",
    version: "0.2.0",
    namespace: "landing-page",
    resources: { resources: bounds },
    values: { host: "rsp.example.org", title: "Example", resources: bounds },
  });
  expect(one(standard, "kubernetes:helm.sh/v3:Release", "landing-page").inputs).toMatchObject({
    chart: "./lab/charts/landing-page",
    values: { host: "rsp.example.org", resources: bounds },
  });
});

test("charts can come from a directory", async () => {
  const { resources } = await run(
    exampleConfig({ charts: { source: "directory", path: "lab/charts" } }),
    exampleInfrastructure(),
  );
  const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
  const charts = releases.map(({ inputs }) => inputs as { chart: string; version: string });
  expect(charts.map(({ chart, version }) => `${chart} ${version}`).sort()).toEqual([
    "./lab/charts/csi-driver-nfs 4.13.4",
    "./lab/charts/ingress-nginx 4.15.1",
    "./lab/charts/landing-page 0.2.0",
    "./lab/charts/snapshot-controller 5.2.0",
  ]);
});

test("without a landing page nothing of it is left", async () => {
  const bare = await run(exampleConfig({}, { services: {} }), exampleInfrastructure());
  expect(bare.outputs).toMatchObject({ endpoints: {} });
  expect(counts(bare.resources)).toMatchObject({
    "kubernetes:core/v1:Namespace": 3,
    "kubernetes:helm.sh/v3:Release": 3,
  });
  expect(counts(bare.resources)["science-platform:services:LandingPage"]).toBeUndefined();
});

test("on the nodes' own ports the ingress needs no balancer, and may use those ports", async () => {
  const onNodes = await run(exampleConfig(), exampleInfrastructure({ kind: "daemonset" }));
  expect(one(onNodes, "kubernetes:core/v1:Namespace", "ingress-nginx").inputs).toMatchObject({
    metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
  });
  expect(one(onNodes, "kubernetes:core/v1:ResourceQuota", "ingress-nginx").inputs).toMatchObject({
    spec: { hard: { "services.loadbalancers": "0" } },
  });
  // Only where the site says that the nodes' ports are the way in (addresses.kind) may the namespace be privileged.
  expect(broken(onNodes, exampleConfig())).toEqual([
    expect.stringMatching(/^Namespace ingress-nginx: .*pod-security.kubernetes.io\/enforce"\] is "privileged"/),
  ]);
});

test("where everything may go, a dead cluster does not keep destroy from ending", async () => {
  const disposable = await run(exampleConfig({}, { lifecycle: "disposable" }), exampleInfrastructure());
  expect(one(disposable, "pulumi:providers:kubernetes", "platform").inputs).toMatchObject({
    deleteUnreachable: "true",
  });
});
