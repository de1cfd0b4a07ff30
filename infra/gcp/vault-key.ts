import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { SealKey } from "../contract";
import { protectionOf, type Site } from "../site";
import { cloudName } from "./names";

export interface VaultKeyArgs {
  site: Site;
  project: string;
  region: string;
}

/** The key with which Vault unseals itself. Without it nobody ever reads Vault's data again. */
export class VaultKey extends pulumi.ComponentResource {
  /** ID of the key, like projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY. */
  readonly keyId: pulumi.Output<string>;
  /** What Vault's configuration (seal "gcpckms") must say. */
  readonly seal: SealKey;

  /** @param opts Providers of gcp and random. */
  constructor(name: string, args: VaultKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:VaultKey", name, args, opts);
    const { project, region, site } = args;
    const kept = { parent: this, ...protectionOf(site, "key/vault") };

    // Google never deletes a key ring, so the name of one that is no longer wanted stays taken.
    const mark = new random.RandomId(name, { byteLength: 2 }, { parent: this });
    const ring = new gcp.kms.KeyRing(
      name,
      { name: mark.hex.apply((hex) => cloudName([site.name, "vault", hex])), location: region },
      kept,
    );
    const key = new gcp.kms.CryptoKey(
      name,
      {
        name: "unseal",
        keyRing: ring.id,
        purpose: "ENCRYPT_DECRYPT",
        // 90 days. Old versions still open what they have sealed.
        rotationPeriod: "7776000s",
        versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "SOFTWARE" },
      },
      kept,
    );

    this.keyId = key.id;
    this.seal = { kind: "gcp-kms", project, location: region, keyRing: ring.name, key: key.name };
    this.registerOutputs({ keyId: this.keyId, seal: this.seal });
  }
}
