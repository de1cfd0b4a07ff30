/** A configuration and a hardware layer for tests of the platform. */
import * as pulumi from "@pulumi/pulumi";
import { schema, type Config, type OpenstackInput } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { evaluate } from "../policies/evaluate";
import { recordedResources } from "../policies/recorded";
import { message } from "../policies/rule";
import { rules } from "../policies/rules";
import { policyConfig } from "../policies/site";
import type { Run } from "../test/mocks";

/** A small valid configuration, parsed: its defaults are the schema's. */
export function exampleConfig(
  platform: Partial<OpenstackInput["platform"]> = {},
  rest: Partial<OpenstackInput> = {},
): Config {
  return schema.parse({
    site: "test",
    owner: "Platform team",
    lifecycle: "production",
    cloud: "openstack",
    openstack: {
      cloud: "test",
      externalNetwork: "public",
      flavors: { small: { cpu: 2, memory: 4096 } },
    },
    network: { cidr: "10.10.0.0/24", administrators: ["192.0.2.0/24"] },
    cluster: {
      image: "image",
      kubernetesVersion: "v1.34.2",
      control: { flavor: "small" },
      workers: { flavor: "small", count: 2 },
    },
    storage: { classes: [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }] },
    objectStore: { buckets: ["backup"] },
    dns: { provider: "none", zone: "example.org.", email: "admin@example.org" },
    platform: { ingress: {}, ...platform },
    services: { landingPage: { host: "rsp", title: "Example" } },
    ...rest,
  } satisfies OpenstackInput);
}

/** Hardware that promises everything the contract asks for. */
export function exampleInfrastructure(ingress: Partial<Infrastructure["ingress"]> = {}): Infrastructure {
  return {
    cluster: {
      name: "test",
      kubeconfig: pulumi.secret("mock-plaintext-kubeconfig"),
      identifier: pulumi.output("cluster-id"),
      version: pulumi.output("v1.34.2"),
      nodePools: [{ name: "default-worker", count: 2, cpu: 2, memory: 4096, labels: {}, taints: [] }],
    },
    ingress: {
      address: pulumi.output("192.0.2.10"),
      loadBalancerAnnotations: { "loadbalancer.openstack.org/keep-floatingip": "true" },
      kind: "service",
      ...ingress,
    },
    storage: {
      classes: [
        {
          name: "standard",
          provisioner: "cinder.csi.openstack.org",
          parameters: { type: "ceph" },
          reclaim: "Retain",
          expandable: true,
          default: true,
        },
        {
          name: "fast",
          provisioner: "cinder.csi.openstack.org",
          parameters: { type: "ssd" },
          reclaim: "Delete",
          expandable: false,
          default: false,
        },
      ],
      sharedFiles: [
        { name: "homes", server: pulumi.output("10.10.0.5"), path: "/export/homes", size: 100, readOnly: false },
        {
          name: "catalogues",
          server: pulumi.output("10.10.0.5"),
          path: "/export/catalogues",
          size: 20,
          readOnly: true,
        },
      ],
      snapshots: {
        driver: "cinder.csi.openstack.org",
        parameters: { "force-create": "true" },
        controller: "install",
      },
    },
    objectStore: {
      endpoint: pulumi.output("https://s3.example.org"),
      region: "RegionOne",
      buckets: { backup: pulumi.output("test-backup") },
      credentials: {
        accessKey: pulumi.secret("mock-plaintext-access-key"),
        secretKey: pulumi.secret("mock-plaintext-secret-key"),
      },
      pathStyle: true,
    },
    dns: { zone: "example.org.", provider: "none" },
    dnsRecords: pulumi.output([]),
  };
}

/** What our own rules say about what was registered, but for what they except (policies/own-exceptions.ts). */
export function broken({ resources }: Pick<Run, "resources">, config: Config): string[] {
  return evaluate(recordedResources(resources), { rules, config: policyConfig(config) }).flatMap(
    ({ exception, finding }) => (exception ? [] : [message(finding)]),
  );
}
