/** The servers' certificate, from an authority that is theirs alone. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../../foundation/labels";
import { ownCertificate } from "../../foundation/own-certificate";

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
    const { authority, certificate, key } = ownCertificate(
      name,
      {
        authority: { commonName: "Vault of the science platform", curve: "P256", hours },
        dnsNames: args.dnsNames,
        ipAddresses: ["127.0.0.1"],
        uses: ["server_auth", "client_auth"],
        hours,
      },
      inside,
    );
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name, namespace: args.namespace, labels: args.labels },
        type: "kubernetes.io/tls",
        stringData: pulumi.secret({
          "ca.crt": authority,
          "tls.crt": certificate,
          "tls.key": key,
        }),
      },
      inside,
    );
    this.secretName = secret.metadata.name;
    this.authority = authority;

    this.registerOutputs({ secretName: this.secretName, authority: this.authority });
  }
}
