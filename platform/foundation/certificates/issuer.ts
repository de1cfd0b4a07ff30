/** What cert-manager is told of the authority, and of the way to prove names to it. Pure. */
import type { Config } from "../../../config/schema";
import { ingressClass } from "../ingress-values";
import type { ClusterIssuerSpec, Dns01, Solver } from "./resources";

/** The issuers that cert-manager is installed for. */
export type AcmeCertificates = Extract<Config["certificates"], { issuer: "dns01" | "http01" }>;

export function isAcme(certificates: Config["certificates"]): certificates is AcmeCertificates {
  return certificates.issuer === "dns01" || certificates.issuer === "http01";
}

/**
 * Name of the one ClusterIssuer. Phalanx's Ingresses ask for it by this name, however the names are proved; ours could have any, and so
 * every site has the same.
 */
export const issuerName = "letsencrypt-dns";

/** Secret in cert-manager's namespace, and its key, with which a zone is changed. */
export const solverSecret = { name: "dns-credentials", key: "secret" };

const letsEncryptStaging = "https://acme-staging-v02.api.letsencrypt.org/directory";

export function acmeServer({ server, staging }: Pick<AcmeCertificates, "server" | "staging">): string {
  return staging ? letsEncryptStaging : server;
}

export interface IssuerArgs {
  certificates: AcmeCertificates;
  /** Contact of the account. */
  email: string;
  /** Project of Google Cloud that has the zone. Required for the solver clouddns. */
  project?: string;
}

export function issuerSpec(args: IssuerArgs): ClusterIssuerSpec {
  const { certificates, email } = args;
  const { serverAuthority } = certificates;
  return {
    acme: {
      server: acmeServer(certificates),
      email,
      ...(serverAuthority === undefined ? {} : { caBundle: Buffer.from(serverAuthority).toString("base64") }),
      privateKeySecretRef: { name: `${issuerName}-account` },
      solvers: [solver(args)],
    },
  };
}

function solver({ certificates, project }: IssuerArgs): Solver {
  if (certificates.issuer === "http01")
    return { http01: { ingress: { ingressClassName: ingressClass, serviceType: "ClusterIP" } } };
  const follow = certificates.challengeZone === undefined ? {} : { cnameStrategy: "Follow" as const };
  return { dns01: { ...follow, ...dns01(certificates.solver, project) } };
}

function dns01(by: Extract<AcmeCertificates, { issuer: "dns01" }>["solver"], project: string | undefined): Dns01 {
  switch (by.provider) {
    case "designate":
      // As the webhook calls itself.
      return { webhook: { groupName: "acme.syseleven.de", solverName: "designateDNS" } };
    case "clouddns":
      // config/checks allows it on Google Cloud only.
      if (project === undefined) throw new Error("the solver clouddns needs a project of Google Cloud");
      return { cloudDNS: { project } };
    case "rfc2136":
      return {
        rfc2136: {
          nameserver: /:\d+$/.test(by.server) ? by.server : `${by.server}:53`,
          tsigKeyName: by.keyName,
          tsigAlgorithm: by.algorithm === "hmac-sha512" ? "HMACSHA512" : "HMACSHA256",
          tsigSecretSecretRef: solverSecret,
        },
      };
    case "route53":
      return {
        route53: {
          region: by.region,
          hostedZoneID: by.hostedZone,
          accessKeyID: by.accessKeyId,
          secretAccessKeySecretRef: solverSecret,
        },
      };
  }
}
