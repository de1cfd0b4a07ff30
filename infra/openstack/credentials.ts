import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { OpenstackConfig } from "../../config/schema";
import type { CloudCredential } from "../contract";
import { publicEndpoint } from "./s3-endpoint";
import type { Site } from "./site";

export interface CredentialsArgs {
  site: Site;
  region: string;
  /** Purpose to the roles of its credential. */
  credentials: OpenstackConfig["openstack"]["credentials"];
}

/** Those that the site names, and that of the exporter where it has one: who reads numbers may change nothing. */
export function wantedCredentials({
  openstack: { credentials },
  services: { monitoring },
}: Pick<OpenstackConfig, "openstack" | "services">): CredentialsArgs["credentials"] {
  return { ...(monitoring?.openstackExporter ? { metrics: { roles: ["reader"] } } : {}), ...credentials };
}

/**
 * Application credentials for what acts in the project in our name: each with the least roles, revocable without the others, and unable to
 * make further ones. They belong to the user who logs in and end with that account.
 */
export class Credentials extends pulumi.ComponentResource {
  /** By purpose. The secrets are secret. */
  readonly byPurpose: Record<string, CloudCredential>;

  constructor(name: string, args: CredentialsArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Credentials", name, args, opts);
    const { credentials, region, site } = args;
    const wanted = Object.entries(credentials).flatMap(([purpose, one]) => (one ? [{ purpose, ...one }] : []));
    // The name is only the provider's own id of the answer.
    const scope = openstack.identity.getAuthScopeOutput({ name: "catalog" }, { parent: this });
    const authUrl = scope.serviceCatalogs.apply((catalog) => publicEndpoint(catalog, ["identity"], region) ?? "");

    this.byPurpose = Object.fromEntries(
      wanted.map(({ purpose, roles }) => {
        const made = new openstack.identity.ApplicationCredential(
          purpose,
          {
            name: `${site.name}-${purpose}`,
            description: `${purpose} of ${site.name}, owner ${site.owner}`,
            roles,
            unrestricted: false,
          },
          // The name must be unique, and Keystone changes nothing of one that it has.
          { parent: this, deleteBeforeReplace: true },
        );
        return [
          purpose,
          { authUrl, region, project: scope.projectId, id: made.id, secret: pulumi.secret(made.secret) },
        ];
      }),
    );
    this.registerOutputs({ byPurpose: this.byPurpose });
  }
}
