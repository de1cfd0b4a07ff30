/** The secrets of one service, as a Secret in its namespace. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../foundation/labels";
import type { SecretStore } from "./contract";
import { serviceLabel } from "./labels";

export interface ServiceSecretArgs {
  secrets: SecretStore;
  /** Service, as it is declared. */
  service: string;
  namespace: pulumi.Input<string>;
  labels: Labels;
  /** Name of the Secret. @default the service's name */
  secretName?: string;
  /** What the Secret was before it was ours. */
  aliases?: pulumi.Alias[];
}

export class ServiceSecret extends pulumi.ComponentResource {
  /** Known when the Secret is there. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: ServiceSecretArgs, opts: pulumi.ComponentResourceOptions) {
    const { secrets, service, namespace, labels, secretName = service, aliases = [] } = args;
    super("science-platform:secrets:ServiceSecret", name, { service, namespace, secretName }, opts);

    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name: secretName, namespace, labels: { ...labels, [serviceLabel]: service } },
        // The whole map, so that a key added later cannot be forgotten.
        stringData: pulumi.secret(secrets.values(service)),
      },
      { parent: this, aliases },
    );
    this.secretName = secret.metadata.name;

    this.registerOutputs({ secretName: this.secretName });
  }
}
