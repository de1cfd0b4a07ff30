/** A certificate and the authority that signs it, both made and kept by Pulumi. */
import type * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

export interface OwnCertificateArgs {
  authority: { commonName: string; curve: "P256" | "P384"; hours: number };
  dnsNames: string[];
  /** @default none */
  ipAddresses?: string[];
  /** What its key may be used for besides signatures of the handshake. */
  uses: ("server_auth" | "client_auth")[];
  /** Hours that it is good for. */
  hours: number;
  /** Hours before its end from which `pulumi up` makes a new one. @default 0 */
  earlyRenewalHours?: number;
}

export interface OwnCertificate {
  /** PEM of the authority. */
  authority: pulumi.Output<string>;
  certificate: pulumi.Output<string>;
  /** Secret. */
  key: pulumi.Output<string>;
}

/** @param opts Parent and providers of all five resources. */
export function ownCertificate(name: string, args: OwnCertificateArgs, opts: pulumi.ResourceOptions): OwnCertificate {
  const { authority: wanted, dnsNames, ipAddresses, uses, hours, earlyRenewalHours } = args;
  const authorityKey = new tls.PrivateKey(`${name}-authority`, { algorithm: "ECDSA", ecdsaCurve: wanted.curve }, opts);
  const authority = new tls.SelfSignedCert(
    `${name}-authority`,
    {
      privateKeyPem: authorityKey.privateKeyPem,
      subject: { commonName: wanted.commonName },
      isCaCertificate: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: wanted.hours,
    },
    opts,
  );
  const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
  const request = new tls.CertRequest(
    name,
    { privateKeyPem: key.privateKeyPem, dnsNames, ...(ipAddresses === undefined ? {} : { ipAddresses }) },
    opts,
  );
  const certificate = new tls.LocallySignedCert(
    name,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: authorityKey.privateKeyPem,
      caCertPem: authority.certPem,
      allowedUses: ["digital_signature", ...uses],
      validityPeriodHours: hours,
      ...(earlyRenewalHours === undefined ? {} : { earlyRenewalHours }),
    },
    opts,
  );
  return { authority: authority.certPem, certificate: certificate.certPem, key: key.privateKeyPem };
}
