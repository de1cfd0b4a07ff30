/** From a cluster to a science platform. Knows of the hardware only what infra/contract.ts says. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { Admission } from "./foundation/admission";
import { IngressController } from "./foundation/ingress";
import { siteLabels } from "./foundation/labels";
import { Storage } from "./foundation/storage";
import { createProviders } from "./providers";
import { LandingPage } from "./services/landing-page";
import { Phalanx, type PhalanxOutput } from "./services/phalanx";
import { vaultOf } from "./services/phalanx/vault-of";

export interface Platform {
  /** Service to its address for users, like {"landing-page": "https://rsp.example.org"}. */
  endpoints: pulumi.Output<Record<string, string>>;
  /** PEM of the authority that signed the platform's certificate, for clients that shall trust it. */
  certificateAuthority: pulumi.Output<string>;
  /** What is wired into a Phalanx environment. Missing: there is none. */
  phalanx?: pulumi.Output<PhalanxOutput>;
}

export function createPlatform(config: Config, infrastructure: Infrastructure): Platform {
  const { site, platform, policies, services, phalanx: rubin } = config;
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
  const landingPage =
    services.landingPage &&
    new LandingPage(
      "landing-page",
      { platform, page: services.landingPage, zone: dns.zone, labels, ingress: ingressController },
      { providers },
    );
  const phalanx =
    rubin &&
    new Phalanx(
      "phalanx",
      { config, phalanx: rubin, infrastructure, vault: vaultOf(config), labels, ingress: ingressController },
      { providers },
    );

  return {
    endpoints: pulumi.output({
      ...(landingPage ? { "landing-page": landingPage.url } : {}),
      ...phalanx?.endpoints,
    }) as Platform["endpoints"],
    certificateAuthority: ingressController.authority,
    ...(phalanx ? { phalanx: phalanx.output } : {}),
  };
}
