/** From a cluster to a science platform. Knows of the hardware only what infra/contract.ts says. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config/schema";
import type { Infrastructure } from "../infra/contract";
import { assertReleases } from "./charts/releases";
import { createFoundation } from "./foundation";
import { siteLabels } from "./foundation/labels";
import { createProviders } from "./providers";
import { createSecrets } from "./secrets";
import { createServices } from "./services/create";
import { Phalanx, type PhalanxOutput } from "./services/phalanx";
import { phalanxVault } from "./services/phalanx/vault";
import { releaseNames } from "./services/table";
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
  const { platform, phalanx: rubin } = config;
  assertReleases(platform.values, releaseNames(config));
  const providers = createProviders(config, infrastructure.cluster);
  const labels = siteLabels(config);

  const { ingress, priority } = createFoundation(config, infrastructure, labels, { providers });
  const vault =
    config.secrets.backend === "vault-in-cluster"
      ? new Vault(
          "vault",
          { platform, settings: config.secrets, infrastructure, priority: priority.foundation, labels },
          { providers },
        )
      : undefined;
  const secrets = createSecrets(config, infrastructure, { providers }, vault?.authority);
  const services = createServices(config, infrastructure, { labels, secrets, priority, ingress }, { providers });
  const phalanx =
    rubin &&
    new Phalanx(
      "phalanx",
      { config, phalanx: rubin, infrastructure, vault: phalanxVault(secrets), labels, ingress },
      { providers, dependsOn: [...(vault ? [vault] : []), ...services.first] },
    );

  return {
    endpoints: pulumi.output({
      ...services.endpoints,
      ...phalanx?.endpoints,
    }) as Platform["endpoints"],
    certificateAuthority: ingress.authority,
    secrets: secrets.all,
    ...(phalanx ? { phalanx: phalanx.output } : {}),
  };
}
