/** The certificate of the way in, by the site's one switch (`certificates.issuer`). */
import * as pulumi from "@pulumi/pulumi";
import { stackSecret } from "../../../config/load";
import type { Config } from "../../../config/schema";
import { Certificate } from "../certificate";
import { explaining } from "../explain";
import type { Labels } from "../labels";
import { BroughtCertificate } from "./brought-certificate";
import type { CertManager } from "./cert-manager";
import { cures } from "./cures";
import { issuerName } from "./issuer";
import { IssuedCertificate } from "./resources";

export interface PlatformCertificateArgs {
  /** Short name of the site; part of the name of its own authority. */
  site: string;
  certificates: Config["certificates"];
  /** Names that it is for. */
  names: string[];
  /** Namespace of the TLS Secret. */
  namespace: pulumi.Input<string>;
  labels: Labels;
  /** Issues it, for the issuers dns01 and http01. */
  certManager?: CertManager;
}

export interface PlatformCertificate {
  /** Name of the Secret of type kubernetes.io/tls. cert-manager makes it later than its certificate, when the names are proved. */
  secretName: pulumi.Output<string>;
  /** PEM; for clients that shall trust the platform. Missing where they do already. */
  authority?: pulumi.Output<string>;
  /** What makes the Secret. */
  made: pulumi.Resource;
}

export function platformCertificate(
  args: PlatformCertificateArgs,
  opts: pulumi.ComponentResourceOptions,
): PlatformCertificate {
  const { certificates, labels, names, namespace } = args;
  switch (certificates.issuer) {
    case "private-ca": {
      const made = new Certificate(
        "platform-tls",
        { namespace, labels, authority: `${args.site} science platform`, dnsNames: names },
        opts,
      );
      return { secretName: made.secretName, authority: made.authority, made };
    }
    case "existing": {
      const made = new BroughtCertificate(
        "platform-tls",
        {
          namespace,
          labels,
          certificate: stackSecret("tls-certificate"),
          key: stackSecret("tls-key"),
          names: certificates.names,
        },
        opts,
      );
      return { secretName: made.secretName, made };
    }
    case "dns01":
    case "http01": {
      // A name of its own for each authority: cert-manager would keep a trial's certificate for as long as it is good.
      const secretName = certificates.staging ? "platform-tls-staging" : "platform-tls-acme";
      const made = new IssuedCertificate(
        "platform-tls",
        {
          metadata: { name: "platform-tls", namespace, labels },
          spec: {
            secretName,
            dnsNames: names,
            issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: issuerName },
            privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
            secretTemplate: { labels },
          },
        },
        {
          ...opts,
          dependsOn: args.certManager,
          hooks: { onError: [explaining("platform-tls", cures.resource)] },
        },
      );
      return { secretName: pulumi.output(secretName), made };
    }
  }
}
