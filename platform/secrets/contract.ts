/**
 * What a service says of its secrets, and what it gets. Every secret of the platform is declared once: see declarations.ts;
 * values are made by PlatformSecrets, put into the cluster by ServiceSecret, and kept in Vault by `science-platform secrets sync`.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import type { SecretName } from "../../config/secrets";

/** Where the value of a key comes from. */
export type SecretSource =
  /**
   * Letters and digits. `length`: characters, @default 32. `lasting`: it is never made anew, whatever number is raised, because what was
   * encrypted or set with it would be lost; the text says what to do instead.
   */
  | { kind: "password"; length?: number; lasting?: string }
  /** A token as Gafaelfawr reads it: gt-<key>.<secret>, each of 128 random bits. */
  | { kind: "gafaelfawr-token" }
  /** 256 random bits for Python's cryptography.fernet, base64url. */
  | { kind: "fernet-key" }
  /** `bytes` random bytes as hexadecimal digits. @default 32 */
  | { kind: "hex"; bytes?: number }
  /** Private key of 2048 bits, PEM of PKCS #8. */
  | { kind: "rsa-key" }
  /** bcrypt hash of a password of the same service. `user`: with the name before it, as web servers read it. */
  | { kind: "bcrypt"; of: string; user?: string }
  /** The file in which S3 clients look for a key pair; of two other keys of the same service. */
  | { kind: "aws-credentials"; accessKey: string; secretKey: string }
  /** When that password of the same service was made, RFC 3339. */
  | { kind: "changed"; of: string }
  /** The value of another key, which is declared too; it may be a copy itself. */
  | { kind: "copy"; service: string; key: string }
  /**
   * What that password was before its number was raised by one, for who must be let in to set the new one; of a password that was never made
   * anew, a value that nobody knows. Of what is no generated password, the value itself.
   */
  | { kind: "former"; service: string; key: string }
  /** What a person has set: a secret of the stack. */
  | { kind: "stack"; secret: SecretName }
  /** What the hardware gave, by the name under which the program hands it to PlatformSecrets. */
  | { kind: "wired"; name: string }
  /** Not confidential; it stands beside secrets because its reader wants it there, like a user name. */
  | { kind: "text"; value: string };

export interface SecretDeclaration {
  /** What it is for, a sentence. */
  description: string;
  source: SecretSource | ((config: Config) => SecretSource);
  /** Whether this site has it. @default always, when its service is there */
  when?: (config: Config) => boolean;
}

/** The secrets of one service. */
export interface ServiceSecrets {
  /** Name of the service, and of its secret in Vault. */
  service: string;
  /** Whether this site has the service. */
  when: (config: Config) => boolean;
  /**
   * Who puts them into the cluster. "platform": the program, into the service's namespace. "operator": the Vault Secrets Operator, out of
   * Vault, which only a backend that is a Vault can serve.
   */
  delivery: "platform" | "operator";
  /** Key of the secret to what it is. */
  keys: Readonly<Record<string, SecretDeclaration>>;
}

/** What a component of the platform gets. Every value is secret, wherever it goes. */
export interface SecretStore {
  /** @throws Error when no such key is declared, or this site does not have it: a mistake of ours. */
  value(service: string, key: string): pulumi.Output<string>;
  /** All keys of a service. @throws Error as above. */
  values(service: string): Readonly<Record<string, pulumi.Output<string>>>;
  /** Missing: the backend is the cluster itself. */
  vault?: VaultBackend;
}

/** The Vault that holds the environment's secrets, for who reads them in the cluster. */
export interface VaultBackend {
  /** Like https://vault.example.org:8200. */
  address: pulumi.Input<string>;
  /** Namespace of Vault Enterprise. Missing: the root. */
  namespace?: string;
  /** PEM of the authority that signed its certificate. Missing: one that everybody knows. */
  certificateAuthority?: pulumi.Input<string>;
  /** Mount of the KV version 2 engine, like "secret". */
  mount: string;
  /** Folder below the mount, one secret for each service; Phalanx's vaultPathPrefix is `${mount}/${path}`. */
  path: string;
  /** How a reader in the cluster logs in; it may only read this environment's folder. Missing: without Phalanx nothing reads there. */
  reader?: VaultLogin;
}

export type VaultLogin =
  /** Secret, both. */
  | { method: "approle"; roleId: pulumi.Output<string>; secretId: pulumi.Output<string> }
  /** By the token of its service account: nothing to keep. */
  | { method: "kubernetes"; mount: string; role: string };
