import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { s3Endpoint } from "./s3-endpoint";
import { metadata, protectionOf, type Site } from "./site";

export interface ObjectStoreArgs {
  site: Site;
  region: string;
  /** Purposes; a bucket's name is <site>-<purpose>. */
  buckets: string[];
  /** Purposes whose buckets keep versions. */
  versions: string[];
  /** Purpose to the GiB that the bucket holds at most. */
  quota: Record<string, number>;
  /** Purposes with a key pair of their own. */
  keys: string[];
  /** S3 address; default: from the cloud's catalog. */
  endpoint?: string;
}

/** Both halves are secret. */
interface KeyPair {
  accessKey: pulumi.Output<string>;
  secretKey: pulumi.Output<string>;
}

/**
 * Buckets, and a key pair that opens them by S3.
 *
 * The key pair needs a login with user and password in clouds.yaml: since the fix of CVE-2026-90460 Keystone answers an application
 * credential with "403 Delegated tokens cannot access credentials directly", whatever its roles. Then log in with a password, or have the
 * site's operators make the key pair.
 */
export class ObjectStore extends pulumi.ComponentResource {
  readonly endpoint: pulumi.Output<string>;
  /** Purpose to bucket name. */
  readonly buckets: Record<string, pulumi.Output<string>>;
  /** Secret. */
  readonly accessKey: pulumi.Output<string>;
  /** Secret. */
  readonly secretKey: pulumi.Output<string>;
  /** Purpose to the key pair that it has of its own. Secret. */
  readonly keys: Record<string, KeyPair>;

  constructor(name: string, args: ObjectStoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:ObjectStore", name, args, opts);
    const { region, site } = args;

    this.buckets = Object.fromEntries(
      args.buckets.map((purpose) => {
        const bucket = new openstack.objectstorage.Container(
          purpose,
          {
            name: `${site.name}-${purpose}`,
            region,
            // Swift and Ceph's gateway take a bucket's bound for metadata.
            metadata: { ...metadata(site), ...quotaOf(args.quota[purpose]) },
            ...(args.versions.includes(purpose) ? { versioning: true } : {}),
            // A disposable site's `destroy` removes full buckets too; elsewhere Swift's refusal is the last protection.
            forceDestroy: site.lifecycle === "disposable",
          },
          { parent: this, ...protectionOf(site, `bucket/${purpose}`) },
        );
        return [purpose, bucket.name];
      }),
    );
    const shared = new openstack.identity.Ec2CredentialV3(name, {}, { parent: this });
    this.keys = this.ownKeys(args.keys, shared);

    this.endpoint = args.endpoint === undefined ? this.endpointOf(region) : pulumi.output(args.endpoint);
    this.accessKey = pulumi.secret(shared.access);
    this.secretKey = pulumi.secret(shared.secret);
    this.registerOutputs({
      endpoint: this.endpoint,
      buckets: this.buckets,
      accessKey: this.accessKey,
      secretKey: this.secretKey,
      keys: this.keys,
    });
  }

  /**
   * One after the other: Keystone's key pairs carry nothing of ours, so that of two which a killed run made at once nobody could tell
   * which is which.
   */
  private ownKeys(purposes: string[], first: pulumi.Resource): Record<string, KeyPair> {
    let before = first;
    return Object.fromEntries(
      purposes.map((purpose) => {
        const keys = new openstack.identity.Ec2CredentialV3(`${purpose}-keys`, {}, { parent: this, dependsOn: before });
        before = keys;
        return [purpose, { accessKey: pulumi.secret(keys.access), secretKey: pulumi.secret(keys.secret) }];
      }),
    );
  }

  private endpointOf(region: string): pulumi.Output<string> {
    // The name is only the provider's own id of the answer.
    const scope = openstack.identity.getAuthScopeOutput({ name: "catalog" }, { parent: this });
    return scope.serviceCatalogs.apply((catalog) => s3Endpoint(catalog, region));
  }
}

/** @param size GiB; undefined: no bound of its own. */
function quotaOf(size: number | undefined): Record<string, string> {
  return size === undefined ? {} : { "quota-bytes": String(size * 2 ** 30) };
}
