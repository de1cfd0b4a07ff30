/** The Vault that Phalanx's secrets are read from. Whoever provides it, in the cluster or outside, hands over one of these. */
import type * as pulumi from "@pulumi/pulumi";
import type { SecretStore } from "../../secrets/contract";

export interface PhalanxVault {
  /** Like https://vault.example.org:8200. */
  address: pulumi.Input<string>;
  /** Mount of the KV version 2 engine, like "secret". */
  mount: string;
  /** Folder of the environment below the mount, with one secret for each application. */
  path: string;
  /** PEM of the authority that signed its certificate. @default one that everybody knows */
  certificateAuthority?: pulumi.Input<string>;
  /** How the operator in the cluster logs in; it needs to read this folder and nothing else. */
  reader: VaultReader;
}

export type VaultReader =
  /** Secret, both. */
  | { method: "approle"; roleId: pulumi.Input<string>; secretId: pulumi.Input<string> }
  /** By the token of its service account. `mount`: of the login method; `role`: there. */
  | { method: "kubernetes"; mount: string; role: string };

/** As Phalanx's vaultPathPrefix has it. */
export function secretsPath({ mount, path }: Pick<PhalanxVault, "mount" | "path">): string {
  return `${mount}/${path}`;
}

/** The Vault that the platform's secrets are kept in. config/checks/phalanx.ts lets no other backend through. */
export function phalanxVault({ vault }: SecretStore): PhalanxVault {
  if (vault?.reader === undefined) throw new Error("Phalanx reads its secrets from Vault, and there is none");
  return { ...vault, reader: vault.reader };
}
