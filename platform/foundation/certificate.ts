/** The platform's TLS certificate from a certificate authority of its own: for a start, and for sites that nobody outside can reach. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Labels } from "./labels";

const hoursPerDay = 24;

export interface CertificateArgs {
  /** Namespace of the TLS Secret. */
  namespace: pulumi.Input<string>;
  labels: Labels;
  /** Common name of the authority. */
  authority: string;
  /** Names the certificate is good for, wildcards included. */
  dnsNames: string[];
}

export class Certificate extends pulumi.ComponentResource {
  /** Name of the Secret of type kubernetes.io/tls. */
  readonly secretName: pulumi.Output<string>;
  /** PEM; browsers and clients that shall trust the platform need it. */
  readonly authority: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:foundation:Certificate", name, args, opts);
    const inside = { parent: this };

    const authorityKey = new tls.PrivateKey(`${name}-authority`, { algorithm: "ECDSA", ecdsaCurve: "P384" }, inside);
    const authority = new tls.SelfSignedCert(
      `${name}-authority`,
      {
        privateKeyPem: authorityKey.privateKeyPem,
        subject: { commonName: args.authority },
        isCaCertificate: true,
        allowedUses: ["cert_signing", "crl_signing"],
        validityPeriodHours: 3650 * hoursPerDay,
      },
      inside,
    );
    const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, inside);
    const request = new tls.CertRequest(name, { privateKeyPem: key.privateKeyPem, dnsNames: args.dnsNames }, inside);
    const certificate = new tls.LocallySignedCert(
      name,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: authorityKey.privateKeyPem,
        caCertPem: authority.certPem,
        allowedUses: ["digital_signature", "server_auth"],
        // Browsers take no certificate that is good for longer than 398 days.
        validityPeriodHours: 397 * hoursPerDay,
        // From then on `pulumi up` makes a new one.
        earlyRenewalHours: 60 * hoursPerDay,
      },
      inside,
    );
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name, namespace: args.namespace, labels: args.labels },
        type: "kubernetes.io/tls",
        stringData: {
          "tls.crt": pulumi.interpolate`${certificate.certPem}${authority.certPem}`,
          "tls.key": pulumi.secret(key.privateKeyPem),
        },
      },
      inside,
    );
    this.secretName = secret.metadata.name;
    this.authority = authority.certPem;

    this.registerOutputs({ secretName: this.secretName, authority: this.authority });
  }
}
