/** A site on Google Cloud, for tests: everything that is required and one of each list, so that a test changes only what it is about. */
import { clouds, type GcpConfig, type GcpInput } from "../../config/schema";
import { record, type RecordedResource } from "../../test/mocks";
import { createGcp } from ".";

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

/** Everything that a site can have besides a file server. */
export function everything(input: GcpInput): void {
  input.gcp.budget = { billingAccount: "012345-6789AB-CDEF01", amount: 1000, currency: "GBP", thresholds: [0.5, 1] };
  input.cloudSql = { databases: ["gafaelfawr", "tap"] };
  input.artifactRegistry = ["sciplat-lab"];
  input.vaultUnseal = true;
  input.clusterBackup = { schedule: "0 3 * * *", retainDays: 14 };
  input.certificates = { issuer: "dns01", solver: { provider: "clouddns" } };
}

export interface Made {
  resources: RecordedResource[];
  infrastructure: Record<string, unknown>;
}

/** Makes the layer under mocks. */
export async function make(change?: (input: GcpInput) => void, hosts = ["rsp", "argo"]): Promise<Made> {
  const config = gcpConfig(change);
  const run = await record("test", () => ({ infrastructure: createGcp(config, hosts) }));
  return { resources: run.resources, infrastructure: run.outputs["infrastructure"] as Record<string, unknown> };
}

/** The one resource of a type ("compute/disk:Disk") and name. */
export function find({ resources }: Made, type: string, name: string): RecordedResource {
  const found = resources.filter((one) => one.type === `gcp:${type}` && one.name === name);
  expect(found.map(({ type, name }) => `${type} ${name}`)).toHaveLength(1);
  return found[0] as RecordedResource;
}

/** Names of all resources of a type ("compute/disk:Disk"). */
export function namesOf({ resources }: Made, type: string): string[] {
  return resources.filter((one) => one.type === `gcp:${type}`).map((one) => one.name);
}
