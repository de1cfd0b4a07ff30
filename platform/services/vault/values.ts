/** Values of Vault's chart. Pure. */
import type * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import type { SealKey } from "../../../infra/contract";
import type { ContainerResources, Values } from "../../foundation/values";

export type VaultSettings = Extract<Config["secrets"], { backend: "vault-in-cluster" }>;

/** Where the servers find their certificate. */
const tls = "/vault/tls";
/** Name of the chart's Service of all servers, by which they know each other. */
const internal = "vault-internal";

export const bounds: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "512Mi" },
};

/** Names that the servers' certificate is good for: from inside the cluster, from each other, and through a port that kubectl forwards. */
export function serverNames(namespace: string): string[] {
  const services = ["vault", "vault-active", "vault-standby"];
  return [
    ...services.flatMap((service) => [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`]),
    `*.${internal}`,
    `*.${internal}.${namespace}.svc.cluster.local`,
    "localhost",
  ];
}

export interface VaultValues {
  settings: VaultSettings;
  /** Name of the TLS Secret, whose key "ca.crt" is the authority. */
  certificate: pulumi.Input<string>;
  seal?: SealKey;
  /** Account at the cloud that may use the seal's key. */
  account?: pulumi.Input<string>;
  priority: pulumi.Input<string>;
}

export function vaultValues(
  { settings, certificate, seal, account, priority }: VaultValues,
  hcl: Values[string],
): Values {
  return {
    global: { tlsDisable: false },
    // Applications get their secrets from the Vault Secrets Operator; nothing may change their pods.
    injector: { enabled: false },
    server: {
      priorityClassName: priority,
      extraEnvironmentVars: { VAULT_CACERT: `${tls}/ca.crt` },
      volumes: [{ name: "tls", secret: { secretName: certificate } }],
      volumeMounts: [{ name: "tls", mountPath: tls, readOnly: true }],
      dataStorage: { enabled: true, size: settings.storage },
      // With the servers their data would go.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      ha: {
        enabled: true,
        replicas: settings.replicas,
        raft: { enabled: true, setNodeId: true, config: hcl },
      },
      // A sealed server lives: killing it opens nothing.
      livenessProbe: { enabled: true, path: "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204" },
      statefulSet: {
        securityContext: {
          pod: {
            runAsNonRoot: true,
            runAsUser: 100,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          container: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      },
      ...(seal && account !== undefined
        ? { serviceAccount: { annotations: { "iam.gke.io/gcp-service-account": account } } }
        : {}),
    },
  };
}

/** The servers' own configuration. Each finds the others by name, whichever starts first. */
export function serverConfig({ replicas }: Pick<VaultSettings, "replicas">, seal?: ResolvedSeal): string {
  const join = Array.from({ length: replicas }, (_, server) =>
    [
      "  retry_join {",
      `    leader_api_addr = "https://vault-${server}.${internal}:8200"`,
      `    leader_ca_cert_file = "${tls}/ca.crt"`,
      "  }",
    ].join("\n"),
  );
  return `${[
    "ui = false",
    // Raft keeps its data in mapped files, which must not be locked into memory.
    "disable_mlock = true",
    'service_registration "kubernetes" {}',
    [
      'listener "tcp" {',
      '  address = "[::]:8200"',
      '  cluster_address = "[::]:8201"',
      `  tls_cert_file = "${tls}/tls.crt"`,
      `  tls_key_file = "${tls}/tls.key"`,
      "}",
    ].join("\n"),
    ['storage "raft" {', '  path = "/vault/data"', ...join, "}"].join("\n"),
    ...(seal ? [sealStanza(seal)] : []),
  ].join("\n\n")}\n`;
}

export interface ResolvedSeal {
  project: string;
  location: string;
  keyRing: string;
  key: string;
}

function sealStanza({ project, location, keyRing, key }: ResolvedSeal): string {
  return [
    'seal "gcpckms" {',
    `  project = ${JSON.stringify(project)}`,
    `  region = ${JSON.stringify(location)}`,
    `  key_ring = ${JSON.stringify(keyRing)}`,
    `  crypto_key = ${JSON.stringify(key)}`,
    "}",
  ].join("\n");
}
