/** Google's APIs that a site needs, each of which is off in a new project. */
import type { GcpConfig } from "../../config/schema";

/** What every site needs. */
const always = [
  "cloudresourcemanager", // roles of the project
  "compute", // network, addresses, nodes
  "container", // the cluster
  "iam", // service accounts
  "iamcredentials", // workload identity
  "iap", // SSH to nodes without a public address
  "logging",
  "monitoring",
  "serviceusage", // this list itself
  "storage", // buckets
];

/** Names without ".googleapis.com", sorted. */
export function requiredApis(config: GcpConfig): string[] {
  const { cloudSql, storage } = config;
  const files = storage.fileServer?.kind;
  const optional: [string, boolean][] = [
    ["artifactregistry", config.artifactRegistry.length > 0],
    ["billingbudgets", config.gcp.budget !== undefined],
    ["cloudbilling", config.gcp.budget !== undefined],
    ["cloudkms", config.vaultUnseal],
    ["dns", usesCloudDns(config)],
    ["file", files === "filestore"],
    ["gkebackup", config.clusterBackup !== undefined],
    ["netapp", files === "netapp"],
    ["servicenetworking", cloudSql !== undefined || files === "filestore" || files === "netapp"],
    ["sqladmin", cloudSql !== undefined],
  ];
  return [...always, ...optional.filter(([, needed]) => needed).map(([name]) => name)].sort();
}

/** True when a zone lies in Cloud DNS: the platform's own, or the one that certificates are proved in. */
export function usesCloudDns({ certificates, dns }: Pick<GcpConfig, "certificates" | "dns">): boolean {
  return (
    dns.provider === "clouddns" || (certificates.issuer === "dns01" && certificates.solver.provider === "clouddns")
  );
}
