/** The front page of the platform. */
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../config/schema";
import { catalog } from "../catalog";
import { GeneratedSecret } from "../foundation/generated-secret";
import { HelmService } from "../foundation/helm-service";
import { fromIngress, publishedLabel, type IngressController } from "../foundation/ingress";
import { ingressClass } from "../foundation/ingress-values";
import type { Labels } from "../foundation/labels";
import { ServiceNamespace } from "../foundation/service-namespace";
import { containerResources } from "../foundation/values";
import { fullName } from "../hosts";

export interface LandingPageArgs {
  platform: Config["platform"];
  page: NonNullable<Config["services"]["landingPage"]>;
  /** Zone of the platform, with its closing dot. */
  zone: string;
  /** PriorityClass of the pods. */
  priority: pulumi.Input<string>;
  labels: Labels;
  /** The page's Ingresses need its class, and the webhook that checks them. */
  ingress: IngressController;
}

/** User name for /status, the web server's counters. */
const statusUser = "status";

export class LandingPage extends pulumi.ComponentResource {
  /** Address for users. */
  readonly url: string;

  constructor(name: string, args: LandingPageArgs, opts: pulumi.ComponentResourceOptions) {
    const { platform, page, zone, priority, labels, ingress } = args;
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
    const status = new GeneratedSecret(
      "landing-page-status",
      {
        namespace: namespace.name,
        labels,
        data: ({ plain, bcrypt }) => ({
          username: statusUser,
          password: plain,
          // As the ingress controller reads it.
          auth: pulumi.interpolate`${statusUser}:${bcrypt}`,
        }),
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
