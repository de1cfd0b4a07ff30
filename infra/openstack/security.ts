import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { type SecurityGroupName, type SecurityRule, securityRules } from "./security-rules";
import { type Site, tags } from "./site";

export interface SecurityArgs {
  site: Site;
  /** Range of the nodes' subnet. */
  nodes: string;
  /** Ranges that may reach the Kubernetes API and SSH. */
  administrators: string[];
}

/**
 * The site's security groups, by least privilege (security-rules.ts).
 *
 * The file server carries `files`. Magnum makes groups of its own for its machines and accepts none from outside; `ingress` and `nodes`
 * are for what stands beside them: ports that a site attaches by hand, and nodes that are exposed without a load balancer.
 */
export class Security extends pulumi.ComponentResource {
  /** Group name to its id. */
  readonly groupIds: Record<SecurityGroupName, pulumi.Output<string>>;

  constructor(name: string, args: SecurityArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Security", name, args, opts);
    const { site } = args;
    const rules = securityRules(args);

    this.groupIds = {
      ingress: this.group(site, "ingress", "The platform's public entrance", rules.ingress),
      nodes: this.group(site, "nodes", "Kubernetes nodes", rules.nodes),
      files: this.group(site, "files", "The file server", rules.files),
    };
    this.registerOutputs({ groupIds: this.groupIds });
  }

  private group(
    site: Site,
    name: SecurityGroupName,
    description: string,
    rules: SecurityRule[],
  ): pulumi.Output<string> {
    const group = new openstack.networking.SecGroup(
      name,
      { name: `${site.name}-${name}`, description: `${description} of ${site.name}`, tags: tags(site) },
      { parent: this },
    );
    for (const rule of rules) {
      new openstack.networking.SecGroupRule(
        `${name}-${rule.name}`,
        {
          securityGroupId: group.id,
          direction: "ingress",
          ethertype: "IPv4",
          protocol: rule.protocol,
          portRangeMin: rule.ports[0],
          portRangeMax: rule.ports[1],
          remoteIpPrefix: rule.from,
          description: rule.description,
        },
        { parent: this },
      );
    }
    return group.id;
  }
}
