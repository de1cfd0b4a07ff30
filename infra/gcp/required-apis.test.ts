import type { GcpInput } from "../../config/schema";
import { requiredApis } from "./required-apis";
import { gcpConfig } from "./testing";

const always = [
  "cloudresourcemanager",
  "compute",
  "container",
  "iam",
  "iamcredentials",
  "iap",
  "logging",
  "monitoring",
  "serviceusage",
  "storage",
];
const files = (fileServer: GcpInput["storage"]["fileServer"]) => (input: GcpInput) =>
  void (input.storage.fileServer = fileServer);

test.each<[string, (input: GcpInput) => void, string[]]>([
  ["names elsewhere", (input) => (input.dns.provider = "none"), []],
  ["names in Cloud DNS", () => undefined, ["dns"]],
  [
    "names elsewhere, proved in Cloud DNS",
    (input) => {
      input.dns.provider = "none";
      input.certificates = { issuer: "dns01", solver: { provider: "clouddns" } };
    },
    ["dns"],
  ],
  [
    "NetApp Volumes",
    files({ kind: "netapp", exports: [{ name: "homes", size: 2048 }] }),
    ["dns", "netapp", "servicenetworking"],
  ],
  [
    "Filestore",
    files({ kind: "filestore", exports: [{ name: "homes", size: 1024 }] }),
    ["dns", "file", "servicenetworking"],
  ],
  [
    "a file server of one's own",
    files({ kind: "vm", machineType: "e2-small", exports: [{ name: "homes", size: 10 }] }),
    ["dns"],
  ],
  ["databases", (input) => (input.cloudSql = { databases: ["tap"] }), ["dns", "servicenetworking", "sqladmin"]],
  ["images", (input) => (input.artifactRegistry = ["sciplat-lab"]), ["artifactregistry", "dns"]],
  ["Vault's key", (input) => (input.vaultUnseal = true), ["cloudkms", "dns"]],
  ["backups", (input) => (input.clusterBackup = {}), ["dns", "gkebackup"]],
  [
    "a budget",
    (input) => (input.gcp.budget = { billingAccount: "012345-6789AB-CDEF01", amount: 1000 }),
    ["billingbudgets", "cloudbilling", "dns"],
  ],
])("%s", (_, change, more) => {
  expect(requiredApis(gcpConfig(change))).toEqual([...always, ...more].sort());
});
