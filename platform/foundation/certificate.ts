/** The platform's TLS certificate from a certificate authority of its own: for a start, and for sites that nobody outside can reach. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "./labels";
import { ownCertificate } from "./own-certificate";

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

    const { authority, certificate, key } = ownCertificate(
      name,
      {
        authority: { commonName: args.authority, curve: "P384", hours: 3650 * hoursPerDay },
        dnsNames: args.dnsNames,
        uses: ["server_auth"],
        // Browsers take no certificate that is good for longer than 398 days.
        hours: 397 * hoursPerDay,
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
          "tls.crt": pulumi.interpolate`${certificate}${authority}`,
          "tls.key": pulumi.secret(key),
        },
      },
      inside,
    );
    this.secretName = secret.metadata.name;
    this.authority = authority;

    this.registerOutputs({ secretName: this.secretName, authority: this.authority });
  }
}
