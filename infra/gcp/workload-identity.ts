import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Identity as ContractIdentity } from "../contract";
import type { Site } from "../site";
import type { Grant, Identity } from "./identities";
import { serviceAccountId } from "./names";
import { waitingFor } from "./waiting";

export interface WorkloadIdentityArgs {
  site: Site;
  project: string;
  region: string;
  identities: Identity[];
  /** The cluster's pool of identities. Google refuses bindings to it until the cluster has made it. */
  workloadPool: pulumi.Input<string>;
  /** Zone to its resource's name. */
  zones: Record<string, pulumi.Input<string>>;
  /** Purpose to bucket name. */
  buckets: Record<string, pulumi.Input<string>>;
  /** Repository to its ID. */
  repositories: Record<string, pulumi.Input<string>>;
  /** ID of Vault's key, if there is one. */
  vaultKey?: pulumi.Input<string>;
}

/** A service account of Google for each service that acts in the cloud, which its pods are without any key. */
export class WorkloadIdentity extends pulumi.ComponentResource {
  /** By service. */
  readonly serviceAccounts: ContractIdentity["serviceAccounts"];

  constructor(name: string, args: WorkloadIdentityArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:WorkloadIdentity", name, args, opts);

    this.serviceAccounts = Object.fromEntries(
      args.identities.map((identity) => [identity.service, this.account(identity, args)]),
    );
    this.registerOutputs({ serviceAccounts: this.serviceAccounts });
  }

  private account(identity: Identity, args: WorkloadIdentityArgs): ContractIdentity["serviceAccounts"][string] {
    const { service, kubernetes } = identity;
    const account = new gcp.serviceaccount.Account(
      service,
      { accountId: serviceAccountId(args.site, service), displayName: `${service} of ${args.site.name}` },
      { parent: this },
    );
    const bindings = kubernetes.map(
      (subject) =>
        new gcp.serviceaccount.IAMMember(
          `${service}-${subject.replace("/", "-")}`,
          {
            serviceAccountId: account.name,
            role: "roles/iam.workloadIdentityUser",
            member: pulumi.interpolate`serviceAccount:${args.workloadPool}[${subject}]`,
          },
          { parent: this },
        ).role,
    );
    const member = pulumi.interpolate`serviceAccount:${account.email}`;
    const grants = identity.grants.map((grant) => this.grant(service, grant, member, args));
    return { email: waitingFor(account.email, [...bindings, ...grants]), kubernetes };
  }

  /** @returns The role, known when it is given. */
  private grant(
    service: string,
    grant: Grant,
    member: pulumi.Output<string>,
    args: WorkloadIdentityArgs,
  ): pulumi.Output<string> {
    const { role } = grant;
    const opts = { parent: this };
    const name = (on: string) => `${service}-${on}-${role.slice(role.indexOf("/") + 1).replace(".", "-")}`;
    switch (grant.on) {
      case "project":
        return new gcp.projects.IAMMember(name("project"), { project: args.project, role, member }, opts).role;
      case "zone": {
        const managedZone = known(args.zones, grant.zone);
        return new gcp.dns.DnsManagedZoneIamMember(name("zone"), { managedZone, role, member }, opts).role;
      }
      case "bucket": {
        const bucket = known(args.buckets, grant.bucket);
        return new gcp.storage.BucketIAMMember(name(grant.bucket), { bucket, role, member }, opts).role;
      }
      case "repository": {
        const repository = known(args.repositories, grant.repository);
        return new gcp.artifactregistry.RepositoryIamMember(
          name(grant.repository),
          { repository, location: args.region, role, member },
          opts,
        ).role;
      }
      case "vaultKey": {
        const cryptoKeyId = known({ vaultKey: args.vaultKey }, "vaultKey");
        return new gcp.kms.CryptoKeyIAMMember(name("key"), { cryptoKeyId, role, member }, opts).role;
      }
    }
  }
}

/** config/checks has made sure that it is there; said again for callers that skip the checks. */
function known(all: Record<string, pulumi.Input<string> | undefined>, name: string): pulumi.Input<string> {
  const found = all[name];
  if (found === undefined) throw new Error(`"${name}" is not made here, so nobody can be given a role on it`);
  return found;
}
