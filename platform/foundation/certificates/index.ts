/** From configuration and hardware to cert-manager, where the site's issuer needs it. */
import type * as pulumi from "@pulumi/pulumi";
import { stackSecret } from "../../../config/load";
import type { Config } from "../../../config/schema";
import type { Infrastructure } from "../../../infra/contract";
import type { Labels } from "../labels";
import { CertManager } from "./cert-manager";
import { isAcme, type AcmeCertificates } from "./issuer";

/** Stack secret with the key to the zone, by solver; the others need none. */
const zoneKeys = { rfc2136: "tsig-key", route53: "aws-secret-access-key" } as const;

/** @returns Nothing where the certificate comes from an authority of our own, or is brought. */
export function createCertManager(
  config: Config,
  infrastructure: Infrastructure,
  labels: Labels,
  opts: pulumi.ComponentResourceOptions,
): CertManager | undefined {
  const { certificates, dns, lifecycle, platform, services } = config;
  if (!isAcme(certificates)) return undefined;
  const replicas = lifecycle === "production" ? 2 : 1;
  return new CertManager(
    "cert-manager",
    {
      ...{ certificates, email: dns.email, platform, labels, replicas },
      monitored: services.monitoring !== undefined,
      ...access(certificates, config, infrastructure),
    },
    opts,
  );
}

/** What the solver needs to change the zone. */
function access(
  certificates: AcmeCertificates,
  config: Config,
  { dnsLogin, identity }: Infrastructure,
): Partial<Pick<ConstructorParameters<typeof CertManager>[1], "zoneKey" | "google" | "designate">> {
  if (certificates.issuer === "http01") return {};
  const { provider } = certificates.solver;
  switch (provider) {
    case "rfc2136":
    case "route53":
      return { zoneKey: stackSecret(zoneKeys[provider]) };
    case "clouddns": {
      const account = identity?.serviceAccounts["cert-manager"]?.email;
      if (config.cloud !== "gcp" || account === undefined)
        throw new Error("the hardware layer has no account for cert-manager in Google Cloud");
      return { google: { project: config.gcp.project, account } };
    }
    case "designate":
      if (dnsLogin === undefined) throw new Error("the hardware layer has no login for Designate");
      return { designate: dnsLogin };
  }
}
