/** The part of cert-manager that knows Designate: an API server of its own, to which Kubernetes hands cert-manager's requests. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DnsLogin } from "../../../infra/contract";
import { catalog } from "../../catalog";
import { HelmService, type ReleaseSettings } from "../helm-service";
import type { Labels } from "../labels";
import { ServiceNamespace } from "../service-namespace";
import { designateOpenings, designateResources, designateSecret, designateValues } from "./cert-manager-values";

export interface DesignateWebhookArgs {
  platform: ReleaseSettings;
  labels: Labels;
  replicas: number;
  login: DnsLogin;
  /** cert-manager's, which signs the webhook's own certificate. */
  release: HelmService;
}

export class DesignateWebhook extends pulumi.ComponentResource {
  constructor(name: string, args: DesignateWebhookArgs, opts: pulumi.ComponentResourceOptions) {
    const { labels, login, platform, release, replicas } = args;
    super("science-platform:foundation:DesignateWebhook", name, { labels, replicas, region: login.region }, opts);

    const namespace = new ServiceNamespace(
      catalog.designateWebhook.namespace,
      {
        labels,
        platform,
        owner: "operators",
        openings: designateOpenings,
      },
      { parent: this },
    );
    const secret = new kubernetes.core.v1.Secret(
      "designate-login",
      {
        metadata: { name: designateSecret, namespace: namespace.name, labels },
        stringData: pulumi.secret({
          // Of an address without a version it would take the one that Keystone no longer has, 2.0.
          OS_AUTH_URL: pulumi.output(login.authUrl).apply((url) => `${url.replace(/(\/v3)?\/?$/, "")}/v3/`),
          OS_AUTH_TYPE: "v3applicationcredential",
          OS_APPLICATION_CREDENTIAL_ID: login.id,
          OS_APPLICATION_CREDENTIAL_SECRET: login.secret,
          OS_REGION_NAME: login.region,
        }),
      },
      { parent: this },
    );
    new HelmService(
      catalog.designateWebhook.name,
      {
        chart: catalog.designateWebhook,
        platform,
        namespace: namespace.name,
        values: designateValues(replicas),
        resources: designateResources,
      },
      { parent: this, dependsOn: [release, namespace, secret] },
    );

    this.registerOutputs();
  }
}
