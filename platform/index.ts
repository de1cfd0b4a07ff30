/** From a cluster to a science platform. Knows of the hardware only what infra/contract.ts says. */
import * as pulumi from "@pulumi/pulumi";
import { poolsOf } from "../config/checks/pools";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { Admission } from "./foundation/admission";
import { createCertManager } from "./foundation/certificates";
import { certificateNames } from "./foundation/certificates/names";
import { IngressController } from "./foundation/ingress";
import { siteLabels } from "./foundation/labels";
import { NfsDriver, writable } from "./foundation/nfs-driver";
import { Priorities } from "./foundation/priorities";
import { ClusterRoles } from "./foundation/roles";
import { Snapshots } from "./foundation/snapshots";
import { Storage } from "./foundation/storage";
import { platformHosts } from "./hosts";
import { createProviders } from "./providers";
import { createSecrets } from "./secrets";
import { LandingPage } from "./services/landing-page";
import { Phalanx, type PhalanxOutput } from "./services/phalanx";
import { phalanxVault } from "./services/phalanx/vault";
import { Vault } from "./services/vault";

export interface Platform {
  /** Service to its address for users, like {"landing-page": "https://rsp.example.org"}. */
  endpoints: pulumi.Output<Record<string, string>>;
  /** PEM of the authority that signed the platform's certificate, for clients that shall trust it. Missing where they do already. */
  certificateAuthority?: pulumi.Output<string>;
  /** Service to key to value, of all that is declared in platform/secrets. Secret. */
  secrets: pulumi.Output<Record<string, Record<string, string>>>;
  /** What is wired into a Phalanx environment. Missing: there is none. */
  phalanx?: pulumi.Output<PhalanxOutput>;
}

export function createPlatform(config: Config, infrastructure: Infrastructure): Platform {
  const { site, certificates, platform, policies, services, phalanx: rubin } = config;
  const { ingress, storage, dns } = infrastructure;
  const providers = createProviders(config, infrastructure.cluster);
  const labels = siteLabels(config);

  if (policies.admission !== "off")
    new Admission("admission", { config, action: policies.admission, labels }, { providers });
  const priority = new Priorities("priorities", { labels }, { providers }).names;
  new ClusterRoles("roles", { roles: platform.roles, labels }, { providers });
  new Storage("storage", { storage, labels }, { providers });
  const reclaim = config.lifecycle === "disposable" ? "Delete" : "Retain";
  const { sharedFiles, snapshots } = storage;
  if (snapshots !== undefined)
    new Snapshots("snapshots", { platform, snapshots, reclaim, priority: priority.foundation, labels }, { providers });
  if (platform.nfsDriver !== "none" && writable(sharedFiles).length > 0)
    new NfsDriver(
      "nfs-driver",
      { platform, sharedFiles, reclaim, nodes: mostNodes(config), priority: priority.foundation, labels },
      { providers },
    );
  const certManager = createCertManager(config, infrastructure, labels, { providers });
  const ingressController = new IngressController(
    "ingress",
    {
      site,
      platform,
      ingress,
      certificates,
      names: certificateNames(config, platformHosts(config)),
      priority: priority.foundation,
      labels,
      certManager,
      rsp: rubin !== undefined,
    },
    { providers },
  );
  const vault =
    config.secrets.backend === "vault-in-cluster"
      ? new Vault(
          "vault",
          { platform, settings: config.secrets, infrastructure, priority: priority.foundation, labels },
          { providers },
        )
      : undefined;
  const secrets = createSecrets(config, infrastructure, { providers }, vault?.authority);
  const landingPage =
    services.landingPage &&
    new LandingPage(
      "landing-page",
      {
        platform,
        page: services.landingPage,
        zone: dns.zone,
        priority: priority.service,
        labels,
        secrets,
        ingress: ingressController,
      },
      { providers },
    );
  const phalanx =
    rubin &&
    new Phalanx(
      "phalanx",
      { config, phalanx: rubin, infrastructure, vault: phalanxVault(secrets), labels, ingress: ingressController },
      { providers, ...(vault ? { dependsOn: [vault] } : {}) },
    );

  return {
    endpoints: pulumi.output({
      ...(landingPage ? { "landing-page": landingPage.url } : {}),
      ...phalanx?.endpoints,
    }) as Platform["endpoints"],
    certificateAuthority: ingressController.authority,
    secrets: secrets.all,
    ...(phalanx ? { phalanx: phalanx.output } : {}),
  };
}

function mostNodes(config: Config): number {
  return poolsOf(config).reduce((sum, { max }) => sum + max, 0);
}
