/** The platform's TLS certificate as somebody brings it, in the stack's secrets. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { broughtProblems, daysLeft } from "./brought-problems";

export interface BroughtCertificateArgs {
  /** Namespace of the TLS Secret. */
  namespace: pulumi.Input<string>;
  labels: Labels;
  /** Secret. PEM, with its chain. */
  certificate: pulumi.Output<string>;
  /** Secret. PEM. */
  key: pulumi.Output<string>;
  /** Names that it must be for. */
  names: string[];
}

/** Days before the end from which on each run warns. */
const warnDays = 30;

/** @throws pulumi.RunError, also in a preview, that lists what is wrong with the certificate. */
export class BroughtCertificate extends pulumi.ComponentResource {
  /** Name of the Secret of type kubernetes.io/tls. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: BroughtCertificateArgs, opts: pulumi.ComponentResourceOptions) {
    const { labels, namespace, names } = args;
    super("science-platform:foundation:BroughtCertificate", name, { namespace, labels, names }, opts);

    const data = pulumi.all([args.certificate, args.key]).apply(([certificate, key]) => {
      const now = new Date();
      const problems = broughtProblems({ certificate, key, names }, now);
      if (problems.length > 0)
        throw new pulumi.RunError(
          [
            "The certificate that was brought (stack secrets tls-certificate and tls-key) cannot be used:",
            ...problems.map((problem) => `  ${problem}`),
          ].join("\n"),
        );
      const left = daysLeft(certificate, now);
      if (left < warnDays)
        void pulumi.log.warn(
          `The certificate in the stack secret tls-certificate ends in ${left} days: order a new one.`,
        );
      return { "tls.crt": certificate, "tls.key": key };
    });
    const secret = new kubernetes.core.v1.Secret(
      name,
      { metadata: { name, namespace, labels }, type: "kubernetes.io/tls", stringData: pulumi.secret(data) },
      { parent: this },
    );
    this.secretName = secret.metadata.name;

    this.registerOutputs({ secretName: this.secretName });
  }
}
