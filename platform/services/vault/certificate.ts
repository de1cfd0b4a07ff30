/** The servers' certificate, from an authority that is theirs alone. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Labels } from "../../foundation/labels";

export interface VaultCertificateArgs {
  namespace: pulumi.Input<string>;
  labels: Labels;
  dnsNames: string[];
}

/** Ten years: nobody but our own clients looks at it, and the servers read a new one only when they start. */
const hours = 10 * 365 * 24;

export class VaultCertificate extends pulumi.ComponentResource {
  /** Name of the Secret of type kubernetes.io/tls, with the authority as "ca.crt". */
  readonly secretName: pulumi.Output<string>;
  /** PEM. */
  readonly authority: pulumi.Output<string>;

  constructor(name: string, args: VaultCertificateArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:services:VaultCertificate", name, args, opts);
    const inside = { parent: this };
    const curve = { algorithm: "ECDSA", ecdsaCurve: "P256" };

    const authorityKey = new tls.PrivateKey(`${name}-authority`, curve, inside);
    const authority = new tls.SelfSignedCert(
      `${name}-authority`,
      {
        privateKeyPem: authorityKey.privateKeyPem,
        subject: { commonName: "Vault of the science platform" },
        isCaCertificate: true,
        allowedUses: ["cert_signing", "crl_signing"],
        validityPeriodHours: hours,
      },
      inside,
    );
    const key = new tls.PrivateKey(name, curve, inside);
    const request = new tls.CertRequest(
      name,
      { privateKeyPem: key.privateKeyPem, dnsNames: args.dnsNames, ipAddresses: ["127.0.0.1"] },
      inside,
    );
    const certificate = new tls.LocallySignedCert(
      name,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: authorityKey.privateKeyPem,
        caCertPem: authority.certPem,
        allowedUses: ["digital_signature", "server_auth", "client_auth"],
        validityPeriodHours: hours,
      },
      inside,
    );
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name, namespace: args.namespace, labels: args.labels },
        type: "kubernetes.io/tls",
        stringData: pulumi.secret({
          "ca.crt": authority.certPem,
          "tls.crt": certificate.certPem,
          "tls.key": key.privateKeyPem,
        }),
      },
      inside,
    );
    this.secretName = secret.metadata.name;
    this.authority = authority.certPem;

    this.registerOutputs({ secretName: this.secretName, authority: this.authority });
  }
}
