import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Site } from "./site";

export interface KeyPairArgs {
  site: Site;
}

/**
 * The SSH key of nodes and file server. It is generated here and not by Nova, so that Nova never sees the private half, which lives
 * only as a secret in the state.
 */
export class KeyPair extends pulumi.ComponentResource {
  /** Name of the key in Nova. */
  readonly keyName: pulumi.Output<string>;
  /** Secret; OpenSSH format. */
  readonly privateKey: pulumi.Output<string>;

  constructor(name: string, args: KeyPairArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:KeyPair", name, args, opts);

    const key = new tls.PrivateKey(name, { algorithm: "ED25519" }, { parent: this });
    const pair = new openstack.compute.Keypair(
      name,
      { name: args.site.name, publicKey: key.publicKeyOpenssh.apply((text) => text.trim()) },
      // The name must be unique.
      { parent: this, deleteBeforeReplace: true },
    );

    this.keyName = pair.name;
    this.privateKey = pulumi.secret(key.privateKeyOpenssh);
    this.registerOutputs({ keyName: this.keyName, privateKey: this.privateKey });
  }
}
