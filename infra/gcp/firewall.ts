import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import type { FirewallRule } from "./firewall-rules";
import { cloudName } from "./names";

export interface FirewallArgs {
  site: Site;
  networkLink: pulumi.Input<string>;
  /** The ways in (firewall-rules.ts). */
  rules: FirewallRule[];
}

/** The network's firewall rules. */
export class Firewall extends pulumi.ComponentResource {
  /** Of the rules, each known only when it stands. */
  readonly names: pulumi.Output<string>[];

  constructor(name: string, args: FirewallArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Firewall", name, args, opts);

    this.names = args.rules.map(
      (rule) =>
        new gcp.compute.Firewall(
          rule.name,
          {
            name: cloudName([args.site.name, rule.name]),
            description: rule.description,
            network: args.networkLink,
            direction: "INGRESS",
            allows: [{ protocol: "tcp", ports: rule.ports.map(String) }],
            sourceRanges: rule.from,
            targetTags: rule.to,
          },
          { parent: this },
        ).name,
    );
    this.registerOutputs({ names: this.names });
  }
}
