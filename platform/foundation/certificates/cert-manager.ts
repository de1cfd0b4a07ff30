/** cert-manager, with all that it needs to prove the platform's names to a public authority. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DnsLogin } from "../../../infra/contract";
import { catalog } from "../../catalog";
import { explaining } from "../explain";
import { HelmService, type ReleaseSettings } from "../helm-service";
import type { Labels } from "../labels";
import { ServiceNamespace } from "../service-namespace";
import { certManagerOpenings, certManagerResources, certManagerValues } from "./cert-manager-values";
import { cures } from "./cures";
import { DesignateWebhook } from "./designate-webhook";
import { issuerName, issuerSpec, solverSecret, type AcmeCertificates } from "./issuer";
import { ClusterIssuer } from "./resources";

export interface CertManagerArgs {
  certificates: AcmeCertificates;
  /** Contact of the account at the authority. */
  email: string;
  platform: ReleaseSettings;
  labels: Labels;
  /** Pods of each of its programs. */
  replicas: number;
  /** Whether the site has Prometheus, which reads its numbers. @default false */
  monitored?: boolean;
  /** Secret. The key with which the zone is changed. Required for the solvers rfc2136 and route53. */
  zoneKey?: pulumi.Output<string>;
  /** Project and account of Google Cloud. Required for the solver clouddns. */
  google?: { project: string; account: pulumi.Input<string> };
  /** Required for the solver designate. */
  designate?: DnsLogin;
}

/** Ready when its ClusterIssuer is: whatever asks for certificates depends on the component. */
export class CertManager extends pulumi.ComponentResource {
  constructor(name: string, args: CertManagerArgs, opts: pulumi.ComponentResourceOptions) {
    const { certificates, email, google, labels, platform, replicas } = args;
    super("science-platform:foundation:CertManager", name, { certificates, email, labels, replicas }, opts);

    const namespace = new ServiceNamespace(
      catalog.certManager.namespace,
      {
        labels,
        platform,
        owner: "operators",
        openings: certManagerOpenings(certificates, args.monitored),
      },
      { parent: this },
    );
    const release = new HelmService(
      catalog.certManager.name,
      {
        chart: catalog.certManager,
        platform,
        namespace: namespace.name,
        values: certManagerValues({ replicas, googleAccount: google?.account }),
        resources: certManagerResources,
        cures: cures.release,
      },
      { parent: this, dependsOn: namespace },
    );
    const needed: pulumi.Resource[] = [release];
    if (args.zoneKey)
      needed.push(
        new kubernetes.core.v1.Secret(
          "certificates-zone-key",
          {
            metadata: { name: solverSecret.name, namespace: namespace.name, labels },
            stringData: { [solverSecret.key]: pulumi.secret(args.zoneKey) },
          },
          { parent: this },
        ),
      );
    if (args.designate)
      needed.push(
        new DesignateWebhook(
          "designate-webhook",
          { platform, labels, replicas, login: args.designate, release },
          { parent: this },
        ),
      );
    new ClusterIssuer(
      issuerName,
      {
        metadata: { name: issuerName, labels },
        spec: issuerSpec({ certificates, email, project: google?.project }),
      },
      { parent: this, dependsOn: needed, hooks: { onError: [explaining("cluster-issuer", cures.resource)] } },
    );

    this.registerOutputs();
  }
}
