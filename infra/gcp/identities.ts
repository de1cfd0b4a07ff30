/** Which of the platform's services act in the cloud, as whom, and what they may do there. */
import type { GcpConfig } from "../../config/schema";

/** A role on one thing; `project` only where Google has nothing smaller. */
export type Grant =
  | { on: "project"; role: string }
  | { on: "zone"; zone: string; role: string }
  | { on: "bucket"; bucket: string; role: string }
  | { on: "repository"; repository: string; role: string }
  | { on: "vaultKey"; role: string };

/** A service account of Google for one service of the platform. */
export interface Identity {
  service: string;
  /** The Kubernetes service accounts that may act as it: "namespace/name". */
  kubernetes: string[];
  grants: Grant[];
}

/** Service accounts of services whose name is not that of their namespace; as in Phalanx where it has the service. */
const kubernetesAccounts: Readonly<Record<string, string[]>> = {
  backup: ["velero/velero-server"],
  gafaelfawr: ["gafaelfawr/gafaelfawr", "gafaelfawr/gafaelfawr-operator"],
  logging: ["logging/loki"],
  nublado: ["nublado/cloud-sql-proxy"],
  "nublado-controller": ["nublado/nublado-controller"],
};

/** Purpose of the bucket for results of queries: the default of services.tap.resultsBucket. */
const resultsBucket = "tap-results";

/** One for each service that needs one, sorted; a service with several needs has them all in one. */
export function identities(config: GcpConfig): Identity[] {
  const found = new Map<string, Grant[]>();
  const grant = (service: string, ...grants: Grant[]) => found.set(service, [...(found.get(service) ?? []), ...grants]);

  const { artifactRegistry, certificates, cloudSql, phalanx, services, vaultUnseal } = config;
  if (certificates.issuer === "dns01" && certificates.solver.provider === "clouddns") {
    const zone = certificates.challengeZone ?? config.dns.zone;
    // It looks for the zone of a name among all of them, and writes into this one only.
    grant("cert-manager", { on: "project", role: "roles/dns.reader" });
    grant("cert-manager", { on: "zone", zone, role: "roles/dns.admin" });
  }
  if (services.tap) grant("tap", ...writing(services.tap.resultsBucket));
  else for (const application of tapApplications(config)) grant(application, ...writing(resultsBucket));
  if (services.logging?.kind === "loki") grant("logging", ...writing(services.logging.bucket));
  for (const target of Object.values(services.backup?.targets ?? {}))
    if (target.kind === "bucket") grant("backup", ...writing(target.bucket));
  if (vaultUnseal) {
    grant("vault", { on: "vaultKey", role: "roles/cloudkms.cryptoKeyEncrypterDecrypter" });
    grant("vault", { on: "vaultKey", role: "roles/cloudkms.viewer" });
  }
  for (const service of cloudSql?.databases ?? []) grant(service, { on: "project", role: "roles/cloudsql.client" });
  // Nublado asks the registry which images there are to choose from.
  if (phalanx?.applications.includes("nublado"))
    for (const repository of artifactRegistry)
      grant("nublado-controller", { on: "repository", repository, role: "roles/artifactregistry.reader" });

  const copied = services.backup?.files === true || services.backup?.databases === true;
  return [...found]
    .map(([service, grants]) => ({
      service,
      kubernetes: [
        ...(kubernetesAccounts[service] ?? [`${service}/${service}`]),
        ...(service === "backup" && copied ? ["restic/restic"] : []),
      ],
      grants,
    }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** Phalanx's TAP services, when there is a bucket for their results. */
function tapApplications({ objectStore, phalanx }: GcpConfig): string[] {
  if (!objectStore.buckets.includes(resultsBucket)) return [];
  return (phalanx?.applications ?? []).filter((application) => application.endsWith("tap"));
}

function writing(bucket: string): Grant[] {
  return [
    { on: "bucket", bucket, role: "roles/storage.objectAdmin" },
    { on: "bucket", bucket, role: "roles/storage.legacyBucketReader" },
  ];
}
