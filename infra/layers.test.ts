/** The same platform on every hardware layer: what runs in the cluster is the same but for what the hardware decides. */
import * as pulumi from "@pulumi/pulumi";
import { gcpConfig } from "../config/checks/testing";
import type { Config } from "../config/schema";
import { validConfig } from "../config/testing";
import { createPlatform } from "../platform";
import { platformHosts } from "../platform/hosts";
import { record, type RecordedResource } from "../test/mocks";
import { existingConfig, kubeconfigText } from "./existing/testing";
import { createInfrastructure } from ".";

/** What every site below has, on whatever it stands. */
const { site, owner, lifecycle, platform, services } = validConfig();
const same: Pick<Config, "site" | "owner" | "lifecycle" | "platform" | "services" | "dns"> = {
  site,
  owner,
  lifecycle,
  platform,
  services,
  dns: { provider: "none", zone: "test.example.", email: "admin@test.example", ttl: 300 },
};

const secrets = ["kubeconfig", "s3-access-key", "s3-secret-key"].map((name) => `science-platform:${name}`);

type InCluster = Map<string, RecordedResource>;

/** What the platform makes on it, by type and name. */
async function platformOn(config: Config): Promise<InCluster> {
  pulumi.runtime.setAllConfig(Object.fromEntries(secrets.map((key) => [key, kubeconfigText])), secrets);
  const site = { ...config, ...same } as Config;
  const { resources } = await record("test", () => ({
    ...createPlatform(site, createInfrastructure(site, platformHosts(site))),
  }));
  return new Map(resources.filter(isInCluster).map((one) => [`${one.type.split(":").at(-1)} ${one.name}`, one]));
}

function isInCluster({ type, name, provider }: RecordedResource): boolean {
  if (type.startsWith("pulumi:providers:")) return name === "platform";
  return isComponent(type) || provider === "platform";
}

function isComponent(type: string): boolean {
  return /^science-platform:(foundation|services):/.test(type);
}

/** What is compared: not what components are told, since their children show what comes of it, and only dependencies in the cluster. */
function essence({ type, dependsOn = [], inputs, ...rest }: RecordedResource): object {
  const hardware = /^(openstack|gcp|science-platform:infra):/;
  return {
    ...rest,
    inputs: isComponent(type) ? {} : inputs,
    dependsOn: dependsOn.filter((one) => !hardware.test(one)).join(),
  };
}

/** "Release x: values.a.b" for each place where two values of one resource differ; one that only one side has, by its name. */
function differences(before: InCluster, after: InCluster): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === undefined) return [`+ ${key}`];
    if (now === undefined) return [`- ${key}`];
    return places(essence(old), essence(now)).map((place) => `${key}: ${place}`);
  });
}

function places(before: unknown, after: unknown): string[] {
  if (!isMap(before) || !isMap(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [""];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((key) => places(before[key], after[key]).map((place) => (place === "" ? key : `${key}.${place}`)));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What only a cluster without a snapshot controller gets; with its release, as far as the order of names lets them stand together. */
const withoutController = [
  "- HelmService snapshot-controller",
  "- LimitRange snapshot-controller",
  "- Namespace snapshot-controller",
  "- NetworkPolicy snapshot-controller-allow-dns",
  "- NetworkPolicy snapshot-controller-allow-to-api-server",
  "- NetworkPolicy snapshot-controller-default-deny",
];

/** Which namespaces a policy leaves alone: those that its own cloud makes. */
const exempt = /^ValidatingAdmissionPolicy .*: inputs\.spec\.matchConditions\.0\.expression$/;
const others = (found: string[]) => found.filter((one) => !exempt.test(one));

const policies = () => [...openstack.keys()].filter((key) => key.startsWith("ValidatingAdmissionPolicy ")).length;

let openstack: InCluster;
beforeAll(async () => void (openstack = await platformOn(validConfig())));

test("the comparison sees what is in the cluster", () => {
  expect([...openstack.keys()]).toEqual(
    expect.arrayContaining(["StorageClass standard", "PersistentVolume files-homes", "Release landing-page"]),
  );
});

test("existing: what the hardware is, and nothing else", async () => {
  const found = differences(openstack, await platformOn(existingConfig()));
  expect(found.length - others(found).length).toBe(policies());
  expect(others(found)).toEqual([
    // Magnum's clusters have none.
    ...withoutController,
    "PersistentVolume files-homes: inputs.spec.nfs.server",
    "Release ingress-nginx: inputs.values.controller.service.annotations.loadbalancer.openstack.org/enable-health-monitor",
    "Release ingress-nginx: inputs.values.controller.service.annotations.loadbalancer.openstack.org/keep-floatingip",
    // Nobody says that its balancers check nodes.
    "Release ingress-nginx: inputs.values.controller.service.externalTrafficPolicy",
    "- Release snapshot-controller",
    "- ResourceQuota snapshot-controller",
    "- ServiceNamespace snapshot-controller",
    "- Snapshots snapshots",
    "StorageClass files-homes: inputs.parameters.server",
    "StorageClass standard: inputs.parameters.type",
    "StorageClass standard: inputs.provisioner",
    // Which annotations make a balancer internal, and keep its address.
    "ValidatingAdmissionPolicy exposed-ports: inputs.spec.variables.1.expression",
    "ValidatingAdmissionPolicy load-balancer-keeps-address: inputs.spec.variables.0.expression",
    "ValidatingAdmissionPolicy load-balancer-keeps-address: inputs.spec.variables.1.expression",
    "ValidatingAdmissionPolicy namespace-pod-security: inputs.spec.variables.1.expression",
    "- VolumeSnapshotClass volumes",
    "kubernetes platform: inputs.clusterIdentifier",
    // Whoever cannot reach it must not forget what is in it.
    "kubernetes platform: inputs.deleteUnreachable",
  ]);
});

test("gcp: what the hardware is, and nothing else", async () => {
  const config = gcpConfig((input) => {
    input.storage.fileServer = {
      kind: "vm",
      machineType: "e2-standard-2",
      exports: [{ name: "homes", size: 100 }],
    };
  });
  const found = differences(openstack, await platformOn(config));
  expect(found.length - others(found).length).toBe(policies());
  expect(others(found)).toEqual([
    // GKE brings it.
    ...withoutController,
    "PersistentVolume files-homes: inputs.spec.nfs.server",
    "Release ingress-nginx: inputs.values.controller.service.annotations.cloud.google.com/l4-rbs",
    "Release ingress-nginx: inputs.values.controller.service.annotations.loadbalancer.openstack.org/enable-health-monitor",
    "Release ingress-nginx: inputs.values.controller.service.annotations.loadbalancer.openstack.org/keep-floatingip",
    "- Release snapshot-controller",
    // Its nodes.
    "ResourceQuota csi-driver-nfs: inputs.spec.hard.limits.cpu",
    "ResourceQuota csi-driver-nfs: inputs.spec.hard.limits.memory",
    "ResourceQuota csi-driver-nfs: inputs.spec.hard.pods",
    "- ResourceQuota snapshot-controller",
    "- ServiceNamespace snapshot-controller",
    "StorageClass files-homes: inputs.parameters.server",
    "StorageClass standard: inputs.parameters.type",
    "StorageClass standard: inputs.provisioner",
    "ValidatingAdmissionPolicy exposed-ports: inputs.spec.variables.1.expression",
    "ValidatingAdmissionPolicy load-balancer-keeps-address: inputs.spec.variables.0.expression",
    "ValidatingAdmissionPolicy load-balancer-keeps-address: inputs.spec.variables.1.expression",
    // What all nodes together have.
    "ValidatingAdmissionPolicy namespace-maxima: inputs.spec.variables.0.expression",
    "ValidatingAdmissionPolicy namespace-pod-security: inputs.spec.variables.1.expression",
    "VolumeSnapshotClass volumes: dependsOn",
    "VolumeSnapshotClass volumes: inputs.driver",
    "VolumeSnapshotClass volumes: inputs.parameters.force-create",
    "kubernetes platform: inputs.clusterIdentifier",
  ]);
});

test("existing without balancers, files and classes to make", async () => {
  const bare = existingConfig((input) => {
    input.addresses.kind = "daemonset";
    for (const one of input.storage.classes) one.create = false;
    delete input.storage.fileServer;
    delete input.objectStore;
  });
  expect(differences(await platformOn(existingConfig()), await platformOn(bare))).toEqual([
    "- HelmService csi-driver-nfs",
    "- LimitRange csi-driver-nfs",
    "- Namespace csi-driver-nfs",
    "Namespace ingress-nginx: inputs.metadata.labels.pod-security.kubernetes.io/enforce",
    "- NetworkPolicy csi-driver-nfs-allow-dns",
    "- NetworkPolicy csi-driver-nfs-default-deny",
    "- NfsDriver nfs-driver",
    "- PersistentVolume files-homes",
    "- Release csi-driver-nfs",
    "Release ingress-nginx: inputs.values.controller.hostPort.enabled",
    "Release ingress-nginx: inputs.values.controller.kind",
    "Release ingress-nginx: inputs.values.controller.service.annotations",
    "Release ingress-nginx: inputs.values.controller.service.externalTrafficPolicy",
    "Release ingress-nginx: inputs.values.controller.service.loadBalancerIP",
    "Release ingress-nginx: inputs.values.controller.service.type",
    "- ResourceQuota csi-driver-nfs",
    "ResourceQuota ingress-nginx: inputs.spec.hard.services.loadbalancers",
    "ResourceQuota ingress-nginx: inputs.spec.hard.services.nodeports",
    "- ServiceNamespace csi-driver-nfs",
    "- StorageClass files-homes",
    "- StorageClass standard",
    // Ports of the nodes need more rights.
    "ValidatingAdmissionPolicy namespace-pod-security: inputs.spec.matchConditions.4.expression",
  ]);
});
