/** What Google's API reference says of names and values, for tests: no API can be asked while developing. */
import type { RecordedResource } from "./mocks";

/** Part of a type's name to the API that makes it. */
const apis: Readonly<Record<string, string>> = {
  "projects/iAMMember": "cloudresourcemanager",
  "projects/service": "serviceusage",
  artifactregistry: "artifactregistry",
  billing: "billingbudgets",
  compute: "compute",
  container: "container",
  dns: "dns",
  filestore: "file",
  gkebackup: "gkebackup",
  kms: "cloudkms",
  netapp: "netapp",
  serviceaccount: "iam",
  servicenetworking: "servicenetworking",
  sql: "sqladmin",
  storage: "storage",
};

/** The API that makes a resource of this type: "compute" for gcp:compute/disk:Disk; undefined for another cloud's. */
export function apiOf(type: string): string | undefined {
  const [, middle = ""] = type.split(":");
  if (!type.startsWith("gcp:")) return undefined;
  const api = apis[middle] ?? apis[middle.split("/")[0] ?? ""];
  if (api === undefined) throw new Error(`test/gcp-api.ts does not know which API makes ${type}`);
  return api;
}

/** RFC 1035, as most of Google's services name things. */
const label = (most: number) => new RegExp(`^[a-z]([a-z0-9-]{0,${most - 2}}[a-z0-9])?$`);
const oneOf = (...words: string[]) => new RegExp(`^(${words.join("|")})$`);
const disk = oneOf("pd-standard", "pd-balanced", "pd-ssd");

/** Type to the inputs (paths) that have a rule; "*" is every entry, and "^" the keys instead of the values. */
const rules: Readonly<Record<string, Record<string, RegExp>>> = {
  "artifactregistry/repository:Repository": { repositoryId: label(63), format: oneOf("DOCKER") },
  "compute/address:Address": { name: label(63), addressType: oneOf("EXTERNAL", "INTERNAL") },
  "compute/disk:Disk": { name: label(63), type: disk },
  "compute/firewall:Firewall": { name: label(63), "targetTags.*": label(63) },
  "compute/globalAddress:GlobalAddress": { name: label(63), purpose: oneOf("VPC_PEERING") },
  "compute/instance:Instance": { name: label(63), "tags.*": label(63), "metadata.^": /^[A-Za-z0-9_-]{1,128}$/ },
  "compute/network:Network": { name: label(63), routingMode: oneOf("GLOBAL", "REGIONAL") },
  "compute/resourcePolicy:ResourcePolicy": { name: label(63) },
  "compute/router:Router": { name: label(63) },
  "compute/routerNat:RouterNat": {
    name: label(63),
    "logConfig.filter": oneOf("ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"),
  },
  "compute/subnetwork:Subnetwork": { name: label(63), "secondaryIpRanges.*.rangeName": label(63) },
  "container/cluster:Cluster": {
    name: label(40),
    "releaseChannel.channel": oneOf("RAPID", "REGULAR", "STABLE", "EXTENDED"),
    datapathProvider: oneOf("ADVANCED_DATAPATH", "LEGACY_DATAPATH"),
    "maintenancePolicy.recurringWindow.startTime": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    "maintenancePolicy.recurringWindow.recurrence": /^FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)$/,
    "monitoringConfig.enableComponents.*": oneOf("SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "KUBELET", "CADVISOR"),
    "loggingConfig.enableComponents.*": oneOf("SYSTEM_COMPONENTS", "WORKLOADS"),
    "privateClusterConfig.masterIpv4CidrBlock": /\/28$/,
  },
  "container/nodePool:NodePool": {
    name: label(40),
    "nodeConfig.diskType": disk,
    "nodeConfig.imageType": oneOf("COS_CONTAINERD", "UBUNTU_CONTAINERD"),
    "nodeConfig.tags.*": label(63),
    "nodeConfig.taints.*.effect": oneOf("NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"),
    "nodeConfig.workloadMetadataConfig.mode": oneOf("GKE_METADATA", "GCE_METADATA"),
    "autoscaling.locationPolicy": oneOf("BALANCED", "ANY"),
    "upgradeSettings.strategy": oneOf("SURGE", "BLUE_GREEN"),
  },
  "dns/managedZone:ManagedZone": {
    name: label(63),
    dnsName: /^([a-z0-9-]+\.)+$/,
    visibility: oneOf("public", "private"),
  },
  "filestore/instance:Instance": {
    name: label(63),
    tier: oneOf("BASIC_HDD", "BASIC_SSD", "ZONAL", "REGIONAL", "ENTERPRISE"),
    "fileShares.name": /^[a-z]([a-z0-9_]{0,14}[a-z0-9])?$/,
    "fileShares.nfsExportOptions.*.squashMode": oneOf("NO_ROOT_SQUASH", "ROOT_SQUASH"),
    "networks.*.connectMode": oneOf("DIRECT_PEERING", "PRIVATE_SERVICE_ACCESS"),
  },
  "gkebackup/backupPlan:BackupPlan": { name: label(63) },
  "kms/cryptoKey:CryptoKey": { name: /^[A-Za-z0-9_-]{1,63}$/, rotationPeriod: /^\d+s$/ },
  "kms/keyRing:KeyRing": { name: /^[A-Za-z0-9_-]{1,63}$/ },
  "netapp/backupPolicy:BackupPolicy": { name: label(63), dailyBackupLimit: /^([2-9]|\d{2,})$/ },
  "netapp/backupVault:BackupVault": { name: label(63) },
  "netapp/storagePool:StoragePool": {
    name: label(63),
    serviceLevel: oneOf("FLEX", "STANDARD", "PREMIUM", "EXTREME"),
    capacityGib: /^\d{4,}$/,
  },
  "netapp/volume:Volume": {
    name: label(63),
    shareName: label(80),
    unixPermissions: /^[01]?[0-7]{3}$/,
    "protocols.*": oneOf("NFSV3", "NFSV4"),
    "exportPolicy.rules.*.accessType": oneOf("READ_ONLY", "READ_WRITE"),
    "exportPolicy.rules.*.squashMode": oneOf("NO_ROOT_SQUASH", "ROOT_SQUASH"),
  },
  "netapp/volumeQuotaRule:VolumeQuotaRule": {
    name: label(63),
    type: oneOf("DEFAULT_USER_QUOTA", "INDIVIDUAL_USER_QUOTA"),
  },
  "serviceaccount/account:Account": { accountId: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/ },
  "sql/databaseInstance:DatabaseInstance": {
    name: label(84),
    databaseVersion: /^POSTGRES_1[567]$/,
    "settings.edition": oneOf("ENTERPRISE"),
    "settings.tier": /^db-custom-\d+-\d+$/,
    "settings.ipConfiguration.sslMode": oneOf("ENCRYPTED_ONLY"),
  },
  "storage/bucket:Bucket": {
    name: /^(?!goog)(?!.*(google|g00gle))[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
    location: /^[A-Z]+-[A-Z]+\d{1,2}$/,
    publicAccessPrevention: oneOf("enforced"),
  },
};

/** "type name: path value" of every input that the API would refuse by its documented rules. */
export function refused(resources: readonly RecordedResource[]): string[] {
  return resources.flatMap(({ type, name, inputs }) => {
    const rule = rules[type.replace(/^gcp:/, "")] ?? {};
    return Object.entries(rule).flatMap(([path, pattern]) =>
      valuesAt(inputs, path.split("."))
        .filter((value) => !pattern.test(String(value)))
        .map((value) => `${type} ${name}: ${path} ${String(value)}`),
    );
  });
}

function valuesAt(value: unknown, [key, ...rest]: string[]): unknown[] {
  if (key === undefined) return value === undefined ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  if (key === "*") return Object.values(value).flatMap((one) => valuesAt(one, rest));
  if (key === "^") return Object.keys(value);
  return valuesAt((value as Record<string, unknown>)[key], rest);
}
