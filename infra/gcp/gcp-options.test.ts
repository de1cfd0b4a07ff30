/** What a site may leave out or have in another way, and what stays when it goes. */
import { everything, find, type Made, make, namesOf } from "./testing";

test("the smallest platform: three nodes of four cores with 200 GB each, that may grow", async () => {
  const made = await make();
  expect(find(made, "container/nodePool:NodePool", "core").inputs).toMatchObject({
    initialNodeCount: 3,
    autoscaling: { totalMaxNodeCount: 6 },
    nodeConfig: { machineType: "n2-standard-4", diskSizeGb: 200 },
  });
  expect(made.infrastructure).toMatchObject({ cluster: { nodePools: [{ count: 3, cpu: 4, memory: 16384 }] } });
});

test("a site with nothing optional makes nothing of it", async () => {
  const made = await make((input) => (input.dns.provider = "none"));
  const types = new Set(made.resources.map(({ type }) => type.split(":")[1]?.split("/")[0]));
  for (const absent of [
    "sql",
    "netapp",
    "filestore",
    "kms",
    "artifactregistry",
    "gkebackup",
    "billing",
    "dns",
    "servicenetworking",
  ])
    expect([...types]).not.toContain(absent);
  expect(made.infrastructure).toMatchObject({ dns: { provider: "none" }, identity: { serviceAccounts: {} } });
  expect(
    Object.entries(made.infrastructure)
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key),
  ).toEqual(["cluster", "ingress", "storage", "objectStore", "dns", "dnsRecords", "identity"]);
});

describe("addresses", () => {
  test("one that the project has is used, and no other is reserved", async () => {
    const made = await make((input) => (input.addresses = { ingress: "203.0.113.99", nat: 2 }));
    expect(namesOf(made, "compute/address:Address")).toEqual(["nat-0", "nat-1"]);
    expect(made.infrastructure).toMatchObject({ ingress: { address: "203.0.113.99" } });
  });
});

test("a zone for the proof of certificates when the names lie elsewhere: no records in it", async () => {
  const made = await make((input) => {
    input.dns.provider = "none";
    input.certificates = { issuer: "dns01", solver: { provider: "clouddns" }, challengeZone: "tls.example.org." };
  });
  expect(namesOf(made, "dns/managedZone:ManagedZone")).toEqual(["challenge"]);
  expect(namesOf(made, "dns/recordSet:RecordSet")).toEqual([]);
  expect(made.infrastructure).toMatchObject({
    dns: { nameServers: { "tls.example.org.": expect.any(Array) as unknown } },
  });
});

describe("lifecycle", () => {
  const guarded = ({ resources }: Made) =>
    resources
      .filter((one) => one.protect && one.retainOnDelete)
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

  test("production: whatever holds data is protected and retained, by Google too", async () => {
    const made = await make((input) => {
      everything(input);
      input.lifecycle = "production";
    });
    expect(guarded(made)).toEqual([
      "Repository sciplat-lab",
      "Address ingress",
      "Address nat-0",
      "Cluster cluster",
      "ManagedZone platform",
      "BackupPlan backup",
      "CryptoKey vault",
      "KeyRing vault",
      "Database gafaelfawr",
      "Database tap",
      "DatabaseInstance sql",
      "Bucket backup",
    ]);
    expect(find(made, "container/cluster:Cluster", "cluster").inputs).toMatchObject({ deletionProtection: true });
    expect(find(made, "sql/databaseInstance:DatabaseInstance", "sql").inputs).toMatchObject({
      deletionProtection: true,
      settings: { deletionProtectionEnabled: true, retainBackupsOnDelete: true },
    });
    expect(find(made, "storage/bucket:Bucket", "backup").inputs).toMatchObject({
      forceDestroy: false,
      softDeletePolicy: { retentionDurationSeconds: 604800 },
    });
  });

  test("production: what allowReplace names is let go, by Google too", async () => {
    const made = await make((input) => {
      everything(input);
      input.lifecycle = "production";
      input.allowReplace = ["cluster/cluster", "database/sql"];
    });
    expect(guarded(made)).not.toContain("Cluster cluster");
    expect(guarded(made)).not.toContain("DatabaseInstance sql");
    expect(find(made, "container/cluster:Cluster", "cluster").inputs).toMatchObject({ deletionProtection: false });
    expect(find(made, "sql/databaseInstance:DatabaseInstance", "sql").inputs).toMatchObject({
      deletionProtection: false,
      settings: { deletionProtectionEnabled: false },
    });
  });

  test("production: single things can be let go by name, each of all that is kept", async () => {
    const allowReplace = [
      "repository/sciplat-lab",
      "address/ingress",
      "address/nat-0",
      "cluster/cluster",
      "zone/platform",
      "backup/backup",
      "key/vault",
      "database/gafaelfawr",
      "database/tap",
      "database/sql",
      "bucket/backup",
    ];
    const made = (names: string[]) =>
      make((input) => {
        everything(input);
        Object.assign(input, { lifecycle: "production", allowReplace: names });
      });
    expect(guarded(await made(allowReplace))).toEqual([]);
    expect(guarded(await made(["key/vault", "backup/backup", "repository/sciplat-lab"]))).toEqual([
      "Address ingress",
      "Address nat-0",
      "Cluster cluster",
      "ManagedZone platform",
      "Database gafaelfawr",
      "Database tap",
      "DatabaseInstance sql",
      "Bucket backup",
    ]);
  });

  test("disposable: nothing is, and full buckets go too", async () => {
    const made = await make(everything);
    expect(made.resources.filter((one) => one.protect ?? one.retainOnDelete)).toEqual([]);
    expect(find(made, "storage/bucket:Bucket", "backup").inputs).toMatchObject({
      forceDestroy: true,
      softDeletePolicy: { retentionDurationSeconds: 0 },
    });
    expect(find(made, "container/cluster:Cluster", "cluster").inputs).toMatchObject({ deletionProtection: false });
  });
});
