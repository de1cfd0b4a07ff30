/** A configuration for tests: everything that is required and one of each list, so that a test changes only what it is about. */
import { clouds, type OpenstackConfig, type OpenstackInput } from "./schema";

/** As people write it; a fresh copy each time. */
export function validInput() {
  return {
    site: "test",
    owner: "team",
    lifecycle: "disposable",
    cloud: "openstack",
    openstack: {
      cloud: "test",
      externalNetwork: "public",
      flavors: { small: { cpu: 2, memory: 4096 }, large: { cpu: 8, memory: 65536 } },
    },
    network: { cidr: "10.10.0.0/24", administrators: ["192.0.2.0/24"] },
    cluster: {
      image: "ubuntu-jammy-kube-v1.34.2",
      kubernetesVersion: "v1.34.2",
      control: { flavor: "small" },
      workers: { flavor: "large", count: 2 },
      nodePools: [{ name: "notebook", flavor: "large", count: 1 }],
    },
    storage: {
      classes: [{ name: "standard", volumeType: "ceph", reclaim: "Delete", default: true }],
      volumes: { homes: { size: 100, type: "ceph" } },
      fileServer: { kind: "vm", flavor: "small", image: "ubuntu", exports: [{ name: "homes", volume: "homes" }] },
    },
    objectStore: { buckets: ["backup"] },
    dns: { provider: "designate", zone: "test.example.", email: "admin@test.example" },
    platform: { ingress: {} },
    services: { landingPage: { host: "rsp" } },
  } satisfies OpenstackInput as OpenstackInput & {
    cluster: { nodePools: NonNullable<OpenstackInput["cluster"]["nodePools"]> };
    platform: NonNullable<OpenstackInput["platform"]>;
    storage: { volumes: object; fileServer: Extract<OpenstackInput["storage"]["fileServer"], { kind: "vm" }> };
    services: { landingPage: NonNullable<NonNullable<OpenstackInput["services"]>["landingPage"]> };
  };
}

/** The same, parsed; `change` may spoil it first. */
export function validConfig(change: (input: ReturnType<typeof validInput>) => void = () => undefined): OpenstackConfig {
  const input = validInput();
  change(input);
  return clouds.openstack.parse(input);
}
