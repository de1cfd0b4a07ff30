/** The Rubin Science Platform: Phalanx through Argo CD, with every value of ours where Phalanx wants it. */
import { providedByPlatform } from "../../../config/checks/phalanx-applications";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import type { Infrastructure } from "../../../infra/contract";
import type { IngressController } from "../../foundation/ingress";
import type { Labels } from "../../foundation/labels";
import { appOfApps, type PhalanxConfig } from "./applications";
import { ArgoCd } from "./argocd";
import { PhalanxEnvironment } from "./environment";
import { forFiles } from "./values";
import type { PhalanxVault } from "./vault";
import { VaultSecretsOperator } from "./vault-secrets-operator";
import { argocdUrl, wired, type Wired } from "./wiring";

export interface PhalanxArgs {
  config: Config;
  phalanx: PhalanxConfig;
  infrastructure: Infrastructure;
  vault: PhalanxVault;
  labels: Labels;
  /** Argo CD's Ingress needs its class, and the webhook that checks it. */
  ingress: IngressController;
}

/** The stack output `phalanx`, which `science-platform phalanx` reads. */
export interface PhalanxOutput {
  environment: string;
  /** Name of the app of apps. */
  appOfApps: string;
  repository: string;
  revision: string;
  /** What our outputs put into the environment's values: for Argo CD, and for the files of a fork. */
  wired: Wired[];
}

export class Phalanx extends pulumi.ComponentResource {
  /** Service to its address for users. */
  readonly endpoints: Record<string, string>;
  readonly output: pulumi.Output<PhalanxOutput>;

  /** @throws pulumi.RunError that lists every value that an application needs and no output has. */
  constructor(name: string, args: PhalanxArgs, opts: pulumi.ComponentResourceOptions) {
    const { config, phalanx, infrastructure, vault, labels, ingress } = args;
    const { environment, fqdn, repository, revision } = phalanx;
    super("science-platform:services:Phalanx", name, { environment, fqdn, repository, revision, labels }, opts);
    const { platform } = config;
    const lines = wired({ config, phalanx, infrastructure, vault });

    const operator = new VaultSecretsOperator("vault-secrets-operator", { platform, vault, labels }, { parent: this });
    const argocd = new ArgoCd(
      "argocd",
      { config, phalanx, vault, labels },
      { parent: this, dependsOn: [operator, ingress] },
    );
    new PhalanxEnvironment(
      environment,
      { phalanx, wired: lines, namespace: argocd.namespace, labels },
      { parent: this, dependsOn: [argocd] },
    );

    this.endpoints = { rsp: `https://${fqdn}`, "argo-cd": argocdUrl(phalanx) };
    const filled = forFiles(phalanx, lines, providedByPlatform);
    this.output = pulumi.output({
      environment,
      appOfApps,
      repository,
      revision,
      wired: filled,
    }) as pulumi.Output<PhalanxOutput>;
    this.registerOutputs({ endpoints: this.endpoints });
  }
}
