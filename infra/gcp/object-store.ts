import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { protectionOf, type Site } from "../site";
import { lifecycleRules } from "./bucket-lifecycle";
import { bucketName, serviceAccountId } from "./names";
import { waitingFor } from "./waiting";

export interface ObjectStoreArgs {
  site: Site;
  project: string;
  region: string;
  /** Purposes; a bucket's name is <project>-<site>-<purpose>. */
  buckets: string[];
  /** Purpose to the days after which its objects are deleted. */
  deleteAfter: Record<string, number>;
}

/** What one needs to read, write and list by S3: the second lets clients ask whether the bucket is there. */
const roles = ["roles/storage.objectAdmin", "roles/storage.legacyBucketReader"];

/** Buckets, and a key pair that opens them, and nothing else, by S3. */
export class ObjectStore extends pulumi.ComponentResource {
  readonly endpoint = pulumi.output("https://storage.googleapis.com");
  /** Purpose to bucket name. */
  readonly buckets: Record<string, pulumi.Output<string>>;
  /** Secret. */
  readonly accessKey: pulumi.Output<string>;
  /** Secret. */
  readonly secretKey: pulumi.Output<string>;

  constructor(name: string, args: ObjectStoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:ObjectStore", name, args, opts);

    const account = new gcp.serviceaccount.Account(
      name,
      { accountId: serviceAccountId(args.site, "objects"), displayName: `Buckets of ${args.site.name} by S3` },
      { parent: this },
    );
    const buckets = args.buckets.map((purpose) => ({ purpose, bucket: this.bucket(purpose, args) }));
    const members = buckets.flatMap(({ purpose, bucket }) =>
      roles.map((role) => this.open(`${purpose}-${role.split(".")[1]}`, bucket, role, account)),
    );
    const key = new gcp.storage.HmacKey(name, { serviceAccountEmail: account.email }, { parent: this });

    this.buckets = Object.fromEntries(buckets.map(({ purpose, bucket }) => [purpose, bucket.name]));
    this.accessKey = pulumi.secret(waitingFor(key.accessId, members));
    this.secretKey = pulumi.secret(key.secret);
    this.registerOutputs({ buckets: this.buckets, accessKey: this.accessKey, secretKey: this.secretKey });
  }

  private bucket(purpose: string, { deleteAfter, project, region, site }: ObjectStoreArgs): gcp.storage.Bucket {
    const production = site.lifecycle === "production";
    return new gcp.storage.Bucket(
      purpose,
      {
        name: bucketName(project, site, purpose),
        location: region.toUpperCase(),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        versioning: { enabled: true },
        lifecycleRules: lifecycleRules(deleteAfter[purpose]),
        // Deleted objects can be had back for a week, even when versions and all were deleted.
        softDeletePolicy: { retentionDurationSeconds: production ? 604_800 : 0 },
        // A disposable site's `destroy` removes full buckets too; elsewhere the API's refusal is the last protection.
        forceDestroy: !production,
      },
      { parent: this, ...protectionOf(site, `bucket/${purpose}`) },
    );
  }

  private open(
    name: string,
    bucket: gcp.storage.Bucket,
    role: string,
    account: gcp.serviceaccount.Account,
  ): pulumi.Output<string> {
    return new gcp.storage.BucketIAMMember(
      name,
      { bucket: bucket.name, role, member: pulumi.interpolate`serviceAccount:${account.email}` },
      { parent: this },
    ).role;
  }
}
