import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface ApisArgs {
  /** ID of the project. */
  project: string;
  /** Names without ".googleapis.com" (required-apis.ts). */
  apis: string[];
}

/**
 * Google's APIs, switched on. They stay on when the site goes: somebody else's work in the project may need them by then.
 *
 * Their provider is not that of the other resources, which waits for them.
 */
export class Apis extends pulumi.ComponentResource {
  readonly services: pulumi.CustomResource[];

  constructor(name: string, args: ApisArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Apis", name, args, opts);

    this.services = args.apis.map(
      (api) =>
        new gcp.projects.Service(
          api,
          { project: args.project, service: `${api}.googleapis.com`, disableOnDestroy: false },
          { parent: this },
        ),
    );
    this.registerOutputs();
  }
}
