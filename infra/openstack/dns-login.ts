import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { DnsLogin as Login } from "../contract";
import { keystone } from "./keystone";
import type { Site } from "./site";

export interface DnsLoginArgs {
  site: Site;
  region: string;
}

/**
 * What cert-manager logs in with to prove names by records in Designate: an application credential, which dies with the user who made it
 * and can be taken back alone.
 *
 * Access rules could narrow it to Designate, but a cloud whose services do not say what they are (`service_type`) refuses every token with
 * rules. So only the role is narrowed; like the object store's keys it needs a login with user and password.
 */
export class DnsLogin extends pulumi.ComponentResource {
  readonly login: Login;

  constructor(name: string, { site, region }: DnsLoginArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:DnsLogin", name, { site, region }, opts);

    const credential = new openstack.identity.ApplicationCredential(
      name,
      {
        name: `${site.name}-certificates`,
        description: `Proofs of ${site.name}'s certificates in Designate`,
        roles: ["member"],
        unrestricted: false,
      },
      { parent: this, additionalSecretOutputs: ["secret"] },
    );
    const scope = openstack.identity.getAuthScopeOutput({ name: "catalog" }, { parent: this });
    this.login = {
      authUrl: scope.serviceCatalogs.apply((catalog) => keystone(catalog, region)),
      region,
      id: credential.id,
      secret: pulumi.secret(credential.secret),
    };

    this.registerOutputs({ id: credential.id });
  }
}
