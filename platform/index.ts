/** From a cluster to a science platform. Knows of the hardware only what infra/contract.ts says. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { Admission } from "./foundation/admission";
import { createCertManager } from "./foundation/certificates";
import { certificateNames } from "./foundation/certificates/names";
import { IngressController } from "./foundation/ingress";
import { siteLabels } from "./foundation/labels";
import { Storage } from "./foundation/storage";
import { platformHosts } from "./hosts";
import { createProviders } from "./providers";
import { LandingPage } from "./services/landing-page";

export interface Platform {
  /** Service to its address for users, like {"landing-page": "https://rsp.example.org"}. */
  endpoints: pulumi.Output<Record<string, string>>;
  /** PEM of the authority that signed the platform's certificate, for clients that shall trust it. Missing where they do already. */
  certificateAuthority?: pulumi.Output<string>;
}

export function createPlatform(config: Config, infrastructure: Infrastructure): Platform {
  const { site, certificates, phalanx, platform, policies, services } = config;
  const { ingress, storage, dns } = infrastructure;
  const providers = createProviders(config, infrastructure.cluster);
  const labels = siteLabels(config);

  if (policies.admission !== "off")
    new Admission("admission", { config, action: policies.admission, labels }, { providers });
  new Storage("storage", { storage, labels }, { providers });
  const certManager = createCertManager(config, infrastructure, labels, { providers });
  const ingressController = new IngressController(
    "ingress",
    {
      site,
      platform,
      ingress,
      certificates,
      names: certificateNames(config, platformHosts(config)),
      labels,
      certManager,
      rsp: phalanx !== undefined,
    },
    { providers },
  );
  const landingPage =
    services.landingPage &&
    new LandingPage(
      "landing-page",
      { platform, page: services.landingPage, zone: dns.zone, labels, ingress: ingressController },
      { providers },
    );

  return {
    endpoints: pulumi.output(landingPage ? { "landing-page": landingPage.url } : {}) as Platform["endpoints"],
    certificateAuthority: ingressController.authority,
  };
}
