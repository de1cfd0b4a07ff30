/** A site on Google Cloud, for tests: everything that is required and one of each list, so that a test changes only what it is about. */
import { clouds, type GcpConfig, type GcpInput } from "../../config/schema";

/** As people write it; a fresh copy each time. */
export function gcpInput() {
  return {
    site: "test",
    owner: "team",
    lifecycle: "disposable",
    cloud: "gcp",
    gcp: { project: "test-project", region: "europe-west2", zones: ["europe-west2-b"] },
    network: {
      cidr: "10.128.0.0/23",
      pods: "10.129.0.0/16",
      services: "10.128.16.0/20",
      controlPlane: "172.16.0.0/28",
      administrators: ["192.0.2.0/24"],
    },
    cluster: {
      kubernetesVersion: "1.34.4-gke.1193000",
      maintenance: { day: "WE" },
      nodePools: [{ name: "core", machineType: "n2-standard-4", count: 3, max: 6 }],
    },
    storage: { classes: [{ name: "standard", diskType: "pd-balanced", reclaim: "Delete", default: true }] },
    objectStore: { buckets: ["backup"] },
    dns: { provider: "clouddns", zone: "test.example.", email: "admin@test.example" },
    platform: { ingress: {} },
    services: { landingPage: { host: "rsp" } },
  } satisfies GcpInput as GcpInput;
}

/** The same, parsed; `change` may spoil it first. */
export function gcpConfig(change: (input: GcpInput) => void = () => undefined): GcpConfig {
  const input = gcpInput();
  change(input);
  return clouds.gcp.parse(input);
}
