/** Every way that a site can choose, each alone and in production: what it adds to the smallest site, and that the API would take it. */
import type { GcpInput } from "../../config/schema";
import { apiOf, refused } from "../../test/gcp-api";
import { plaintextSecret } from "../../test/mocks";
import { requiredApis } from "./required-apis";
import { gcpConfig, type Made, make, namesOf } from "./testing";

/** Number of the cloud's resources by type, without the APIs' switches. */
function counts({ resources }: Made): Map<string, number> {
  const found = new Map<string, number>();
  for (const { type } of resources)
    if (type.startsWith("gcp:") && type !== "gcp:projects/service:Service")
      found.set(type.split(":").at(-1) ?? "", (found.get(type.split(":").at(-1) ?? "") ?? 0) + 1);
  return found;
}

let smallest: Map<string, number>;
beforeAll(async () => void (smallest = counts(await make())));

/** "+2 Disk" for each type of which there are two more than in the smallest site. */
function added(made: Made): string[] {
  const now = counts(made);
  return [...new Set([...smallest.keys(), ...now.keys()])].sort().flatMap((type) => {
    const more = (now.get(type) ?? 0) - (smallest.get(type) ?? 0);
    return more === 0 ? [] : [`${more > 0 ? "+" : ""}${more} ${type}`];
  });
}

const google = ["+1 Connection", "+1 GlobalAddress"];
const database = [
  "+1 Account",
  "+1 Connection",
  "+1 Database",
  "+1 DatabaseInstance",
  "+1 GlobalAddress",
  // The role, and the pod that may act as the account.
  "+2 IAMMember",
  "+1 User",
];
const exportOf = (size: number) => [{ name: "homes", size }];

const variants: [string, (input: GcpInput) => void, string[]][] = [
  ["zonal", (input) => (input.cluster.kind = "zonal"), []],
  ["three zones", (input) => (input.gcp.zones = ["a", "b", "c"].map((zone) => `europe-west2-${zone}`)), []],
  [
    "a region with two digits",
    (input) => Object.assign(input.gcp, { region: "europe-west10", zones: ["europe-west10-a"] }),
    [],
  ],
  ["an address that is there", (input) => (input.addresses = { ingress: "203.0.113.99" }), ["-1 Address"]],
  ["names kept elsewhere", (input) => (input.dns.provider = "none"), ["-1 ManagedZone", "-2 RecordSet"]],
  [
    "files: a server of our own",
    (input) => (input.storage.fileServer = { kind: "vm", machineType: "e2-standard-2", exports: exportOf(100) }),
    [
      "+1 Address",
      "+1 AttachedDisk",
      "+1 Disk",
      "+1 DiskResourcePolicyAttachment",
      "+2 Firewall",
      "+1 Instance",
      "+1 ResourcePolicy",
    ],
  ],
  ...(["BASIC_HDD", "BASIC_SSD", "ZONAL", "REGIONAL", "ENTERPRISE"] as const).map((tier): (typeof variants)[number] => [
    `files: Filestore ${tier}`,
    (input) => (input.storage.fileServer = { kind: "filestore", tier, exports: exportOf(2560) }),
    [...google, "+1 Instance"],
  ]),
  ...(["FLEX", "STANDARD", "PREMIUM", "EXTREME"] as const).map((serviceLevel): (typeof variants)[number] => [
    `files: NetApp ${serviceLevel}`,
    (input) => (input.storage.fileServer = { kind: "netapp", serviceLevel, exports: exportOf(1024) }),
    ["+1 BackupPolicy", "+1 BackupVault", ...google, "+1 NetworkPeeringRoutesConfig", "+1 StoragePool", "+1 Volume"],
  ]),
  [
    "files: somebody else's",
    (input) =>
      (input.storage.fileServer = {
        kind: "existing",
        server: "10.9.0.5",
        exports: [{ name: "homes", path: "/homes", size: 10 }],
      }),
    [],
  ],
  [
    "a database in one zone, in a range of ours",
    (input) => {
      input.network.googleServices = "10.200.0.0/20";
      input.cloudSql = { databases: ["tap"], highAvailability: false, pointInTimeRecovery: false };
    },
    database,
  ],
  ["a budget", (input) => (input.gcp.budget = { billingAccount: "012345-6789AB-CDEF01", amount: 9 }), ["+1 Budget"]],
  ["backups of the cluster", (input) => (input.clusterBackup = {}), ["+1 BackupPlan"]],
  [
    "a key for Vault",
    (input) => (input.vaultUnseal = true),
    ["+1 Account", "+1 CryptoKey", "+2 CryptoKeyIAMMember", "+1 IAMMember", "+1 KeyRing"],
  ],
  ["images of our own", (input) => (input.artifactRegistry = ["lab"]), ["+1 Repository", "+1 RepositoryIamMember"]],
  [
    "the longest name of a site",
    (input) => Object.assign(input, { site: "science-platform", cloudSql: { databases: ["a-service-of-many-words"] } }),
    database,
  ],
];

test.each(variants)("%s", async (_, change, expected) => {
  const production = (input: GcpInput): void => {
    change(input);
    input.lifecycle = "production";
  };
  const made = await make(production);
  expect(added(made)).toEqual(expected);
  expect(refused(made.resources)).toEqual([]);
  expect(JSON.stringify(made)).not.toMatch(plaintextSecret);
  const on = requiredApis(gcpConfig(production));
  expect(namesOf(made, "projects/service:Service")).toEqual(on);
  expect(made.resources.filter(({ type }) => type.startsWith("gcp:") && !on.includes(apiOf(type) ?? ""))).toEqual([]);
});
