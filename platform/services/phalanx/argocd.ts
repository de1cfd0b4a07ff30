/** Argo CD, which keeps Phalanx's applications as their repository has them. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import { HelmService } from "../../foundation/helm-service";
import { fromIngress, publishedLabel } from "../../foundation/published";
import type { Labels } from "../../foundation/labels";
import type { Opening } from "../../foundation/network-policies";
import { ServiceNamespace } from "../../foundation/service-namespace";
import type { PhalanxConfig } from "./applications";
import { argocdClientKey } from "./argocd-login";
import { argocdResources, argocdValues } from "./argocd-values";
import { secretsPath, type PhalanxVault } from "./vault";

export interface ArgoCdArgs {
  config: Pick<Config, "identity" | "dns" | "platform">;
  phalanx: PhalanxConfig;
  vault: Pick<PhalanxVault, "mount" | "path">;
  labels: Labels;
}

const { name: chart, namespace: argocd } = catalog.argoCd;
const partOf = { "app.kubernetes.io/part-of": "argocd" };
/** Keys of Argo CD's own secret, in Vault and in the cluster. */
const secretKeys = ["admin.password", "admin.passwordMtime", argocdClientKey, "server.secretkey"];

export class ArgoCd extends pulumi.ComponentResource {
  /** Namespace of all Applications. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: ArgoCdArgs, opts: pulumi.ComponentResourceOptions) {
    const { config, phalanx, vault, labels } = args;
    const { platform } = config;
    super("science-platform:services:ArgoCd", name, { fqdn: phalanx.fqdn, labels }, opts);

    const namespace = new ServiceNamespace(
      argocd,
      {
        labels: { ...labels, ...publishedLabel },
        platform,
        owner: "operators",
        openings,
      },
      { parent: this },
    );
    this.namespace = namespace.name;
    const secret = new kubernetes.apiextensions.CustomResource(
      "argocd-secret",
      {
        apiVersion: "ricoberger.de/v1alpha1",
        kind: "VaultSecret",
        // The operator hands the labels on; Argo CD looks at Secrets with this one only.
        metadata: { name: "argocd-secret", namespace: this.namespace, labels: { ...labels, ...partOf } },
        spec: {
          path: `${secretsPath(vault)}/argocd`,
          templates: Object.fromEntries(secretKeys.map((key) => [key, `{% index .Secrets "${key}" %}`])),
          type: "Opaque",
        },
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    new HelmService(
      chart,
      {
        chart: catalog.argoCd,
        platform,
        namespace: this.namespace,
        values: argocdValues(phalanx, config),
        resources: argocdResources,
        timeout: 600,
      },
      {
        parent: this,
        dependsOn: pulumi.output(opts.dependsOn ?? []).apply((needed) => [needed, namespace, secret].flat()),
      },
    );

    this.registerOutputs({ namespace: this.namespace });
  }
}

/** What Argo CD needs beyond the default denial. Its way to the API server leads to Git and to Keycloak as well, which are https. */
const openings: Record<string, Opening> = {
  ingress: fromIngress({ "app.kubernetes.io/name": "argocd-server" }, [8080]),
  within: { kind: "to-namespaces", pods: partOf, namespaces: { "kubernetes.io/metadata.name": argocd } },
  "from-within": {
    kind: "from-namespace",
    namespace: argocd,
    fromPods: partOf,
    pods: partOf,
    // Redis, server, repository server, and the ports of their metrics.
    ports: [6379, 8080, 8081, 8082, 8083, 8084],
  },
  "api-server": { kind: "to-api-server", pods: partOf },
};
