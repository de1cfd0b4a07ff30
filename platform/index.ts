/** From a cluster to a science platform. Knows of the hardware only what infra/contract.ts says. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { Admission } from "./foundation/admission";
import { IngressController } from "./foundation/ingress";
import { siteLabels } from "./foundation/labels";
import { Storage } from "./foundation/storage";
import { createProviders } from "./providers";
import { createSecrets } from "./secrets";
import { LandingPage } from "./services/landing-page";

export interface Platform {
  /** Service to its address for users, like {"landing-page": "https://rsp.example.org"}. */
  endpoints: pulumi.Output<Record<string, string>>;
  /** PEM of the authority that signed the platform's certificate, for clients that shall trust it. */
  certificateAuthority: pulumi.Output<string>;
  /** Service to key to value, of all that is declared in platform/secrets. Secret. */
  secrets: pulumi.Output<Record<string, Record<string, string>>>;
}

export function createPlatform(config: Config, infrastructure: Infrastructure): Platform {
  const { site, platform, policies, services } = config;
  const { ingress, storage, dns } = infrastructure;
  const providers = createProviders(config, infrastructure.cluster);
  const labels = siteLabels(config);

  if (policies.admission !== "off")
    new Admission("admission", { config, action: policies.admission, labels }, { providers });
  new Storage("storage", { storage, labels }, { providers });
  const ingressController = new IngressController(
    "ingress",
    { site, platform, ingress, zone: dns.zone, labels },
    { providers },
  );
  const secrets = createSecrets(config, infrastructure, { providers });
  const landingPage =
    services.landingPage &&
    new LandingPage(
      "landing-page",
      { platform, page: services.landingPage, zone: dns.zone, labels, secrets, ingress: ingressController },
      { providers },
    );

  return {
    endpoints: pulumi.output(landingPage ? { "landing-page": landingPage.url } : {}) as Platform["endpoints"],
    certificateAuthority: ingressController.authority,
    secrets: secrets.all,
  };
}
