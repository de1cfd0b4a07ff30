/** What turns secrets in Vault into Secrets in the cluster: Phalanx's applications, and Argo CD itself, declare theirs as VaultSecrets. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { HelmService } from "../../foundation/helm-service";
import type { Labels } from "../../foundation/labels";
import { ServiceNamespace } from "../../foundation/service-namespace";
import type { ContainerResources, Values } from "../../foundation/values";
import type { PhalanxVault } from "./vault";

export interface VaultSecretsOperatorArgs {
  platform: Config["platform"];
  vault: PhalanxVault;
  labels: Labels;
}

/** Name of the Secret with the AppRole, as Phalanx's own installer makes it. */
const credentials = "vault-credentials";
/** ConfigMap with Vault's authority, and where it is mounted. */
const authority = { name: "vault-authority", key: "ca.pem", folder: "/etc/vault-authority" };

const pods = { "app.kubernetes.io/name": catalog.vaultSecretsOperator.name };
/** Bounds of its container, by the path of the chart's values. */
export const operatorResources: Record<string, ContainerResources> = {
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "300m", memory: "300Mi" } },
};

export class VaultSecretsOperator extends pulumi.ComponentResource {
  constructor(name: string, args: VaultSecretsOperatorArgs, opts: pulumi.ComponentResourceOptions) {
    const { platform, vault, labels } = args;
    const { reader, certificateAuthority } = vault;
    super("science-platform:services:VaultSecretsOperator", name, { address: vault.address, labels }, opts);
    const inside = { parent: this };

    const namespace = new ServiceNamespace(
      catalog.vaultSecretsOperator.namespace,
      {
        labels,
        platform,
        owner: "operators",
        openings: {
          "api-server": { kind: "to-api-server", pods },
          vault: { kind: "to-anywhere", pods, ports: [443, 8200] },
        },
      },
      inside,
    );
    const needed: pulumi.Resource[] = [namespace];
    if (reader.method === "approle")
      needed.push(
        new kubernetes.core.v1.Secret(
          credentials,
          {
            metadata: { name: credentials, namespace: namespace.name, labels },
            stringData: pulumi.secret({ VAULT_ROLE_ID: reader.roleId, VAULT_SECRET_ID: reader.secretId }),
          },
          inside,
        ),
      );
    if (certificateAuthority !== undefined)
      needed.push(
        new kubernetes.core.v1.ConfigMap(
          authority.name,
          {
            metadata: { name: authority.name, namespace: namespace.name, labels },
            data: { [authority.key]: certificateAuthority },
          },
          inside,
        ),
      );
    new HelmService(
      catalog.vaultSecretsOperator.name,
      {
        chart: catalog.vaultSecretsOperator,
        platform,
        namespace: namespace.name,
        values: operatorValues(vault),
        resources: operatorResources,
      },
      { parent: this, dependsOn: needed },
    );

    this.registerOutputs();
  }
}

/** Values of the operator's chart; the keys are the upstream chart's. */
export function operatorValues({ address, reader, certificateAuthority }: PhalanxVault): Values {
  const own = certificateAuthority !== undefined;
  return {
    environmentVars: [
      ...(reader.method === "approle" ? ["VAULT_ROLE_ID", "VAULT_SECRET_ID"] : []).map((key) => ({
        name: key,
        valueFrom: { secretKeyRef: { name: credentials, key } },
      })),
      ...(own ? [{ name: "VAULT_CACERT", value: `${authority.folder}/${authority.key}` }] : []),
    ],
    ...(own
      ? {
          volumes: [{ name: authority.name, configMap: { name: authority.name } }],
          image: { volumeMounts: [{ name: authority.name, mountPath: authority.folder }] },
        }
      : {}),
    vault: {
      address,
      authMethod: reader.method,
      ...(reader.method === "kubernetes"
        ? { kubernetesPath: `auth/${reader.mount}`, kubernetesRole: reader.role }
        : {}),
      // Seconds after which a secret is read again, so that a new value arrives by itself.
      reconciliationTime: 60,
    },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    // Its pods have a token of their own; one that never ends need not exist.
    serviceAccount: { createSecret: false },
  };
}
