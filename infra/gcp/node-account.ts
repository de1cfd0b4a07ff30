import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { serviceAccountId } from "./names";
import { waitingFor } from "./waiting";

export interface NodeAccountArgs {
  site: Site;
  project: string;
}

/** The nodes' service account: logs and metrics, and nothing else. Pods get accounts of their own (workload-identity.ts). */
export class NodeAccount extends pulumi.ComponentResource {
  /** Known only when the account may do its work. */
  readonly email: pulumi.Output<string>;

  constructor(name: string, args: NodeAccountArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:NodeAccount", name, args, opts);

    const account = new gcp.serviceaccount.Account(
      name,
      { accountId: serviceAccountId(args.site, "nodes"), displayName: `Nodes of ${args.site.name}` },
      { parent: this },
    );
    const role = new gcp.projects.IAMMember(
      name,
      {
        project: args.project,
        role: "roles/container.defaultNodeServiceAccount",
        member: pulumi.interpolate`serviceAccount:${account.email}`,
      },
      { parent: this },
    );

    this.email = waitingFor(account.email, [role.role]);
    this.registerOutputs({ email: this.email });
  }
}
