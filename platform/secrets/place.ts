/** Where in Vault an environment's secrets lie. */
import type { Config } from "../../config/schema";

export interface Place {
  /** Mount of the KV version 2 engine. */
  mount: string;
  /** Folder below it, without slashes at its ends. */
  path: string;
}

/** Namespace of Kubernetes, and name of the release, of Vault in the cluster. */
export const vaultNamespace = "vault";

/** Its servers by their common name: the one that leads. */
export const vaultInCluster = `https://vault-active.${vaultNamespace}.svc:8200`;

/** Missing: the backend is no Vault. */
export function placeInVault({
  secrets,
  phalanx,
  site,
}: Pick<Config, "secrets" | "phalanx" | "site">): Place | undefined {
  switch (secrets.backend) {
    case "kubernetes":
      return undefined;
    case "vault":
      return { mount: secrets.mount, path: secrets.path };
    case "vault-in-cluster":
      return { mount: "secret", path: `phalanx/${phalanx?.environment ?? site}` };
  }
}

/** Role of the auth method "kubernetes" with which the Vault Secrets Operator reads. */
export const readerRole = "vault-secrets-operator";
