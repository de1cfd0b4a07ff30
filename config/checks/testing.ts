/** Tables of configurations and of the problems that the checks find in them. */
import { check, type Context } from ".";
import type { Problem } from "../problems";
import { clouds, type Config, type ExistingInput, type GcpInput, type OpenstackInput } from "../schema";
import { validInput } from "../testing";

/** What is done to a valid configuration, what the checks then say, and what else they know. */
export type Row<I> = [what: string, change: (input: I) => void, problems: Problem[], context?: Partial<Context>];

/** The day of every test. */
export const today = new Date("2027-03-31T12:00:00Z");

function table<I>(config: (change: (input: I) => void) => Config, rows: Row<I>[]): void {
  test.each(rows)("%s", (_, change, problems, context = {}) => {
    expect(check(config(change), { today, ...context })).toEqual(problems);
  });
}

export function openstackConfig(change: (input: OpenstackInput) => void): Config {
  const input = validInput();
  change(input);
  return clouds.openstack.parse(input);
}

export function gcpConfig(change: (input: GcpInput) => void): Config {
  const input = gcpInput();
  change(input);
  return clouds.gcp.parse(input);
}

export function existingConfig(change: (input: ExistingInput) => void): Config {
  const input = existingInput();
  change(input);
  return clouds.existing.parse(input);
}

export const onOpenstack = (rows: Row<OpenstackInput>[]) => table(openstackConfig, rows);
export const onGcp = (rows: Row<GcpInput>[]) => table(gcpConfig, rows);
export const onExisting = (rows: Row<ExistingInput>[]) => table(existingConfig, rows);

function gcpInput(): GcpInput {
  return {
    site: "gke",
    owner: "team",
    lifecycle: "disposable",
    cloud: "gcp",
    gcp: { project: "science-test", region: "europe-west2", zones: ["europe-west2-a", "europe-west2-b"] },
    network: {
      cidr: "10.128.0.0/24",
      pods: "10.129.0.0/16",
      services: "10.128.16.0/20",
      controlPlane: "172.16.1.0/28",
      administrators: ["192.0.2.0/24"],
    },
    cluster: {
      kubernetesVersion: "1.34.4-gke.1193000",
      maintenance: { day: "WE" },
      nodePools: [
        { name: "core", machineType: "n2-standard-8", count: 2 },
        { name: "lab", machineType: "n2-highmem-16", count: 1, max: 4 },
      ],
    },
    storage: { classes: [{ name: "standard", diskType: "pd-balanced", reclaim: "Delete", default: true }] },
    objectStore: { buckets: ["backup"] },
    dns: { provider: "clouddns", zone: "gke.example.", email: "admin@gke.example" },
  };
}

function existingInput(): ExistingInput {
  return {
    site: "old",
    owner: "team",
    lifecycle: "disposable",
    cloud: "existing",
    network: {
      cidr: "10.0.0.0/24",
      pods: "10.42.0.0/16",
      services: "10.43.0.0/16",
      administrators: ["192.0.2.0/24"],
    },
    cluster: {
      kubernetesVersion: "v1.33.4",
      nodePools: [{ name: "all", count: 3, max: 5, cpu: "16", memory: "64Gi" }],
    },
    addresses: { ingress: "203.0.113.7" },
    storage: { classes: [{ name: "standard", provisioner: "csi.example", reclaim: "Delete", default: true }] },
    dns: { provider: "none", zone: "old.example.", email: "admin@old.example" },
  };
}

type Labs = NonNullable<NonNullable<OpenstackInput["services"]>["virtualLabs"]>;

/** Adds one virtual lab, and users who may log in. */
export function addLab(
  input: Pick<OpenstackInput, "identity" | "services">,
  lab: Partial<Labs["labs"][number]> = {},
  labs: Partial<Labs> = {},
): void {
  const entry = {
    name: "demo",
    title: "Demo",
    users: 4,
    images: [{ name: "quay.io/jupyter/scipy-notebook", tag: "2025-01-01" }],
    homeQuota: "10Gi",
    ...lab,
  };
  input.identity ??= { github: { clientId: "client", organizations: ["science"] } };
  input.services ??= {};
  const others = input.services.virtualLabs?.labs ?? [];
  input.services.virtualLabs = { homes: "homes", ...input.services.virtualLabs, ...labs, labs: [...others, entry] };
}

/** Adds Phalanx and what it needs. */
export function addPhalanx(
  input: Pick<OpenstackInput, "identity" | "phalanx" | "secrets">,
  phalanx: Partial<NonNullable<OpenstackInput["phalanx"]>> = {},
): void {
  input.identity ??= { github: { clientId: "client", organizations: ["science"] } };
  input.secrets ??= { backend: "vault", address: "https://vault.example", path: "phalanx/test" };
  input.phalanx = { environment: "test", fqdn: "science.test.example", ...phalanx };
}
