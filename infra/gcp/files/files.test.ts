/** The file services under mocks. */
import type { GcpInput } from "../../../config/schema";
import { refused } from "../../../test/gcp-api";
import { find, type Made, make, namesOf } from "../testing";

type FileServer = NonNullable<GcpInput["storage"]["fileServer"]>;

const made = (fileServer: FileServer, more: (input: GcpInput) => void = () => undefined) =>
  make((input) => {
    input.storage.fileServer = fileServer;
    more(input);
  });
const sharedFiles = ({ infrastructure }: Made) => (infrastructure["storage"] as { sharedFiles: unknown[] }).sharedFiles;
const production = (input: GcpInput) => void (input.lifecycle = "production");

describe("NetApp Volumes", () => {
  const netapp: FileServer = {
    kind: "netapp",
    exports: [
      { name: "homes", size: 2048, rootAccess: true, userQuota: 40000, userQuotas: [{ uid: 91, mib: 500000 }] },
      { name: "datasets", size: 100, readOnly: true },
    ],
  };

  let one: Made;
  beforeAll(async () => {
    one = await made(netapp, (input) => (input.network.netapp = "10.200.4.0/24"));
  });

  test("a connection of its own, with the routes that a peering does not exchange by itself", () => {
    expect(find(one, "compute/globalAddress:GlobalAddress", "netapp").inputs).toMatchObject({
      purpose: "VPC_PEERING",
      address: "10.200.4.0",
      prefixLength: 24,
    });
    expect(find(one, "servicenetworking/connection:Connection", "netapp").inputs).toEqual({
      network: "projects/mock-project/global/networks/test-nodes",
      service: "netapp.servicenetworking.goog",
      reservedPeeringRanges: ["test-netapp-services"],
      deletionPolicy: "ABANDON",
      updateOnCreationFail: true,
    });
    expect(find(one, "compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig", "netapp").inputs).toEqual({
      network: "test-nodes",
      peering: "netapp-servicenetworking-goog",
      importCustomRoutes: true,
      exportCustomRoutes: true,
    });
    expect(find(one, "netapp/storagePool:StoragePool", "homes").dependsOn).toContain(
      "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig::netapp",
    );
  });

  test("a pool and a volume for each export, for the nodes only, with quotas", () => {
    expect(find(one, "netapp/storagePool:StoragePool", "datasets").inputs).toMatchObject({
      location: "europe-west2",
      serviceLevel: "PREMIUM",
      capacityGib: "2048",
    });
    expect(find(one, "netapp/volume:Volume", "homes").inputs).toMatchObject({
      name: "test-homes",
      storagePool: "test-homes",
      capacityGib: "2048",
      protocols: ["NFSV3", "NFSV4"],
      unixPermissions: "0755",
      exportPolicy: {
        rules: [{ allowedClients: "10.128.0.0/23", accessType: "READ_WRITE", squashMode: "NO_ROOT_SQUASH" }],
      },
    });
    expect(find(one, "netapp/volume:Volume", "datasets").inputs).toMatchObject({
      exportPolicy: { rules: [{ accessType: "READ_ONLY", squashMode: "ROOT_SQUASH" }] },
    });
    expect(find(one, "netapp/volumeQuotaRule:VolumeQuotaRule", "homes-91").inputs).toEqual({
      name: "homes-91",
      type: "INDIVIDUAL_USER_QUOTA",
      target: "91",
      diskLimitMib: 500000,
      volumeName: "test-homes",
      location: "europe-west2",
    });
    expect(namesOf(one, "netapp/volumeQuotaRule:VolumeQuotaRule")).toEqual(["homes-91", "homes-everybody"]);
    expect(sharedFiles(one)).toEqual([
      { name: "homes", server: "10.201.0.4", path: "/test-homes", size: 2048, readOnly: false, nfsVersion: "4.1" },
      { name: "datasets", server: "10.201.0.4", path: "/test-datasets", size: 100, readOnly: true, nfsVersion: "4.1" },
    ]);
    expect(refused(one.resources)).toEqual([]);
  });

  test("production: kept, and backed up outside the volume", async () => {
    const kept = await made(netapp, production);
    const volume = find(kept, "netapp/volume:Volume", "homes");
    expect([volume.protect, volume.retainOnDelete]).toEqual([true, true]);
    expect(volume.inputs).toMatchObject({
      restrictedActions: ["DELETE"],
      deletionPolicy: "DEFAULT",
      backupConfig: {
        backupVault: "projects/mock-project/locations/europe-west2/backupVaults/test-files",
        backupPolicies: ["projects/mock-project/locations/europe-west2/backupPolicies/test-files"],
        scheduledBackupEnabled: true,
      },
    });
    expect(find(kept, "netapp/backupPolicy:BackupPolicy", "files").inputs).toMatchObject({
      dailyBackupLimit: 7,
      weeklyBackupLimit: 5,
      monthlyBackupLimit: 12,
    });
    expect(find(kept, "netapp/backupVault:BackupVault", "files").protect).toBe(true);
  });

  test("production: what allowReplace names is let go, a volume with its pool", async () => {
    const kept = await made(netapp, (input) => {
      production(input);
      input.allowReplace = ["share/homes", "backup/files"];
    });
    const held = kept.resources.filter(({ type, protect }) => type.startsWith("gcp:netapp/") && protect);
    expect(held.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)).toEqual([
      "StoragePool datasets",
      "Volume datasets",
    ]);
    expect(find(kept, "netapp/volume:Volume", "homes").inputs).toMatchObject({
      restrictedActions: [],
      deletionPolicy: "FORCE",
    });
  });

  test("disposable: goes with its snapshots, and puts nothing into the vault, which then could not go", () => {
    expect(find(one, "netapp/volume:Volume", "homes").inputs).toMatchObject({
      restrictedActions: [],
      deletionPolicy: "FORCE",
    });
    expect(find(one, "netapp/volume:Volume", "homes").inputs).not.toHaveProperty("backupConfig");
    expect(namesOf(one, "netapp/backupPolicy:BackupPolicy")).toEqual([]);
    expect(find(one, "netapp/backupVault:BackupVault", "files")).not.toHaveProperty("protect");
  });

  test("large volumes have several addresses; Flex pools lie in a zone", async () => {
    const large = await made({ kind: "netapp", exports: [{ name: "homes", size: 15360, largeCapacity: true }] });
    expect(find(large, "netapp/volume:Volume", "homes").inputs).toMatchObject({
      largeCapacity: true,
      multipleEndpoints: true,
    });
    const flex = await made({ kind: "netapp", serviceLevel: "FLEX", exports: [{ name: "homes", size: 1024 }] });
    expect(find(flex, "netapp/volume:Volume", "homes").inputs).toMatchObject({ location: "europe-west2-b" });
  });
});

describe("Filestore", () => {
  const filestore = (tier: "BASIC_HDD" | "REGIONAL"): FileServer => ({
    kind: "filestore",
    tier,
    exports: [{ name: "homes", size: 1024 }],
  });

  test.each([
    ["BASIC_HDD", "europe-west2-b", "NFS_V3", "3"],
    ["REGIONAL", "europe-west2", "NFS_V4_1", "4.1"],
  ] as const)("%s: in %s, %s; in production kept, by Google too", async (tier, location, protocol, nfsVersion) => {
    const one = await made(filestore(tier), production);
    const instance = find(one, "filestore/instance:Instance", "homes");
    expect([instance.protect, instance.retainOnDelete]).toEqual([true, true]);
    expect(instance.inputs).toMatchObject({
      name: "test-homes",
      location,
      tier,
      protocol,
      fileShares: {
        name: "files",
        capacityGb: 1024,
        nfsExportOptions: [{ ipRanges: ["10.128.0.0/23"], accessMode: "READ_WRITE", squashMode: "NO_ROOT_SQUASH" }],
      },
      networks: [
        {
          network: "test-nodes",
          modes: ["MODE_IPV4"],
          connectMode: "PRIVATE_SERVICE_ACCESS",
          reservedIpRange: "test-google-services",
        },
      ],
    });
    expect(sharedFiles(one)).toEqual([
      { name: "homes", server: "10.200.0.18", path: "/files", size: 1024, readOnly: false, nfsVersion },
    ]);
    expect(refused(one.resources)).toEqual([]);
  });

  test("shares Google's connection with the database", async () => {
    const one = await made(filestore("REGIONAL"), (input) => (input.cloudSql = { databases: ["tap"] }));
    expect(namesOf(one, "servicenetworking/connection:Connection")).toEqual(["google"]);
  });
});

describe("a server of our own", () => {
  const vm: FileServer = {
    kind: "vm",
    machineType: "e2-standard-2",
    exports: [
      { name: "homes", size: 100, diskType: "pd-ssd" },
      { name: "datasets", size: 200, readOnly: true },
    ],
  };

  let one: Made;
  beforeAll(async () => {
    one = await made(vm, production);
  });

  test("address and data are not part of the machine", () => {
    const instance = find(one, "compute/instance:Instance", "files");
    expect(instance.inputs).toMatchObject({
      name: "test-files",
      zone: "europe-west2-b",
      tags: ["test-files"],
      networkInterfaces: [{ networkIp: "10.128.0.42" }],
      metadata: {
        "nfs-clients": "10.128.0.0/23",
        "nfs-export-homes": "homes rw",
        "nfs-export-datasets": "datasets ro",
        "enable-oslogin": "TRUE",
      },
    });
    expect((instance.inputs as { networkInterfaces: object[] }).networkInterfaces[0]).not.toHaveProperty(
      "accessConfigs",
    );
    expect(instance.ignoreChanges).toEqual(["bootDisk", "attachedDisks"]);
    expect(instance.deleteBeforeReplace).toBe(true);
    expect(find(one, "compute/attachedDisk:AttachedDisk", "homes").inputs).toEqual({
      disk: "projects/mock-project/zones/europe-west2-b/disks/test-homes",
      instance: "projects/mock-project/zones/europe-west2-b/instances/test-files",
      deviceName: "homes",
      zone: "europe-west2-b",
    });
    expect(sharedFiles(one)).toEqual([
      { name: "homes", server: "10.128.0.42", path: "/srv/homes", size: 100, readOnly: false },
      { name: "datasets", server: "10.128.0.42", path: "/srv/datasets", size: 200, readOnly: true },
    ]);
    expect(refused(one.resources)).toEqual([]);
  });

  test("only the nodes reach it, and administrators through the proxy; pods read its numbers", () => {
    expect(find(one, "compute/firewall:Firewall", "nfs").inputs).toMatchObject({
      allows: [{ protocol: "tcp", ports: ["2049"] }],
      sourceRanges: ["10.128.0.0/23"],
      targetTags: ["test-files"],
    });
    expect(find(one, "compute/firewall:Firewall", "ssh").inputs).toMatchObject({
      sourceRanges: ["35.235.240.0/20"],
      targetTags: ["gke-test", "test-files"],
    });
    expect(find(one, "compute/firewall:Firewall", "node-exporter").inputs).toMatchObject({
      allows: [{ protocol: "tcp", ports: ["9100"] }],
      sourceRanges: ["10.129.0.0/16", "10.128.0.0/23"],
      targetTags: ["test-files"],
    });
    expect(one.infrastructure["storage"]).toMatchObject({ fileServer: { address: "10.128.0.42" } });
  });

  test("its disks have daily snapshots that outlive them; in production they are kept", () => {
    expect(find(one, "compute/resourcePolicy:ResourcePolicy", "files").inputs).toMatchObject({
      snapshotSchedulePolicy: {
        schedule: { dailySchedule: { daysInCycle: 1, startTime: "03:00" } },
        retentionPolicy: { maxRetentionDays: 7, onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS" },
      },
    });
    expect(find(one, "compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment", "homes").inputs).toEqual({
      name: "test-files",
      disk: "test-homes",
      zone: "europe-west2-b",
    });
    const kept = one.resources.filter(({ parent, protect }) => parent?.endsWith("FileServer::files") && protect);
    expect(kept.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)).toEqual([
      "Address files",
      "Disk datasets",
      "Disk homes",
    ]);
  });
});

test("one that somebody else runs: nothing is made", async () => {
  const one = await made({
    kind: "existing",
    server: "10.9.0.5",
    exports: [{ name: "homes", path: "/homes", size: 10 }],
  });
  expect(namesOf(one, "compute/instance:Instance")).toEqual([]);
  expect(sharedFiles(one)).toEqual([{ name: "homes", server: "10.9.0.5", path: "/homes", size: 10, readOnly: false }]);
});
