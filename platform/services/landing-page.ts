/** The front page of the platform. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import { catalog } from "../catalog";
import { HelmService } from "../foundation/helm-service";
import { fromIngress, publishedLabel, type IngressController } from "../foundation/ingress";
import { ingressClass } from "../foundation/ingress-values";
import type { Labels } from "../foundation/labels";
import { ServiceNamespace } from "../foundation/service-namespace";
import { containerResources } from "../foundation/values";
import { fullName } from "../hosts";
import type { SecretStore } from "../secrets/contract";
import { ServiceSecret } from "../secrets/service-secret";

export interface LandingPageArgs {
  platform: Config["platform"];
  page: NonNullable<Config["services"]["landingPage"]>;
  /** Zone of the platform, with its closing dot. */
  zone: string;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
  /** Those of "landing-page" are for /status, the web server's counters. */
  secrets: SecretStore;
  /** The page's Ingresses need its class, and the webhook that checks them. */
  ingress: IngressController;
}

export class LandingPage extends pulumi.ComponentResource {
  /** Address for users. */
  readonly url: string;

  constructor(name: string, args: LandingPageArgs, opts: pulumi.ComponentResourceOptions) {
    const { platform, page, zone, priority, labels, secrets, ingress } = args;
    super("science-platform:services:LandingPage", name, { page, zone, labels }, opts);
    const host = fullName(page.host, zone);
    this.url = `https://${host}`;

    const namespace = new ServiceNamespace(
      catalog.landingPage.namespace,
      {
        labels: { ...labels, ...publishedLabel },
        platform,
        openings: { ingress: fromIngress({ "app.kubernetes.io/name": "landing-page" }, [8080]) },
      },
      { parent: this },
    );
    const status = new ServiceSecret(
      "landing-page-status",
      {
        secrets,
        service: "landing-page",
        namespace: namespace.name,
        labels,
        secretName: "landing-page-status",
        aliases: [{ parent: formerStatus(this) }],
      },
      { parent: this },
    );
    new HelmService(
      catalog.landingPage.name,
      {
        chart: catalog.landingPage,
        platform,
        namespace: namespace.name,
        values: {
          host,
          title: page.title,
          replicaCount: page.replicas,
          priorityClassName: priority,
          ingressClassName: ingressClass,
          status: { secretName: status.secretName },
        },
        resources: { resources: containerResources(page.resources) },
      },
      { parent: this, dependsOn: [namespace, status, ingress] },
    );

    this.registerOutputs({ url: this.url });
  }
}

/** The component that made the password before all were declared in one place. */
export function formerStatus(page: pulumi.Resource | pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.createUrn("landing-page-status", "science-platform:foundation:GeneratedSecret", page);
}
