/** A password that nobody chose, in a Secret. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Labels } from "./labels";

export interface GeneratedSecretArgs {
  namespace: pulumi.Input<string>;
  labels: Labels;
  /** Keys of the Secret, computed from the password: plain, or as a web server stores it. */
  data: (password: {
    plain: pulumi.Output<string>;
    bcrypt: pulumi.Output<string>;
  }) => Record<string, pulumi.Input<string>>;
  /** Characters, letters and digits. @default 32 */
  length?: number;
  /** Raise it to get a new password. @default 1 */
  rotation?: number;
}

export class GeneratedSecret extends pulumi.ComponentResource {
  /** Name of the Secret. */
  readonly secretName: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;

  constructor(name: string, args: GeneratedSecretArgs, opts: pulumi.ComponentResourceOptions) {
    const { namespace, labels, length = 32, rotation = 1 } = args;
    super("science-platform:foundation:GeneratedSecret", name, { namespace, length, rotation }, opts);

    const password = new random.RandomPassword(
      name,
      { length, special: false, keepers: { rotation: String(rotation) } },
      { parent: this },
    );
    this.password = pulumi.secret(password.result);
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name, namespace, labels },
        // The whole map, so that a key added later cannot be forgotten.
        stringData: pulumi.secret(args.data({ plain: this.password, bcrypt: pulumi.secret(password.bcryptHash) })),
      },
      { parent: this },
    );
    this.secretName = secret.metadata.name;

    this.registerOutputs({ secretName: this.secretName });
  }
}
