import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { protectionOf, type Site } from "../site";

export interface ArtifactRegistryArgs {
  site: Site;
  project: string;
  region: string;
  /** Names of the repositories. */
  repositories: string[];
  /** Email of the nodes' service account, which fetches the images. */
  nodeAccount: pulumi.Input<string>;
}

/** Repositories for images of our own. */
export class ArtifactRegistry extends pulumi.ComponentResource {
  /** Repository to its ID. */
  readonly names: Record<string, pulumi.Output<string>>;
  /** Repository to what stands before an image's name, like europe-west2-docker.pkg.dev/PROJECT/sciplat-lab. */
  readonly addresses: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ArtifactRegistryArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:ArtifactRegistry", name, args, opts);

    const made = args.repositories.map((repository) => ({ repository, resource: this.repository(repository, args) }));
    this.names = Object.fromEntries(made.map(({ repository, resource }) => [repository, resource.repositoryId]));
    this.addresses = Object.fromEntries(
      made.map(({ repository, resource }) => [
        repository,
        pulumi.interpolate`${args.region}-docker.pkg.dev/${args.project}/${resource.repositoryId}`,
      ]),
    );
    this.registerOutputs({ names: this.names, addresses: this.addresses });
  }

  private repository(repository: string, args: ArtifactRegistryArgs): gcp.artifactregistry.Repository {
    const { region, site } = args;
    const resource = new gcp.artifactregistry.Repository(
      repository,
      {
        repositoryId: repository,
        location: region,
        format: "DOCKER",
        description: `Images of ${site.name}`,
      },
      { parent: this, ...protectionOf(site, `repository/${repository}`) },
    );
    new gcp.artifactregistry.RepositoryIamMember(
      `${repository}-nodes`,
      {
        repository: resource.repositoryId,
        location: region,
        role: "roles/artifactregistry.reader",
        member: pulumi.interpolate`serviceAccount:${args.nodeAccount}`,
      },
      { parent: this },
    );
    return resource;
  }
}
