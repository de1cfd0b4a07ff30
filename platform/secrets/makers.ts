/** Random values of every kind that services ask for. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { SecretSource } from "./contract";

export interface Maker {
  /** Logical name of what makes the value. */
  name: string;
  /** Another text makes another value. */
  keeper: string;
  /** Parent, and aliases of what was made under another name. */
  opts: pulumi.CustomResourceOptions;
}

/** What is made of chance, and not of something else that exists. */
export type GeneratedSource = Extract<
  SecretSource,
  { kind: "password" | "gafaelfawr-token" | "fernet-key" | "hex" | "rsa-key" }
>;

export interface Generated {
  value: pulumi.Output<string>;
  /** Of a password: its hash as web servers and Argo CD read it. */
  bcrypt?: pulumi.Output<string>;
}

export function generate(source: GeneratedSource, maker: Maker): Generated {
  switch (source.kind) {
    case "password": {
      const password = new random.RandomPassword(
        maker.name,
        { length: source.length ?? 32, special: false, keepers: keepers(maker) },
        source.lasting === undefined ? maker.opts : { ...maker.opts, ignoreChanges: ["keepers"] },
      );
      return { value: password.result, bcrypt: password.bcryptHash };
    }
    case "gafaelfawr-token": {
      const part = (name: string) => bytes({ ...maker, name: `${maker.name}-${name}` }, 16).base64.apply(unpadded);
      return { value: pulumi.interpolate`gt-${part("key")}.${part("secret")}` };
    }
    case "fernet-key":
      return { value: bytes(maker, 32).base64.apply(base64url) };
    case "hex":
      return { value: bytes(maker, source.bytes ?? 32).hex };
    case "rsa-key": {
      const key = new tls.PrivateKey(
        maker.name,
        { algorithm: "RSA", rsaBits: 2048 },
        // It has no keepers of its own.
        { ...maker.opts, replacementTrigger: maker.keeper },
      );
      return { value: key.privateKeyPemPkcs8 };
    }
  }
}

/** Years for which the certificate below is good; nobody ever looks. */
const years = 100;

/**
 * The moment when this was first made, or its keeper changed. Of all that providers of random things write down, only a certificate knows
 * when it was made.
 */
export function changedAt({ name, keeper, opts }: Maker): pulumi.Output<string> {
  const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
  const certificate = new tls.SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: name, serialNumber: keeper },
      allowedUses: [],
      validityPeriodHours: years * 365 * 24,
    },
    opts,
  );
  return certificate.validityStartTime.apply(rfc3339);
}

function bytes({ name, keeper, opts }: Maker, length: number): random.RandomBytes {
  return new random.RandomBytes(name, { length, keepers: keepers({ keeper }) }, opts);
}

function keepers({ keeper }: Pick<Maker, "keeper">): Record<string, string> {
  return { rotation: keeper };
}

/** Base64 of RFC 4648, section 5, which is safe in addresses. */
export function base64url(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function unpadded(base64: string): string {
  return base64url(base64).replace(/=+$/, "");
}

/** In UTC and whole seconds, like 2026-11-28T09:00:00Z; what is no time stays as it is. */
export function rfc3339(time: string): string {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? time : `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
